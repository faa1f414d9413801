import type { Project } from "./project.ts";

/**
 * Which custom properties hold bare colour triples is decided by the project's own sheets; ours hold whole colours.
 * Code written for triples (`hsl(var(--chart-1))`) would then be invalid, so it is rewritten for whole ones.
 */
export function usesTriples(project: Project): boolean {
  for (const [path, text] of project.files) {
    if (path.endsWith(".css") && /--[\w-]+\s*:\s*-?[\d.]+(deg)?\s+[\d.]+%\s+[\d.]+%/.test(text)) return true;
  }
  return false;
}

/** Rewrites `hsl(var(--x))` to `var(--x)`, keeping an opacity. */
export function wholeColours(source: string): string {
  if (!source.includes("hsl(var(")) return source;
  return source
    .replace(/hsla?\(var\((--[\w-]+)\)\)/g, "var($1)")
    .replace(
      /hsla?\(var\((--[\w-]+)\)(\s*|_)[/,](\s*|_)([\d.]+%?)\)/g,
      (_, name: string, before: string, after: string, alpha: string) => {
        const gap = before === "_" || after === "_" || (before === "" && after === "") ? "_" : " ";
        return `rgb(from${gap}var(${name})${gap}r${gap}g${gap}b${gap === "_" ? "/" : " / "}${alpha})`;
      },
    );
}
