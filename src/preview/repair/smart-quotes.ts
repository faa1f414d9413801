import type { CodeFile } from "../build/project.ts";
import { mended, type Repair } from "./edit.ts";

/** Typographic quotes where code needs plain ones; in texts they stay. */
export function repairQuotes(file: CodeFile): Repair {
  const repair: Repair = { edits: [], diagnostics: [] };
  for (const token of file.scan.tokens) {
    if (token.kind === "text" || token.kind === "string" || token.kind === "template" || token.kind === "regex")
      continue;
    for (let at = token.start; at < token.end; at++) {
      const char = file.text[at] ?? "";
      const plain = /[“”„‟«»]/.test(char) ? '"' : /[‘’‚‛]/.test(char) ? "'" : undefined;
      if (plain === undefined) continue;
      repair.edits.push({ start: at, end: at + 1, text: plain });
    }
  }
  const first = repair.edits[0];
  if (first) {
    repair.diagnostics.push(
      mended(file, first.start, "Typographic quotes cannot stand in code.", "Plain ones are used instead."),
    );
  }
  return repair;
}
