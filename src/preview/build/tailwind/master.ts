import type { Resources } from "../resources.ts";
import { base3, properties3, theme3, utilities3 } from "./theme3.ts";
import type { TailwindVersion } from "./version.ts";

export interface MasterOptions {
  version: TailwindVersion;
  /** Whether the corners follow the token `--radius`, as shadcn's do. */
  tokenCorners: boolean;
  /** False where a project's configuration switches Tailwind's base styles off. */
  preflight: boolean;
  /** Of what has a border and no colour for it; in version 3 only. */
  borderColour?: string | undefined;
  /** Selectors under which `dark:` holds, besides `.dark`. */
  darkSelectors: readonly string[];
  prose: boolean;
  /** Whether a project's configuration is to be asked for under `vitrine:config`. */
  config: boolean;
}

/** Everything that comes before a project's own CSS. */
export function masterSheet({ styles }: Resources, options: MasterOptions): string {
  const { theme, base } = partsOf(styles.tailwind);
  const is3 = options.version === 3;
  return [
    "@layer theme, base, components, utilities;",
    theme,
    is3 ? theme3 : "",
    fonts,
    options.preflight ? (is3 ? base3(options.borderColour) : base) : "",
    "@layer utilities {\n  @tailwind utilities;\n}",
    is3 ? `${properties3}\n${utilities3}` : "",
    '@import "tw-animate-css";',
    options.prose ? '@plugin "@tailwindcss/typography";' : "",
    options.config ? '@config "vitrine:config";' : "",
    tokens(styles.theme, options),
  ].join("\n");
}

/** The frame's own fonts, so that text looks the same on every machine. */
const fonts = `@theme default {
  --font-sans: "Inter Variable", "Inter Fallback", ui-sans-serif, system-ui, sans-serif, "Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji";
  --font-mono: "JetBrains Mono Variable", ui-monospace, SFMono-Regular, Menlo, Monaco, Consolas, monospace;
}`;

/** The theme and the base styles of Tailwind's own sheet. */
function partsOf(sheet: string): { theme: string; base: string } {
  const theme = sheet.indexOf("@layer theme {");
  const base = sheet.indexOf("@layer base {");
  const utilities = sheet.indexOf("@layer utilities {");
  return { theme: sheet.slice(theme, base), base: sheet.slice(base, utilities) };
}

/** Our token layer, below whatever a project's configuration or own theme says. */
function tokens(sheet: string, { version, tokenCorners, darkSelectors }: MasterOptions): string {
  let css = sheet.replace("@theme inline {", "@theme default inline {");
  if (darkSelectors.length > 0) {
    const dark = [".dark", ...darkSelectors].map((selector) => `${selector} *`).join(", ");
    css = css.replace(/@custom-variant dark [^;]*;/, `@custom-variant dark (&:is(${dark}));`);
  }
  if (!tokenCorners) css = css.replace(/^\s*--radius-\w+:.*\n/gm, "");
  // In 3 a border without a colour is grey, whatever the tokens are; our own components keep theirs.
  if (version === 3)
    css = css.replace(/\*\s*\{\s*@apply border-border[^}]*\}/, ":where([data-slot]) { @apply border-border; }");
  return css;
}
