import { palette3, shades } from "./palette3.ts";

const colours = Object.entries(palette3).flatMap(([name, values]) =>
  values.split(" ").map((value, at) => `--color-${name}-${shades[at]}: #${value};`),
);

/** Line heights of the font sizes: lengths in 3, ratios in 4, which differ where a child has another size. */
const lineHeights = { xs: 1, sm: 1.25, base: 1.5, lg: 1.75, xl: 1.75, "2xl": 2, "3xl": 2.25, "4xl": 2.5 };

/** What Tailwind 3 had under names that mean something else in 4; a project's own theme goes before all of it. */
export const theme3 = `@theme default {
  ${colours.join("\n  ")}
  --color-black: #000;
  --color-white: #fff;
  ${Object.entries(lineHeights)
    .map(([size, height]) => `--text-${size}--line-height: ${height}rem;`)
    .join("\n  ")}
  --radius-sm: 0.125rem;
  --shadow-sm: 0 1px 2px 0 rgb(0 0 0 / 0.05);
  --blur-sm: 4px;
  --default-ring-width: 3px;
  --default-ring-color: rgb(59 130 246 / 0.5);
}
@theme default inline {
  --drop-shadow-sm: 0 1px 1px rgb(0 0 0 / 0.05);
  --drop-shadow-md: 0 4px 3px rgb(0 0 0 / 0.07), 0 2px 2px rgb(0 0 0 / 0.06);
  --drop-shadow-lg: 0 10px 8px rgb(0 0 0 / 0.04), 0 4px 3px rgb(0 0 0 / 0.1);
  --drop-shadow-xl: 0 20px 13px rgb(0 0 0 / 0.03), 0 8px 5px rgb(0 0 0 / 0.08);
}`;

/** Pointer devices without hover show it at a tap in 3, and opacity is a utility of its own. */
export const utilities3 = [
  "@custom-variant hover (&:hover);",
  ...["bg", "text", "border", "ring", "divide", "placeholder"].map((family) => {
    const set = [`--value(--opacity-*, [*])`, "calc(--value(integer) / 100)"].map(
      (value) => `--tw-${family}-opacity: ${value};`,
    );
    const target = { divide: ":where(& > :not(:last-child))", placeholder: "&::placeholder" }[family];
    return `@utility ${family}-opacity-* { ${target ? `${target} { ${set.join(" ")} }` : set.join(" ")} }`;
  }),
].join("\n");

/**
 * Registered once for all transforms: each utility of 3 writes the whole `transform`, so all of its parts need a value
 * on every element.
 */
export const properties3 = [
  ...["x", "y"].map((axis) => [`--tw-translate-${axis}`, "0"]),
  ...["x", "y"].map((axis) => [`--tw-scale-${axis}`, "1"]),
  ["--tw-rotate", "0deg"],
  ...["x", "y"].map((axis) => [`--tw-skew-${axis}`, undefined]),
]
  .map(
    ([name, initial]) =>
      `@property ${name} {\n  syntax: "*";\n  inherits: false;${initial === undefined ? "" : `\n  initial-value: ${initial};`}\n}`,
  )
  .join("\n");

/**
 * The base styles of Tailwind 3, which left more of the browser's own style than those of 4 do.
 * @param borderColour of everything that has a border and no colour for it
 */
export const base3 = (borderColour = "#e5e7eb"): string => `@layer base {
  *, ::before, ::after { box-sizing: border-box; border: 0 solid ${borderColour}; }
  html, :host {
    font-family: --theme(--default-font-family, ui-sans-serif, system-ui, sans-serif);
    font-feature-settings: --theme(--default-font-feature-settings, normal);
    font-variation-settings: --theme(--default-font-variation-settings, normal);
    line-height: 1.5;
    tab-size: 4;
    -webkit-text-size-adjust: 100%;
    -webkit-tap-highlight-color: transparent;
  }
  body { margin: 0; line-height: inherit; }
  h1, h2, h3, h4, h5, h6 { margin: 0; font-size: inherit; font-weight: inherit; }
  p, pre, figure, blockquote, dl, dd { margin: 0; }
  hr { height: 0; margin: 0; border-top-width: 1px; color: inherit; }
  ol, ul, menu { margin: 0; padding: 0; list-style: none; }
  fieldset { margin: 0; padding: 0; }
  legend, dialog { padding: 0; }
  a { color: inherit; text-decoration: inherit; }
  b, strong { font-weight: bolder; }
  small { font-size: 80%; }
  sub, sup { position: relative; font-size: 75%; line-height: 0; vertical-align: baseline; }
  sub { bottom: -0.25em; }
  sup { top: -0.5em; }
  abbr:where([title]) { text-decoration: underline dotted; }
  code, kbd, samp, pre {
    font-family: --theme(--default-mono-font-family, ui-monospace, monospace);
    font-size: 1em;
  }
  table { border-color: inherit; border-collapse: collapse; text-indent: 0; }
  button, input, optgroup, select, textarea {
    margin: 0;
    padding: 0;
    color: inherit;
    font: inherit;
    font-feature-settings: inherit;
    font-variation-settings: inherit;
    letter-spacing: inherit;
  }
  button, select { text-transform: none; }
  button, input:where([type="button"], [type="reset"], [type="submit"]) {
    -webkit-appearance: button;
    background: transparent;
  }
  button, [role="button"] { cursor: pointer; }
  :disabled { cursor: default; }
  textarea { resize: vertical; }
  ::placeholder { color: var(--color-gray-400); opacity: 1; }
  [type="search"] { -webkit-appearance: textfield; outline-offset: -2px; }
  ::-webkit-search-decoration { -webkit-appearance: none; }
  ::-webkit-inner-spin-button, ::-webkit-outer-spin-button { height: auto; }
  ::-webkit-file-upload-button { -webkit-appearance: button; font: inherit; }
  :-moz-focusring { outline: auto; }
  :-moz-ui-invalid { box-shadow: none; }
  progress { vertical-align: baseline; }
  summary { display: list-item; }
  img, svg, video, canvas, audio, iframe, embed, object { display: block; vertical-align: middle; }
  img, video { max-width: 100%; height: auto; }
  [hidden]:where(:not([hidden="until-found"])) { display: none; }
}`;
