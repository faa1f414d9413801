import type { AnyKind } from "../kind.ts";
import { pricing } from "./pricing.ts";
import { signIn } from "./sign-in.ts";
import { stats } from "./stats.ts";

/** Every kind that the engine can build. Add a kind here and nowhere else. */
export const kinds: readonly AnyKind[] = [pricing, signIn, stats];
