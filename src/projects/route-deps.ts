import type { ActiveGeneration } from "./chats.ts";
import type { GenerationFactsOf } from "./messages.ts";

/** What this room asks of rooms above it. */
export interface ProjectRouteDeps {
  /** Which generation runs in a chat now. */
  activeGeneration?: ActiveGeneration;
  /** How the generations of some messages went. */
  generationFacts?: GenerationFactsOf;
  /** Called with the chats that are about to be deleted, which waits for it: what runs in them has to end first. */
  beforeDelete?: (chatIds: string[]) => Promise<void> | void;
}
