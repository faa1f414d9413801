import { beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { SourceFile } from "../contract.ts";
import { testAssets } from "../testing.ts";
import { extractCandidates } from "./candidates.ts";
import { createProject } from "./project.ts";
import { loadResources, type Resources } from "./resources.ts";
import { createStyler, type Styles } from "./styles.ts";

setDefaultTimeout(60_000);

let resources: Resources;
let styler: ReturnType<typeof createStyler>;
beforeAll(async () => {
  resources = await loadResources(await testAssets());
  styler = createStyler(resources);
});

const style = (files: Record<string, string>, version?: 3 | 4, by = styler): Promise<Styles> => {
  const sources: SourceFile[] = Object.entries(files).map(([path, text]) => ({ path, text }));
  const words = sources.filter(({ path }) => /\.[jt]sx$/.test(path)).flatMap(({ text }) => extractCandidates(text));
  return by.build(createProject(sources), words, version);
};
const page = (classes: string) => `export default () => <p className="${classes}">x</p>;`;
/** The declarations of the rule with exactly this selector, on one line. */
const rule = (css: string, selector: string): string | undefined => {
  const start = css.split("\n").findIndex((line) => line.trim() === `${selector} {`);
  if (start < 0) return undefined;
  const lines = css.split("\n").slice(start + 1);
  return lines
    .slice(
      0,
      lines.findIndex((line) => line.trim() === "}"),
    )
    .map((line) => line.trim())
    .join(" ");
};

describe("a project's own CSS", () => {
  const sheets: [what: string, files: Record<string, string>, selector: string, declarations: string][] = [
    [
      "a theme",
      { "a.css": '@import "tailwindcss";\n@theme { --color-brand: #123456; }', "a.tsx": page("bg-brand") },
      ".bg-brand",
      "background-color: var(--color-brand);",
    ],
    [
      "an inline theme",
      {
        "a.css": '@import "tailwindcss";\n:root { --b: red }\n@theme inline { --color-brand: var(--b); }',
        "a.tsx": page("bg-brand"),
      },
      ".bg-brand",
      "background-color: var(--b);",
    ],
    [
      "a utility",
      { "a.css": '@import "tailwindcss";\n@utility tab-4 { tab-size: 4; }', "a.tsx": page("hover:tab-4") },
      ".hover\\:tab-4:hover",
      "tab-size: 4;",
    ],
    [
      "a variant",
      { "a.css": '@import "tailwindcss";\n@custom-variant pointed (&:is(.pointed *));', "a.tsx": page("pointed:p-px") },
      ".pointed\\:p-px:is(.pointed *)",
      "padding: 1px;",
    ],
    [
      "@apply in a layer",
      {
        "a.css": '@import "tailwindcss";\n@layer components { .card { @apply p-px underline; } }',
        "a.tsx": page("card"),
      },
      ".card",
      "padding: 1px; text-decoration-line: underline;",
    ],
    [
      "@apply of a class of its own",
      { "a.css": "@tailwind base;\n.btn { color: red }\n.big { @apply btn p-px; }", "a.tsx": page("big") },
      ".big",
      "padding: 1px; color: red;",
    ],
    [
      "@apply with !important",
      { "a.css": "@tailwind base;\n.big { @apply p-px !important; }", "a.tsx": page("big") },
      ".big",
      "padding: 1px !important;",
    ],
    [
      "a variant of a class of its own",
      { "a.css": "@tailwind base;\n@layer components { .btn { color: red } }", "a.tsx": page("hover:btn") },
      ".hover\\:btn:hover",
      "color: red;",
    ],
    [
      "theme()",
      { "a.css": '@tailwind base;\n.a { margin: theme("spacing.4"); color: theme(colors.red.500); }' },
      ".a",
      "margin: 1rem; color: #ef4444;",
    ],
    [
      "@screen",
      { "a.css": "@tailwind base;\n@screen md { .a { color: red } }" },
      "@media (width >= 48rem)",
      ".a { color: red;",
    ],
    [
      "a sheet within a sheet",
      { "a.css": '@import "./b.css";\n.a { color: red }', "b.css": ".b { color: blue }" },
      ".b",
      "color: blue;",
    ],
    [
      "a sheet imported under a condition",
      { "a.css": '@import url("b.css") print;', "b.css": ".b { color: blue }" },
      "@media print",
      ".b { color: blue;",
    ],
    [
      "triples",
      { "a.css": "@tailwind base;\n:root { --brand: 120 100% 25%; }", "a.tsx": page("bg-brand") },
      ".bg-brand",
      "background-color: hsl(var(--brand));",
    ],
    [
      "a dark variant of its own",
      {
        "a.css": '@import "tailwindcss";\n@custom-variant dark (&:where([data-theme="dark"] *));',
        "a.tsx": page("dark:p-px"),
      },
      '.dark\\:p-px:is(.dark *, [data-theme="dark"] *)',
      "padding: 1px;",
    ],
    [
      "comments of another language",
      { "a.css": '@import "tailwindcss";\n// of a kind\n.a { color: red; // red\n}' },
      ".a",
      "color: red;",
    ],
    [
      "an animation",
      { "a.tsx": page("animate-accordion-down") },
      ".animate-accordion-down",
      "animation: accordion-down",
    ],
    ["prose", { "a.tsx": page("prose lg:prose-xl") }, ".prose", "color: var(--tw-prose-body); max-width: 65ch;"],
  ];
  test.each(sheets)("%s", async (_, files, selector, declarations) => {
    const { css, diagnostics } = await style(files);
    expect(diagnostics).toEqual([]);
    expect(rule(css, selector) ?? "").toStartWith(declarations);
  });

  test("of several sheets only the broken one is left out, and only its mistakes where they can be told", async () => {
    const { css, diagnostics } = await style({
      "a.css": '@import "tailwindcss";\n.a { @apply p-px nonsense; }\n.c { margin: theme(spacing.nowhere) }',
      "b.css": ".b { color: red",
    });
    expect(rule(css, ".a")).toBe("padding: 1px;");
    const told = diagnostics.map(({ path, line, severity }) => `${path}:${line} ${severity}`);
    expect(told.sort()).toEqual(["a.css:2 warning", "a.css:3 warning", "b.css:1 error"]);
  });
});

describe("a project's configuration", () => {
  const config = (inside: string) => ({ "tailwind.config.js": `module.exports = { ${inside} }` });
  const extend = (inside: string) => config(`theme: { extend: { ${inside} } }`);
  const configured: [
    what: string,
    files: Record<string, string>,
    classes: string,
    selector: string,
    declarations: string,
  ][] = [
    [
      "a colour",
      extend("colors: { brand: { DEFAULT: '#123456', 50: 'rgb(var(--b) / <alpha-value>)' } }"),
      "bg-brand",
      ".bg-brand",
      "background-color: #123456;",
    ],
    [
      "a colour with a place for its opacity",
      extend("colors: { brand: 'rgb(var(--b) / <alpha-value>)' }"),
      "bg-brand",
      ".bg-brand",
      "background-color: rgb(var(--b) / 1);",
    ],
    [
      "a token that is ours",
      extend("colors: { primary: 'hsl(var(--primary))' }"),
      "bg-primary",
      ".bg-primary",
      "background-color: var(--primary);",
    ],
    [
      "corners",
      extend("borderRadius: { lg: 'var(--radius)' }"),
      "rounded-lg",
      ".rounded-lg",
      "border-radius: var(--radius);",
    ],
    [
      "an animation",
      extend("keyframes: { go: { to: { opacity: 0 } } }, animation: { go: 'go 1s' }"),
      "animate-go",
      ".animate-go",
      "animation: go 1s;",
    ],
    [
      "a font",
      extend("fontFamily: { head: ['Lora', 'serif'] }"),
      "font-head",
      ".font-head",
      "font-family: Lora, serif;",
    ],
    [
      "a screen",
      extend("screens: { xs: '475px' }"),
      "xs:p-px",
      "@media (width >= 475px)",
      ".xs\\:p-px { padding: 1px;",
    ],
    ["a number that 3 does not have", extend("spacing: { 18: '4.5rem' }"), "p-18", ".p-18", "padding: 4.5rem;"],
    [
      "a background",
      extend("backgroundImage: { rays: 'radial-gradient(red, blue)' }"),
      "bg-rays",
      ".bg-rays",
      "background-image: radial-gradient(red, blue);",
    ],
    ["a prefix", config("prefix: 'tw-'"), "hover:tw-p-px", ".hover\\:tw-p-px:hover", "padding: 1px;"],
    ["a negative class with a prefix", config("prefix: 'tw-'"), "-tw-m-px", ".-tw-m-px", "margin: -1px;"],
    ["a safelist", config("safelist: ['underline']"), "", ".underline", "text-decoration-line: underline;"],
    [
      "a plugin of its own",
      config("plugins: [function ({ addUtilities }) { addUtilities({ '.own': { color: 'red' } }) }]"),
      "own",
      ".own",
      "color: red;",
    ],
    [
      "hidden scroll bars",
      config("plugins: [require('tailwind-scrollbar-hide')]"),
      "scrollbar-hide",
      ".scrollbar-hide",
      "scrollbar-width: none;",
    ],
  ];
  test.each(configured)("%s", async (_, files, classes, selector, declarations) => {
    const { css, diagnostics } = await style({ ...files, "a.tsx": page(classes) });
    expect(diagnostics).toEqual([]);
    expect(rule(css, selector) ?? "").toStartWith(declarations);
  });

  test("a container in the middle, with padding and one width", async () => {
    const { css } = await style({
      ...config("theme: { container: { center: true, padding: '2rem', screens: { '2xl': '1400px' } } }"),
      "a.tsx": page("container"),
    });
    expect(css).toContain("margin-inline: auto;\n    padding-inline: 2rem;");
    expect(css).toContain("max-width: 1400px;");
  });

  test("without base styles, and with forms of the plugin's look", async () => {
    const bare = await style({ ...config("corePlugins: { preflight: false }"), "a.tsx": page("p-px") });
    expect(bare.css).not.toContain("until-found");
    const forms = await style({ ...config("plugins: [require('@tailwindcss/forms')]"), "a.tsx": page("p-px") });
    expect(forms.css).toContain('[type="checkbox"]');
  });

  test("a plugin that the preview lacks is named", async () => {
    const { diagnostics } = await style({ ...config("plugins: [require('daisyui')]"), "a.tsx": page("btn") });
    expect(diagnostics).toMatchObject([
      { path: "tailwind.config.js", severity: "info", message: expect.stringContaining("daisyui") },
    ]);
  });
});

test("a number that Tailwind 3 lacks is said where it is a class, and only there", async () => {
  const text = 'const note = "order-13";\n\nexport default () => <p className="md:p-13 flex">mt-13</p>;';
  const { css, diagnostics } = await style({ "a.tsx": text }, 3);
  expect(css).not.toContain("p-13");
  expect(diagnostics).toMatchObject([{ path: "a.tsx", line: 3, column: 36, severity: "info" }]);
  expect((await style({ "a.tsx": text }, 4)).diagnostics).toEqual([]);
});

test("fonts of a service are answered with the frame's own", async () => {
  const { css, diagnostics } = await style({
    "a.css":
      '@import url("https://fonts.googleapis.com/css2?family=Poppins:wght@400;600&family=Space+Mono&family=Inter&display=swap");',
  });
  expect(css.match(/@font-face \{ font-family: "([^"]*)"/g)).toHaveLength(2);
  expect(css).toContain(`"Poppins"), url(${resources.fonts.sans})`);
  expect(css).toContain(`"Space Mono"), url(${resources.fonts.mono})`);
  expect(diagnostics).toMatchObject([{ severity: "info" }]);
});

test("equal input gives equal CSS, whatever was built before, and nobody's classes reach another", async () => {
  const config = "module.exports = { theme: { extend: { colors: { own: '#010203' } } } }";
  const sheet = "@tailwind base;\n.a { @apply p-px }";
  const projects: [Record<string, string>, 3 | 4 | undefined][] = Array.from({ length: 24 }, (_, at) => [
    {
      "a.tsx": page(`w-[${at % 8}1px] ${at % 2 ? "bg-own" : "border"} p-${at % 5}`),
      ...(at % 3 === 0 ? { "tailwind.config.js": config } : {}),
      ...(at % 4 === 0 ? { "a.css": sheet } : {}),
    },
    ([undefined, 3, 4] as const)[at % 3],
  ]);
  const first: string[] = [];
  for (const [files, version] of projects) first.push((await style(files, version, createStyler(resources))).css);
  const order = projects.map((_, at) => (at * 7) % projects.length);
  for (const at of order) {
    const [files = {}, version] = projects[at] ?? [];
    const { css } = await style(files, version);
    expect(css).toBe(first[at] ?? "");
    const widths = [...css.matchAll(/\.w-\\\[(\d+)px/g)].map((found) => found[1]);
    expect(widths).toEqual([`${at % 8}1`]);
    await styler.prepare();
  }
});
