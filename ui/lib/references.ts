import type { PointedElement } from "../frame/protocol.ts";
import type { PreviewComponent, SourceFile } from "./types.ts";

/** Something on the page that a request is about. */
export interface Reference {
  id: number;
  /** Short, for people: `button “Buy now”`. */
  label: string;
  /** A file and a line, where they are known. */
  place: { path: string; line: number } | null;
  element: PointedElement;
}

/**
 * Where an element stands in the code, as far as its words, its classes and the component around it tell: the frame
 * knows no positions of elements.
 * @returns null when no file speaks of it
 */
export function findElement(
  element: PointedElement,
  files: readonly SourceFile[],
  components: readonly PreviewComponent[] = [],
): { path: string; line: number } | null {
  const { component } = element;
  const declared = component === "" ? undefined : declarationOf(component, files, components);
  const order = declared ? [declared.path, ...files.map(({ path }) => path)] : files.map(({ path }) => path);
  for (const path of new Set(order)) {
    const text = files.find((file) => file.path === path)?.text;
    if (text === undefined || !/\.(tsx|jsx|ts|js|mdx|html)$/u.test(path)) continue;
    const from = declared?.path === path ? declared.line : 1;
    const line = lineOf(element, text, from) ?? (from > 1 ? lineOf(element, text, 1) : undefined);
    const own = line ?? (declared?.path === path ? onlyTag(element.tag, text, from) : undefined);
    if (own !== undefined) return { path, line: own };
  }
  return declared ?? null;
}

function declarationOf(name: string, files: readonly SourceFile[], components: readonly PreviewComponent[]) {
  const known = components.find((one) => one.name === name);
  if (known) return { path: known.path, line: known.line };
  const pattern = new RegExp(`\\b(?:function|class|const|let)\\s+${name.replaceAll("$", "\\$")}\\b`, "u");
  for (const { path, text } of files) {
    const at = text.search(pattern);
    if (at >= 0) return { path, line: text.slice(0, at).split("\n").length };
  }
  return undefined;
}

/** The line of its tag with its classes, else of its classes, else of its own words. */
function lineOf({ tag, classes, text }: PointedElement, source: string, from: number): number | undefined {
  const lines = source.split("\n");
  const find = (holds: (line: string) => boolean) => {
    const at = lines.findIndex((line, index) => index + 1 >= from && holds(line));
    return at < 0 ? undefined : at + 1;
  };
  const written = classes !== "" ? find((line) => line.includes(classes) && line.includes(`<${tag}`)) : undefined;
  const styled = classes.includes(" ") ? find((line) => line.includes(classes)) : undefined;
  const said = text.length > 2 ? find((line) => line.includes(text)) : undefined;
  return written ?? styled ?? said;
}

/** What a component says may be put together at run time; its only element of a kind is still easy to find. */
function onlyTag(tag: string, source: string, from: number): number | undefined {
  const opening = new RegExp(`<${tag}(?=[\\s/>]|$)`, "u");
  const lines = source
    .split("\n")
    .flatMap((line, index) => (index + 1 >= from && opening.test(line) ? [index + 1] : []));
  return lines.length === 1 ? lines[0] : undefined;
}

export const labelOf = ({ tag, text, component }: PointedElement): string =>
  [words[tag] ?? (component || tag), text === "" ? "" : `“${text.length > 32 ? `${text.slice(0, 31)}…` : text}”`]
    .filter(Boolean)
    .join(" ");

const words: Record<string, string> = {
  a: "link",
  button: "button",
  img: "picture",
  svg: "icon",
  h1: "heading",
  h2: "heading",
  h3: "heading",
  p: "paragraph",
  input: "field",
  textarea: "field",
  select: "choice",
  li: "list item",
  ul: "list",
  nav: "navigation",
  table: "table",
  form: "form",
};

/** A request with what it is about below it, in words that a model can find its way by. */
export function withReferences(prompt: string, references: readonly Reference[]): string {
  if (references.length === 0) return prompt;
  const lines = references.map(({ label, place, element }) => {
    const where = place ? ` in ${place.path}:${place.line}` : "";
    const inside = element.component ? `, part of <${element.component}>` : "";
    const styled = element.classes ? `, class="${element.classes.slice(0, 160)}"` : "";
    return `- the ${label}${where} (<${element.tag}>${inside}${styled})`;
  });
  return `${prompt}\n\nThis is about:\n${lines.join("\n")}`;
}
