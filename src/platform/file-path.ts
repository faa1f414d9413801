import { Problem } from "./problem.ts";

/** Without signs that turn a line around: a name would end in another ending than it shows. */
const segmentPattern = /^[^\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\\:*?"<>|]+$/u;

/**
 * Checks a path inside a project and returns it in its one spelling: relative, forward slashes, no `./` in front.
 * @throws Problem `path_invalid` for anything that could leave the project or that some file system cannot hold
 */
export function requireFilePath(path: string): string {
  const refuse = (why: string): never => {
    throw new Problem("path_invalid", `The path ${JSON.stringify(path.slice(0, 120))} cannot be used: ${why}.`);
  };
  const clean = path.replace(/^(\.\/)+/, "").normalize("NFC");
  if (clean === "") refuse("it is empty");
  if (clean.length > 240) refuse("it is longer than 240 characters");
  if (clean.startsWith("/") || /^[A-Za-z]:/.test(clean)) refuse("it must be relative to the project");
  for (const segment of clean.split("/")) {
    if (segment === "" || segment === "." || segment === "..") refuse("it must not contain empty, `.` or `..` parts");
    if (!segmentPattern.test(segment)) refuse("it contains characters that file systems do not allow");
    if (/[. ]$/.test(segment)) refuse("a part of it ends with a dot or a space");
  }
  return clean;
}

/** The path in its one spelling, or undefined where `requireFilePath` would refuse it. */
export function safeFilePath(path: string): string | undefined {
  try {
    return requireFilePath(path);
  } catch {
    return undefined;
  }
}
