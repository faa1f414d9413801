/** A token, an equals sign, and a token or a quoted string (RFC 7239 section 4, RFC 9110 section 5.6). */
const pair = /\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s",;=]*))\s*/y;

/**
 * The elements of a `Forwarded` header, left to right, each as its pairs with names in lower case. Reading ends at the
 * first thing that does not follow the grammar: an empty element stands for it, so that nothing behind it is taken for
 * what stands before it.
 */
export function forwardedElements(header: string): Map<string, string>[] {
  const elements: Map<string, string>[] = [new Map()];
  if (header.trim() === "") return [];
  let at = 0;
  while (at < header.length) {
    pair.lastIndex = at;
    const found = pair.exec(header);
    if (!found) return [...elements, new Map()];
    const [all, name = "", quoted, plain] = found;
    const element = elements.at(-1);
    const key = name.toLowerCase();
    // The same name twice in one element means that somebody added to it: nothing of it can be believed.
    if (element?.has(key)) element.set(key, "");
    else element?.set(key, plain ?? (quoted ?? "").replaceAll(/\\(.)/g, "$1"));
    at += all.length;
    if (at >= header.length) break;
    const separator = header[at];
    if (separator === ",") elements.push(new Map());
    else if (separator !== ";") return [...elements, new Map()];
    at++;
  }
  return elements;
}
