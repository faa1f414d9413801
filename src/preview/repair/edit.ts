import { type CodeFile, diagnosticAt } from "../build/project.ts";
import { syntaxError } from "../build/syntax.ts";
import type { Diagnostic } from "../contract.ts";

/** A change to a source: the text from `start` to `end` becomes `text`. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

export interface Repair {
  edits: Edit[];
  diagnostics: Diagnostic[];
}

export const noRepair: Repair = { edits: [], diagnostics: [] };

/** Applies edits from the back; of two that overlap the later one in the list is left out. */
export function applyEdits(source: string, edits: Edit[]): string {
  const ordered = edits
    .map((edit, order) => ({ ...edit, order }))
    .sort((a, b) => b.start - a.start || b.order - a.order);
  let text = source;
  let from = Number.POSITIVE_INFINITY;
  for (const edit of ordered) {
    if (edit.end > from) continue;
    text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
    from = edit.start;
  }
  return text;
}

/** A diagnostic for something that was mended. */
export const mended = (file: CodeFile, offset: number, message: string, fix: string): Diagnostic =>
  diagnosticAt(file, offset, { message, fix, severity: "warning", repaired: true });

/** Whether a source is free of syntax errors. */
export const parses = (source: string): boolean => syntaxError(source) === undefined;
