import { describe, expect, test } from "bun:test";
import { createProject } from "../project.ts";
import { readConfig } from "./config.ts";

const read = (text: string, path = "tailwind.config.ts") => readConfig(createProject([{ path, text }]));
const extend = (inside: string, before = "") => read(`${before}\nexport default { theme: { extend: { ${inside} } } }`);

describe("a tailwind.config is read without running it", () => {
  const themes: [what: string, source: string, theme: object][] = [
    ["CommonJS", "module.exports = { theme: { colors: { brand: '#123456' } } }", { colors: { brand: "#123456" } }],
    [
      "a named constant",
      "const config = { theme: { screens: { xs: '475px' } } }\nexport default config",
      { screens: { xs: "475px" } },
    ],
    [
      "TypeScript",
      'import type { Config } from "tailwindcss";\nexport default { theme: { zIndex: { 60: "60" } } } satisfies Config',
      { zIndex: { 60: "60" } },
    ],
    [
      "parts of the file",
      `const size = 4;
const brand = { DEFAULT: 'red', dark: \`dark\${'red'}\` } as const;
export default { theme: { colors: { brand, ...brand }, spacing: { wide: size * 2 + 'rem' } } }`,
      {
        colors: { brand: { DEFAULT: "red", dark: "darkred" }, DEFAULT: "red", dark: "darkred" },
        spacing: { wide: "8rem" },
      },
    ],
    [
      "Tailwind's own lists",
      'const colors = require("tailwindcss/colors"); import { fontFamily } from "tailwindcss/defaultTheme";\nmodule.exports = { theme: { colors: { grey: colors.gray[200] }, fontFamily: { mono: ["Fira Code", ...fontFamily.mono.slice] } } }',
      { colors: { grey: "#e5e7eb" }, fontFamily: { mono: ["Fira Code"] } },
    ],
    [
      "helpers of the file",
      `function token(name) { return \`hsl(var(--\${name}) / <alpha-value>)\`; }
const twice = (n) => n * 2;
export default { theme: { colors: { a: token('a') }, zIndex: { top: twice(30) } } }`,
      { colors: { a: "hsl(var(--a) / <alpha-value>)" }, zIndex: { top: 60 } },
    ],
    [
      "keys of every kind",
      "export default { theme: { opacity: { 15: '.15', '2.5': '.025', ['x' + 1]: 1 } } }",
      { opacity: { 15: ".15", "2.5": ".025", x1: 1 } },
    ],
    [
      "a choice",
      "export default { theme: { spacing: { a: true ? '1px' : '2px', b: null ?? '3px' } } }",
      { spacing: { a: "1px", b: "3px" } },
    ],
  ];
  test.each(themes)("%s", (_, source, theme) => {
    const { config } = read(source);
    expect<unknown>(config?.theme).toEqual(theme);
  });

  test("plugins are known by their package, and those of the file are kept", () => {
    const { config, diagnostics } = read(
      'import animate from "tailwindcss-animate";\nimport plugin from "tailwindcss/plugin";\nmodule.exports = { plugins: [animate, require("@tailwindcss/forms")({ strategy: "class" }), plugin(function ({ addUtilities }) { addUtilities({ ".x": { color: "red" } }) })] }',
    );
    expect(config?.packages).toEqual(["tailwindcss-animate", "@tailwindcss/forms"]);
    expect(config?.plugins).toHaveLength(1);
    expect(diagnostics).toEqual([]);
  });

  test("dark mode, prefix, preflight, importance and the safelist", () => {
    const { config } = read(
      "export default { darkMode: ['class', '[data-theme=\"night\"]'], prefix: 'tw-', important: true, corePlugins: { preflight: false }, safelist: ['a b', { pattern: /^bg-(red|blue)-500$/, variants: ['hover'] }] }",
    );
    expect(config).toMatchObject({
      darkSelectors: ['[data-theme="night"]'],
      prefix: "tw-",
      important: true,
      preflight: false,
    });
    expect(config?.safelist).toEqual(["a", "b", "bg-red-500", "bg-blue-500", "hover:bg-red-500", "hover:bg-blue-500"]);
  });

  const unreadable: [what: string, inside: string, before: string][] = [
    ["an unknown name", "spacing: { a: unknown, b: '2px' }", ""],
    [
      "a call of another package",
      "spacing: { a: make(), b: '2px' }",
      'import { make } from "./own"; const x = make().y.z();',
    ],
    ["a name that stands for itself", "spacing: { a: loop, b: '2px' }", "const loop = loop;"],
    ["recursion without end", "spacing: { a: again(1), b: '2px' }", "function again(n) { return again(n + 1); }"],
    [
      "text without end",
      "spacing: { a: z, b: '2px' }",
      `const a0 = 'xxxxxxxxxx';${Array.from({ length: 40 }, (_, n) => `const a${n + 1} = a${n} + a${n};`).join("")} const z = a40;`,
    ],
  ];
  test.each(unreadable)("%s leaves the rest in effect", (_, inside, before) => {
    const { config } = extend(inside, before);
    expect(config?.theme).toMatchObject({ extend: { spacing: { b: "2px" } } });
  });

  test("what could not be read is said, at its file", () => {
    const { diagnostics } = extend("spacing: { a: process.env.SIZE }");
    expect(diagnostics).toMatchObject([{ path: "tailwind.config.ts", severity: "info" }]);
    expect(diagnostics[0]?.message).toContain("process is not known");
    expect(read("export default {{{").diagnostics[0]?.message).toContain("mistake in its syntax");
    expect(read("").config).toBeUndefined();
  });

  test("nothing of it reaches prototypes", () => {
    const { config } = read('export default { theme: { ["__proto__"]: { polluted: "1" }, constructor: { a: "b" } } }');
    expect(Object.keys(config?.theme ?? {})).toEqual([]);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  test("a pattern that would take long is left out", () => {
    const { config } = read("export default { safelist: [{ pattern: /^(a+)+$/ }, 'kept'] }");
    expect(config?.safelist).toEqual(["kept"]);
  });
});
