import { Problem } from "./problem.ts";

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** A UUIDv7 (RFC 9562): ids made later sort later, also within one millisecond of one process. */
export const newId = (): string => Bun.randomUUIDv7();

export const isId = (text: string): boolean => uuidPattern.test(text);

/**
 * Checks an id that came from outside.
 * @throws Problem `not_found`: a malformed id names nothing, and says no more than an unknown one would.
 */
export function requireId(text: string, noun: string): string {
  if (!isId(text)) throw new Problem("not_found", `There is no such ${noun}.`);
  return text;
}
