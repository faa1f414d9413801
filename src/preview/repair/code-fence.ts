/**
 * Takes a Markdown code fence off a file that was written with one, doubled ones too.
 * @returns undefined when there is none
 */
export function withoutFence(source: string): string | undefined {
  const opening = /^\s*(?:(?:```|~~~)[^\n]*\n\s*)+/.exec(source);
  const closing = /(?:\n\s*(?:```|~~~)[ \t]*)+\s*$/.exec(source);
  if (!opening && !closing) return undefined;
  // A fence that only closes may be the end of a template text with Markdown in it.
  if (!opening && (source.split("```").length - 1) % 2 === 0) return undefined;
  const start = opening?.[0].length ?? 0;
  const end = closing && closing.index >= start ? closing.index + 1 : source.length;
  return source.slice(start, end);
}
