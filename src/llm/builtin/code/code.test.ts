import { describe, expect, test } from "bun:test";
import { attr, literal, raw, rows, str, text } from "./escape.ts";
import { moduleFile } from "./file.ts";
import { format } from "./format.ts";
import { importsFor } from "./imports.ts";
import { chartExports, reactHooks, uiModules } from "./kit.ts";
import { code } from "./template.ts";

const nasty = [
  "`",
  `\${x}`,
  "}",
  "{",
  "<b>",
  '"',
  "'",
  "\\",
  "&amp;",
  "*/",
  "// x",
  "```",
  "</script>",
  "\u2028",
  "🎉",
  "CheckIcon",
  " a ",
  'a {"b"} `c` </d>',
];

describe("escaping", () => {
  test("any text survives as a string, an attribute and text between tags", () => {
    const transpiler = new Bun.Transpiler({ loader: "tsx" });
    for (const value of nasty) {
      const source = `const a = ${str(value)}; const b = <p title=${attr(value)}>${text(value)}</p>; const c = ${literal({ [value]: [value] })};`;
      expect(() => transpiler.transformSync(source)).not.toThrow();
      expect(JSON.parse(str(value))).toBe(value);
    }
  });
  test("no fence can begin inside a formatted file", async () => {
    const source = await format(
      `export default function A() { return <p>${text(`${"word ".repeat(30)} \`\`\` ${"word ".repeat(30)}`)}</p>; }`,
    );
    expect(source).not.toMatch(/^\s*`{3}/m);
  });
  test("literals print as code", () => {
    expect(literal({ a: 1, "b-c": [true, null], icon: raw("XIcon"), gone: undefined })).toBe(
      '{ a: 1, "b-c": [true, null], icon: XIcon }',
    );
    expect(rows(["a"])).toBe('[\n  "a",\n]');
  });
  test("the template turns lists into lines and false into nothing", () => {
    expect(code`a${false}b${["c", ["d", false]]}${undefined}${1}`).toBe("abc\nd\n1");
  });
});

describe("imports", () => {
  test("are found by use, and only then", () => {
    const body =
      'const a: LucideIcon = CheckIcon; const s = "XIcon <Card"; useState<string>(""); <Button className={cn("a")} />; function f(e: FormEvent<HTMLFormElement>) {}';
    expect(importsFor(body)).toEqual([
      'import { type FormEvent, useState } from "react";',
      'import { CheckIcon, type LucideIcon } from "lucide-react";',
      'import { Button } from "@/components/ui/button";',
      'import { cn } from "@/lib/utils";',
    ]);
  });
  test("leave alone what the module declares", () => {
    expect(importsFor("function Card() { return <p />; } <Card />")).toEqual([]);
  });
  test("name only what the packages export", async () => {
    const [recharts, react] = await Promise.all([import("recharts"), import("react")]);
    for (const name of chartExports) expect(Object.keys(recharts)).toContain(name);
    for (const name of reactHooks) expect(Object.keys(react)).toContain(name);
    const kit = `${import.meta.dir}/../../../preview/kit/components/ui`;
    for (const [module, names] of Object.entries(uiModules)) {
      const source = await Bun.file(`${kit}/${module}.tsx`).text();
      for (const name of names.split(" ")) expect(source).toMatch(new RegExp(`\\b${name}\\b`));
    }
  });
});

describe("files", () => {
  test("have tidy classes, a client mark when they need one, and dark layers", () => {
    const { text: plain } = moduleFile("a.tsx", 'export default function A() { return <p className="  ">x</p>; }', {
      dark: false,
    });
    expect(plain).toBe("export default function A() { return <p >x</p>; }\n");
    const { text: dark } = moduleFile(
      "a.tsx",
      "export default function A() { useState(1); return <SelectContent />; }",
      { dark: true },
    );
    expect(dark).toStartWith('"use client";\n');
    expect(dark).toContain('<SelectContent className="dark text-foreground" />');
  });
});
