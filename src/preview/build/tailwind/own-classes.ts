import { baseStart, withoutPrefix } from "./vocabulary.ts";

const applyRule = /@apply\s+([^;{}]+)/g;

/** The utility that stands for a project's own class where Tailwind is to know it. */
const standIn = (name: string): string => `own-${name}`;

export interface OwnClasses {
  css: string;
  /** Classes that the sheet defines, by the utility that stands for each. */
  utilities: Map<string, string>;
}

/**
 * Lets a sheet `@apply` the classes that it defines itself, and markup put variants before them, as in Tailwind 3:
 * each class that is used so gets a utility with the same declarations.
 * @param asked whether a variant of the class is used in the project's markup
 */
export function withOwnClasses(sheet: string, prefix: string, asked: (name: string) => boolean): OwnClasses {
  let css = sheet.replace(applyRule, (_, list: string) => `@apply ${plainApply(list, prefix)}`);
  const applied = new Set(
    [...css.matchAll(applyRule)].flatMap(([, list = ""]) =>
      list.split(/\s+/).map((one) => one.slice(baseStart(one)).replace(/^!/, "")),
    ),
  );
  const blocks = new Map<string, string[]>();
  for (const found of css.matchAll(/(?<=(?:^|[{};])\s*)\.(-?[a-z][\w-]*)((?:::?[\w-]+)?)\s*\{/gi)) {
    const [whole, name = "", pseudo = ""] = found;
    if (!(applied.has(name) || asked(name)) || standInFor(css, name)) continue;
    const start = (found.index ?? 0) + whole.length;
    const body = css.slice(start, blockEnd(css, start));
    if (body.trim() === "") continue;
    blocks.set(name, [...(blocks.get(name) ?? []), pseudo === "" ? body : `&${pseudo} {${body}}`]);
  }
  const utilities = new Map<string, string>();
  for (const [name, bodies] of blocks) {
    if (!/^[a-z][\w-]*$/i.test(name)) continue;
    utilities.set(name, standIn(name.toLowerCase()));
    css += `\n@utility ${standIn(name.toLowerCase())} {${bodies.join("\n")}}`;
  }
  if (utilities.size === 0) return { css, utilities };
  css = css.replace(applyRule, (_, list: string) => {
    const names = list.split(/\s+/).map((one) => {
      const start = baseStart(one);
      const base = one.slice(start);
      const own = utilities.get(base.replace(/^!/, ""));
      return own === undefined ? one : one.slice(0, start) + (base.startsWith("!") ? "!" : "") + own;
    });
    return `@apply ${names.join(" ")}`;
  });
  return { css, utilities };
}

const standInFor = (css: string, name: string): boolean => new RegExp(`@utility\\s+${name}\\s*\\{`).test(css);

/** A list of `@apply` without the marker classes, which have no rules, and with `!important` on each of its classes. */
function plainApply(list: string, prefix: string): string {
  const names = list
    .trim()
    .split(/\s+/)
    .filter((name) => !/^([\w-]*-)?(group|peer)(\/[\w-]+)?$/.test(name));
  const important = names.includes("!important");
  return names
    .filter((name) => name !== "!important")
    .map((name) => (prefix === "" ? name : (withoutPrefix(name, prefix) ?? name)))
    .map((name) => {
      const start = baseStart(name);
      return important && name[start] !== "!" ? `${name.slice(0, start)}!${name.slice(start)}` : name;
    })
    .join(" ");
}

/** Where the block whose content begins at `start` ends. */
function blockEnd(css: string, start: number): number {
  let depth = 1;
  for (let at = start; at < css.length; at++) {
    if (css[at] === "{") depth++;
    else if (css[at] === "}" && --depth === 0) return at;
  }
  return css.length;
}
