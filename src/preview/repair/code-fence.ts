import { parses } from "./edit.ts";

/**
 * Takes a Markdown code fence off a file that was written with one, doubled ones too, and the words around it.
 * @returns undefined when there is none
 */
export function withoutFence(source: string): string | undefined {
  if (!source.includes("```") && !source.includes("~~~")) return undefined;
  const outer = withoutOuterFence(source);
  if (outer === undefined) return fencedPart(source);
  // Several blocks one after the other: the outermost fences belong to different ones.
  return /^[ \t]*(?:```|~~~)/m.test(outer) ? (fencedPart(source, true) ?? outer) : outer;
}

function withoutOuterFence(source: string): string | undefined {
  const opening = /^\s*(?:(?:```|~~~)[^\n]*\n\s*)+/.exec(source);
  const closing = /(?:\n\s*(?:```|~~~)[ \t]*)+\s*$/.exec(source);
  if (!opening && !closing) return undefined;
  // A fence that only closes may be the end of a template text with Markdown in it.
  if (!opening && (source.split("```").length - 1) % 2 === 0) return undefined;
  const start = opening?.[0].length ?? 0;
  const end = closing && closing.index >= start ? closing.index + 1 : source.length;
  const text = source.slice(start, end);
  const words = closing ? null : /^[ \t]*(?:```|~~~)[ \t]*$/m.exec(text);
  return words && parses(text.slice(0, words.index)) ? text.slice(0, words.index) : text;
}

/** The longest block of code of an answer that also has words before or after it. */
function fencedPart(source: string, fenced = false): string | undefined {
  const block =
    /^[ \t]*(```|~~~)[ \t]*(?:[jt]sx?|javascript|typescript|react)?(?:[ \t][^\n]*)?\n([\s\S]*?)(?:^[ \t]*\1[ \t]*$|$(?![\s\S]))/gim;
  const blocks = [...source.matchAll(block)].map(([, , code = ""]) => code).filter((code) => startsAsModule.test(code));
  const longest = blocks.sort((a, b) => b.length - a.length)[0];
  // A component may well hold Markdown in a text of its own; as it stands it is code then.
  // What begins with a fence may still pass for code: three backticks are templates to a parser.
  return longest === undefined || (!fenced && parses(source)) ? undefined : longest;
}

const startsAsModule = /^\s*(import|export|const|let|function|class|type|interface|async|["']use |\/[/*])/;
