import type { CodeFile } from "../build/project.ts";
import { syntaxError } from "../build/syntax.ts";
import type { Diagnostic } from "../contract.ts";
import { type Edit, mended } from "./edit.ts";

const mostRounds = 4;

/**
 * Small slips, found where the parser stumbles: a comma or a bracket that is missing, a bracket too many. Only a change
 * after which the whole file can be read counts.
 */
export function repairByError(file: CodeFile): { text: string; diagnostics: Diagnostic[] } | undefined {
  let current = file.text;
  const diagnostics: Diagnostic[] = [];
  for (let round = 0; round < mostRounds; round++) {
    const error = syntaxError(current);
    if (!error) return round === 0 ? undefined : { text: current, diagnostics };
    const at = offsetOf(current, error.line, error.column);
    const step = changes(current, at, error.message)
      .map((edit) => ({ edit, text: current.slice(0, edit.start) + edit.text + current.slice(edit.end) }))
      .map((one) => ({ ...one, left: syntaxError(one.text) }))
      .sort((a, b) => progress(b.text, b.left) - progress(a.text, a.left))[0];
    // A change that only moves the trouble a little is none.
    if (!step || progress(step.text, step.left) <= at + 1) return undefined;
    const what =
      step.edit.text === ""
        ? `${current.slice(step.edit.start, step.edit.end)} is left out`
        : `${step.edit.text} is put in`;
    diagnostics.push(mended({ ...file, text: current }, at, `${error.message.replace(/\.$/, "")}.`, `${what}.`));
    current = step.text;
  }
  return undefined;
}

/** How far a source can be read. */
const progress = (source: string, error: ReturnType<typeof syntaxError>): number =>
  error ? offsetOf(source, error.line, error.column) : Number.POSITIVE_INFINITY;

function offsetOf(source: string, line: number, column: number): number {
  let start = 0;
  for (let row = 1; row < line; row++) start = source.indexOf("\n", start) + 1;
  return start + column - 1;
}

function changes(source: string, at: number, message: string): Edit[] {
  const found = source[at] ?? "";
  const end = source.slice(0, at).trimEnd().length;
  const edits: Edit[] = [];
  const put = (text: string) => edits.push({ start: end, end, text });
  const expected = /Expected "([)\]}>,:])"/.exec(message)?.[1];
  // Never after what itself still waits for something.
  if (!/[,([{:=?&|+*/<-]$/.test(source.slice(0, end))) put(",");
  if (expected !== undefined && expected !== ",") put(expected);
  if (/[)\]}>,;]/.test(found)) edits.push({ start: at, end: at + 1, text: "" });
  return edits;
}
