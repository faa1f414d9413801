const pattern = /\.((?:\\.|[\w-])+)/g;

const unescaped = (name: string): string => name.replace(/\\(.)/g, "$1");
const escaped = (name: string): string =>
  name.replace(/[^\w-]/g, "\\$&").replace(/^-?\d/, (start) => {
    return start.startsWith("-") ? `-\\3${start[1]} ` : `\\3${start} `;
  });

/** The class names in a selector. */
export const namesIn = (selector: string): string[] =>
  [...selector.matchAll(pattern)].map((match) => unescaped(match[1] ?? ""));

/** Those of `among` that a style sheet has rules for. */
export function classNames(css: string, among: ReadonlySet<string>): Set<string> {
  const found = new Set<string>();
  for (const match of css.matchAll(pattern)) {
    const name = unescaped(match[1] ?? "");
    if (among.has(name)) found.add(name);
  }
  return found;
}

/** Puts the names that a project uses in place of those that were compiled, wherever they stand in a selector. */
export function renamed(css: string, names: ReadonlyMap<string, readonly string[]>): string {
  if (names.size === 0) return css;
  return css.replace(/^[^\n]* \{$/gm, (line) =>
    line.trimStart().startsWith("@")
      ? line
      : line.replace(pattern, (whole, name: string) => {
          const to = names.get(unescaped(name))?.map((one) => `.${escaped(one)}`);
          if (!to) return whole;
          return to.length === 1 ? (to[0] ?? whole) : `:is(${to.join(", ")})`;
        }),
  );
}
