import type { Diagnostic, SourceFile } from "../contract.ts";

export interface SheetAdaptation {
  css: string;
  diagnostics: Diagnostic[];
}

/** What old projects looked like: Tailwind 3's scales, for sheets that are written for it. */
const version3 = `@theme {
  --shadow-sm: 0 1px 2px 0 rgb(0 0 0 / 0.05);
  --blur-sm: 4px;
  --drop-shadow-sm: 0 1px 1px rgb(0 0 0 / 0.05);
  --default-ring-width: 3px;
}`;

/**
 * Makes the style sheets of a project fit to follow our own: Tailwind and the token layer are already there, Tailwind 3
 * directives and colour triples (`--primary: 222 47% 11%`) keep their meaning.
 */
export function adaptSheet(sheets: SourceFile[]): SheetAdaptation {
  if (sheets.length === 0) return { css: "", diagnostics: [] };
  const diagnostics: Diagnostic[] = [];
  const isVersion3 = sheets.some(({ text }) => /@tailwind\s+(base|components|utilities)/.test(text));
  const triples = new Set<string>();
  const parts = sheets.map((sheet) => {
    for (const found of sheet.text.matchAll(tripleDeclaration)) if (found[1]) triples.add(found[1]);
    return dropImports(sheet, diagnostics);
  });
  const theme = triples.size > 0 ? `@theme inline {\n${[...triples].map(tripleColour).join("\n")}\n}` : "";
  return { css: [isVersion3 ? version3 : "", ...parts, theme].join("\n"), diagnostics };
}

/** `--name: 240 5.9% 10%` or `--name: 240 5.9% 10% / 0.5`, as shadcn wrote colours before oklch. */
const tripleDeclaration = /--([\w-]+)\s*:\s*-?[\d.]+(?:deg)?\s+[\d.]+%\s+[\d.]+%\s*(?:\/\s*[\d.%]+\s*)?[;}]/g;

const tripleColour = (name: string): string => `  --color-${name.replace(/^color-/, "")}: hsl(var(--${name}));`;

function dropImports(sheet: SourceFile, diagnostics: Diagnostic[]): string {
  let css = sheet.text.replace(/^\ufeff/, "").replace(/@charset[^;]*;/g, "");
  css = css
    .replace(/@tailwind\s+[^;]+;/g, "")
    .replace(/@config\s+[^;]+;/g, "")
    .replace(/@source\s+[^;]+;/g, "");
  css = css.replace(/@plugin\s+[^;{]+;/g, "");
  css = css.replace(/@import\s+(url\()?\s*["']?([^"')\s;]+)["']?[^;]*;/g, (_, _url, from: string) => {
    if (/^https?:/.test(from)) {
      diagnostics.push({
        path: sheet.path,
        line: 1,
        column: 1,
        message: `${from} is not loaded: the preview is offline.`,
        severity: "info",
      });
    }
    return "";
  });
  // The same variant twice is an error.
  return css.replace(/@custom-variant\s+dark\b[^;{]*;/g, "");
}
