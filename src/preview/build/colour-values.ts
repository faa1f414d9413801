import type { Project } from "./project.ts";

/** `--primary: 222 47% 11%` in a sheet, or `"--primary": "222 47% 11%"` in a style object. */
const triple = /--([\w-]+)["']?\]?\s*:\s*["'`]?-?[\d.]+(?:deg)?\s+[\d.]+%\s+[\d.]+%/g;

/**
 * The custom properties that hold bare colour triples in this project. Ours hold whole colours, with which code that was
 * written for triples (`hsl(var(--chart-1))`) would be invalid.
 */
export function tripleNames(project: Project): Set<string> {
  const names = new Set<string>();
  for (const text of project.files.values()) {
    if (!text.includes("%")) continue;
    for (const found of text.matchAll(triple)) if (found[1]) names.add(found[1]);
  }
  return names;
}

/** Rewrites `hsl(var(--x))` to `var(--x)`, keeping an opacity, where `--x` holds no triple. */
export function wholeColours(source: string, triples: ReadonlySet<string>): string {
  if (!source.includes("hsl(var(") && !source.includes("hsla(var(")) return source;
  return source
    .replace(/hsla?\(var\(--([\w-]+)\)\)/g, (whole, name: string) => (triples.has(name) ? whole : `var(--${name})`))
    .replace(
      /hsla?\(var\(--([\w-]+)\)(\s*|_)[/,](\s*|_)([\d.]+%?)\)/g,
      (whole, name: string, before: string, after: string, alpha: string) => {
        if (triples.has(name)) return whole;
        const gap = before === "_" || after === "_" || (before === "" && after === "") ? "_" : " ";
        return `rgb(from${gap}var(--${name})${gap}r${gap}g${gap}b${gap === "_" ? "/" : " / "}${alpha})`;
      },
    );
}
