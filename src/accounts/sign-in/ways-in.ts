import type { App } from "../../platform/app.ts";
import { Problem } from "../../platform/problem.ts";
import { countPasskeys } from "../passkeys/passkeys.ts";
import { hasPassword } from "../passwords/passwords.ts";
import { requireUser } from "../people/users.ts";

/** In how many ways a person can sign in by themselves. */
export const countWaysIn = (app: App, userId: string): number =>
  (hasPassword(requireUser(app, userId)) ? 1 : 0) + countPasskeys(app, userId);

/**
 * Call it in the transaction that takes one of them away, before it does.
 * @throws Problem `conflict` for the last one
 */
export function requireAnotherWayIn(app: App, userId: string): void {
  if (countWaysIn(app, userId) > 1) return;
  throw new Problem("conflict", "This is your only way to sign in. Set a password or add a passkey first.");
}
