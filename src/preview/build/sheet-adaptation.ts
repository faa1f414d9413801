import type { Diagnostic, SourceFile } from "../contract.ts";
import { position } from "./project.ts";

export interface SheetAdaptation {
  css: string;
  /** Custom properties that hold bare colour triples, `--primary: 222 47% 11%`, as shadcn wrote them before oklch. */
  triples: string[];
  /** Whether the sheets bring Tailwind in, and so are all that the project has of it. */
  setsUp: boolean;
  /** Whether they have the token `--radius`. */
  hasRadius: boolean;
  /** Packages of `@plugin`. */
  plugins: string[];
  /** Selectors of the project's own `dark` variant, besides `.dark`. */
  darkSelectors: string[];
  diagnostics: Diagnostic[];
}

/** A project without style sheets has our token layer for its own. */
export const noSheets: SheetAdaptation = {
  css: "",
  triples: [],
  setsUp: false,
  hasRadius: false,
  plugins: [],
  darkSelectors: [],
  diagnostics: [],
};

/**
 * Makes the style sheets of a project one that can follow our own: Tailwind and the token layer are already there,
 * sheets that import each other are put into one another, and what Tailwind 3 understood keeps its meaning.
 */
export function adaptSheets(sheets: SourceFile[]): SheetAdaptation {
  if (sheets.length === 0) return noSheets;
  const diagnostics: Diagnostic[] = [];
  const texts = sheets.map(({ text }) => withoutComments(text));
  const triples = new Set<string>();
  for (const text of texts) for (const found of text.matchAll(tripleDeclaration)) if (found[1]) triples.add(found[1]);
  return {
    css: inlined(sheets, diagnostics).map(plainDirectives).join("\n"),
    triples: [...triples],
    plugins: texts.flatMap((text) => [...text.matchAll(/@plugin\s+["']([^"']+)["']/g)].map((found) => found[1] ?? "")),
    darkSelectors: texts.flatMap(darkSelectors),
    setsUp: texts.some((text) => /@tailwind\b|@import\s+(url\()?["']tailwindcss/.test(text)),
    hasRadius: texts.some((text) => /--radius\s*:/.test(text)),
    diagnostics,
  };
}

/** `--name: 240 5.9% 10%` or `--name: 240 5.9% 10% / 0.5`. */
const tripleDeclaration = /--([\w-]+)\s*:\s*-?[\d.]+(?:deg)?\s+[\d.]+%\s+[\d.]+%\s*(?:\/\s*[\d.%]+\s*)?[;}]/g;

/** `[data-theme=dark]` of `@custom-variant dark (&:where([data-theme=dark], [data-theme=dark] *));` */
const darkSelectors = (css: string): string[] => {
  const own = /@custom-variant\s+dark\b([^;{]*)/.exec(css)?.[1] ?? "";
  return [...new Set(own.match(/(?:\[[\w-]+(?:[~|^$*]?=["']?[\w-]+["']?)?\]|\.[\w-]+)/g) ?? [])].filter(
    (one) => one !== ".dark",
  );
};

/** Comments as blanks, so that positions stay. */
const withoutComments = (css: string): string =>
  css.replace(/^\ufeff/, " ").replace(/\/\*[\s\S]*?(\*\/|$)/g, (comment) => comment.replace(/[^\n]/g, " "));

const importRule = /@import\s+(?:url\(\s*(?:"([^"]*)"|'([^']*)'|([^)]*?))\s*\)|"([^"]*)"|'([^']*)')([^;]*);/g;

/** What an import asks for, and under which layer and media condition. */
const importParts = (groups: readonly unknown[]): { from: string; condition: string } => ({
  from:
    groups
      .slice(0, 5)
      .map(String)
      .find((group) => group !== "undefined") ?? "",
  condition: String(groups[5] ?? ""),
});

/** Every sheet once, an imported one in place of its import. */
function inlined(sheets: SourceFile[], diagnostics: Diagnostic[]): string[] {
  const byPath = new Map(sheets.map((sheet) => [sheet.path, sheet]));
  const imported = new Set<string>();
  for (const { path, text } of sheets) {
    for (const [, ...groups] of withoutComments(text).matchAll(importRule)) {
      const target = resolveSheet(byPath, importParts(groups).from, path);
      if (target && target !== path) imported.add(target);
    }
  }
  const done = new Set<string>();
  const expand = (sheet: SourceFile): string => {
    done.add(sheet.path);
    const text = withoutComments(sheet.text);
    return text.replace(importRule, (_, ...groups: unknown[]) => {
      const { from, condition } = importParts(groups);
      const target = byPath.get(resolveSheet(byPath, from, sheet.path) ?? "");
      if (target) return done.has(target.path) ? "" : wrapped(expand(target), condition);
      if (/^(https?:)?\/\//.test(from)) {
        diagnostics.push({
          path: sheet.path,
          ...position(text, Number(groups[6])),
          message: `${from} is not loaded: the preview is offline.`,
          severity: "info",
        });
      }
      return "";
    });
  };
  const roots = sheets.filter(({ path }) => !imported.has(path));
  const texts = roots.map(expand);
  // What only a circle of imports reaches.
  for (const sheet of sheets) if (!done.has(sheet.path)) texts.push(expand(sheet));
  return texts;
}

function resolveSheet(byPath: ReadonlyMap<string, SourceFile>, from: string, importer: string): string | undefined {
  const parts = /^[@~]?\//.test(from) ? [] : importer.split("/").slice(0, -1);
  for (const part of from.replace(/^[@~]?\//, "").split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  const path = parts.join("/");
  return [path, `${path}.css`, `${path}.scss`, `src/${path}`].find((one) => byPath.has(one));
}

/** An imported sheet under the layer and the media condition of its import. */
function wrapped(css: string, condition: string): string {
  const layer = /\blayer(?:\(([\w.-]+)\))?/.exec(condition);
  const media = condition.replace(/\blayer(?:\([^)]*\))?|\b(?:source|prefix|theme)\([^)]*\)/g, "").trim();
  const inLayer = layer ? `@layer ${layer[1] ?? ""} {\n${css}\n}` : css;
  return media === "" || media === "important" ? inLayer : `@media ${media} {\n${inLayer}\n}`;
}

/** Without the directives that only say where Tailwind goes or comes from; those of version 3 in the words of 4. */
function plainDirectives(text: string): string {
  return (
    text
      .replace(/@charset[^;]*;/g, "")
      // A comment of JavaScript or Sass, which CSS does not have.
      .replace(/(?<=^|[\s;{}])\/\/[^\n]*/gm, "")
      .replace(/@(tailwind|config|source)\s+[^;]+;/g, "")
      .replace(/@plugin\s+[^;{]+(;|\{[^}]*\})/g, "")
      .replace(/@(?:responsive|variants[^{]*)\{/g, "@media all {")
      .replace(/@screen\s+([\w-]+)\s*\{/g, "@media (width >= theme(--breakpoint-$1)) {")
      .replace(/@media\s+screen\(\s*([\w-]+)\s*\)/g, "@media (width >= theme(--breakpoint-$1))")
      // The same variant twice is an error.
      .replace(/@custom-variant\s+dark\b[^;{]*(;|\{[^}]*\}\s*\}?)/g, "")
  );
}
