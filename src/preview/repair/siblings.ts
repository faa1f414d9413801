import type { CodeFile } from "../build/project.ts";
import { applyEdits, mended, parses, type Repair } from "./edit.ts";
import { text } from "./imports.ts";

const mostTries = 12;

/** Elements side by side without one around them, which JSX does not allow: they get a fragment. */
export function repairSiblings(file: CodeFile): Repair | undefined {
  const { tokens } = file.scan;
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== "punct" || text(file.scan, token) !== "<") continue;
    const before = tokens[index - 1];
    if (
      !before ||
      !/^\s*(\/?>)?\s*$/.test(file.text.slice(before.end, token.start)) ||
      !/>\s*$/.test(file.text.slice(0, token.start))
    )
      continue;
    const open = tokens
      .slice(0, index)
      .findLast(
        (one) =>
          one.depth <= token.depth &&
          /^(\(|return|=>|\?|:|&&|[|]{2})$/.test(text(file.scan, one)) &&
          one.end < before.start,
      );
    if (!open) continue;
    let tries = 0;
    for (const end of file.text.slice(token.start).matchAll(/>\s*(?=[);}\n])/g)) {
      if (tries++ >= mostTries) break;
      const at = token.start + end.index + 1;
      const edits = [
        { start: open.end, end: open.end, text: "<>" },
        { start: at, end: at, text: "</>" },
      ];
      if (!parses(applyEdits(file.text, edits))) continue;
      const note = mended(
        file,
        token.start,
        "Elements stand side by side without one around them.",
        "They are put into a fragment.",
      );
      return { edits, diagnostics: [note] };
    }
  }
  return undefined;
}
