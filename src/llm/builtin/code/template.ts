/** What may stand in a `code` template: text, lists of lines, or nothing. */
export type Hole = string | number | false | undefined | readonly Hole[];

/**
 * Joins code from parts: lists become lines, `false` and `undefined` become nothing.
 * Indentation is free, the formatter straightens it at the end.
 */
export function code(strings: TemplateStringsArray, ...holes: Hole[]): string {
  return strings.map((part, index) => part + (index < holes.length ? fill(holes[index]) : "")).join("");
}

function fill(hole: Hole): string {
  if (hole === false || hole === undefined) return "";
  if (typeof hole === "string") return hole;
  if (typeof hole === "number") return String(hole);
  return hole.map(fill).join("\n");
}
