import { Problem } from "../../platform/problem.ts";
import type { BuildInput } from "../contract.ts";

export const buildLimits = {
  files: 1000,
  /** Bytes of one file, of all files, and of a path. */
  fileBytes: 512 * 1024,
  totalBytes: 4 * 1024 * 1024,
  pathBytes: 512,
  /** Characters of all values for props, as JSON. */
  props: 64 * 1024,
} as const;

/**
 * Refuses what must not reach the bundler.
 * @throws Problem `too_large`, `path_invalid`
 */
export function checkBuildInput({ files, entry, props }: BuildInput): void {
  if (files.length > buildLimits.files) {
    throw new Problem("too_large", `A preview takes at most ${buildLimits.files} files, these are ${files.length}.`);
  }
  let total = 0;
  const seen = new Set<string>();
  for (const [index, file] of files.entries()) {
    const problem = pathProblem(file.path);
    if (problem) {
      const shown = JSON.stringify(file.path.slice(0, 80));
      throw new Problem("path_invalid", `The path ${shown} ${problem}.`, {
        errors: [{ path: `/files/${index}/path`, message: problem }],
      });
    }
    if (seen.has(file.path)) {
      throw new Problem("path_invalid", `The path ${JSON.stringify(file.path)} is there twice.`, {
        errors: [{ path: `/files/${index}/path`, message: "is there twice" }],
      });
    }
    seen.add(file.path);
    const size = Buffer.byteLength(file.text);
    if (size > buildLimits.fileBytes) {
      throw new Problem(
        "too_large",
        `${file.path} has ${size} bytes, a preview takes ${buildLimits.fileBytes} a file.`,
      );
    }
    total += size;
  }
  if (total > buildLimits.totalBytes) {
    throw new Problem("too_large", `The files have ${total} bytes, a preview takes ${buildLimits.totalBytes} in all.`);
  }
  if (props !== undefined && JSON.stringify(props).length > buildLimits.props) {
    throw new Problem("too_large", `The values for props are longer than ${buildLimits.props} characters as JSON.`);
  }
  if (entry !== undefined && !seen.has(entry)) {
    throw new Problem("path_invalid", `The entry ${JSON.stringify(entry.slice(0, 80))} is not among the files.`, {
      errors: [{ path: "/entry", message: "is not among the files" }],
    });
  }
}

/** What is wrong with a path, as the end of a sentence; undefined when nothing is. */
function pathProblem(path: string): string | undefined {
  if (path === "") return "is empty";
  if (Buffer.byteLength(path) > buildLimits.pathBytes) return "is too long";
  if (path.includes("\0")) return "contains a zero character";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0001-\u001f\u007f]/.test(path)) return "contains a control character";
  if (path.includes("\\")) return "contains a backslash; use forward slashes";
  if (path.startsWith("/") || /^[a-z]:/i.test(path)) return "is absolute; it has to be relative";
  const parts = path.split("/");
  if (parts.includes("..") || parts.includes(".")) return "contains . or ..";
  if (parts.includes("")) return "has an empty part";
  return undefined;
}
