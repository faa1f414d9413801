import { Problem } from "./problem.ts";

/**
 * Trims a short text that a person typed and checks that something is left of it.
 * @param field its name in the request body
 * @throws Problem `validation_failed`
 */
export function requireText(text: string, field: string, maximum: number): string {
  const clean = text.normalize("NFC").trim();
  const refuse = (why: string): never => {
    throw new Problem("validation_failed", `The ${field} ${why}.`, {
      errors: [{ path: `/${field}`, message: why }],
    });
  };
  if (clean === "") refuse("must not be empty");
  if (clean.length > maximum) refuse(`can have at most ${maximum} characters`);
  // Half of a character would come back from the database as another one.
  if (!clean.isWellFormed()) refuse("must be valid Unicode");
  if (/\p{Cc}/u.test(clean)) refuse("must be one line without control characters");
  return clean;
}
