import { beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { loadResources, type Resources } from "../build/resources.ts";
import { testAssets } from "../testing.ts";
import { repairFiles } from "./repair.ts";

setDefaultTimeout(30_000);

let resources: Resources;
beforeAll(async () => {
  resources = await loadResources(await testAssets());
});

const mend = (text: string, path = "App.tsx", others: { path: string; text: string }[] = []) =>
  repairFiles(resources, { files: [{ path, text }, ...others] });

describe("a repair changes", () => {
  const scenarios: [what: string, before: string, after: string][] = [
    [
      "an icon that does not exist to the nearest",
      'import { Chek } from "lucide-react";\nexport default () => <Chek />;',
      'import { Check as Chek } from "lucide-react";\nexport default () => <Chek />;',
    ],
    [
      "an icon of another set to what it means",
      'import { Email } from "lucide-react";\nexport default () => <Email />;',
      'import { Mail as Email } from "lucide-react";\nexport default () => <Email />;',
    ],
    [
      "an export with another spelling",
      'import { CardHeadr } from "@/components/ui/card";\nexport default () => <CardHeadr />;',
      'import { CardHeader as CardHeadr } from "@/components/ui/card";\nexport default () => <CardHeadr />;',
    ],
    [
      "a default import of a named export",
      'import Button from "@/components/ui/button";\nexport default () => <Button />;',
      'import { Button } from "@/components/ui/button";\nexport default () => <Button />;',
    ],
    [
      "a named import of a default export",
      'import { Link } from "next/link";\nexport default () => <Link href="/" />;',
      'import Link from "next/link";\nexport default () => <Link href="/" />;',
    ],
    [
      "a missing hook, into the import that is there",
      'import { useState } from "react";\nexport default () => { useEffect(() => {}); const [n] = useState(0); return <b>{n}</b>; };',
      'import { useEffect, useState } from "react";\nexport default () => { useEffect(() => {}); const [n] = useState(0); return <b>{n}</b>; };',
    ],
    [
      "missing components, icons and links, below the directive",
      '"use client"\nexport default () => <Card><Check /><Link href="/">a</Link></Card>;',
      '"use client"\nimport { Card } from "@/components/ui/card";\nimport { Check } from "lucide-react";\nimport Link from "next/link";\nexport default () => <Card><Check /><Link href="/">a</Link></Card>;',
    ],
    [
      "React as a name, to an import",
      "export default () => { const [n] = React.useState(0); return <b>{n}</b>; };",
      'import * as React from "react";\nexport default () => { const [n] = React.useState(0); return <b>{n}</b>; };',
    ],
    ["attributes in HTML's spelling", '<p class="a" tabindex="0" />', '<p className="a" tabIndex="0" />'],
    [
      "a style in HTML's spelling",
      '<p style="margin-top: 2px; --x: 1" />',
      '<p style={{ marginTop: "2px", "--x": "1" }} />',
    ],
    [
      "a name imported twice",
      'import { Calendar } from "lucide-react";\nimport { Calendar } from "@/components/ui/calendar";\nexport default () => <Calendar />;',
      'import { Calendar } from "lucide-react";\nexport default () => <Calendar />;',
    ],
    [
      "a name imported and declared",
      'import { Badge, Check } from "lucide-react";\nfunction Badge() { return <Check />; }\nexport default Badge;',
      'import { Check } from "lucide-react";\nfunction Badge() { return <Check />; }\nexport default Badge;',
    ],
    [
      "the address of a kit component",
      'import { Button } from "../ui/button";\nexport default () => <Button />;',
      'import { Button } from "@/components/ui/button";\nexport default () => <Button />;',
    ],
    ["bare signs in text", "<p>5 > 3, 2 < 4 }</p>", '<p>5 {">"} 3, 2 {"<"} 4 {"}"}</p>'],
    ["void elements that are not closed", '<p><br><img src="a.png"></p>', '<p><br /><img src="a.png" /></p>'],
    ["HTML comments", "<p><!-- note --></p>", "<p>{/* note */}</p>"],
    ["an element that is not closed", "<div><b>x</div>", "<div><b>x</b></div>"],
    ["a closing tag too many", "<div>x</b></div>", "<div>x</div>"],
    ["a code fence", "```tsx\nexport default () => <b>x</b>;\n```\n", "export default () => <b>x</b>;\n"],
    [
      "words around a fence",
      "Here is the card:\n\n```tsx\nexport default () => <b>x</b>;\n```\n\nTell me if it's too small.",
      "export default () => <b>x</b>;\n",
    ],
    [
      "words after a fence",
      "```tsx\nexport default () => <b>x</b>;\n```\n\nTell me if it's too small.",
      "export default () => <b>x</b>;\n",
    ],
    ["a doubled fence", "```tsx\n```tsx\nexport default () => <b>x</b>;\n```\n```", "export default () => <b>x</b>;\n"],
    [
      "a file that ends in the middle",
      "export default () => { return <div><p>hel",
      "export default () => { return <div><p>hel</p></div>}",
    ],
  ];

  test.each(scenarios)("%s", (_, before, after) => {
    const wrap = (text: string) => (text.startsWith("<") ? `export default () => ${text};` : text);
    const { changed, diagnostics } = mend(wrap(before));
    expect(changed[0]?.text).toBe(wrap(after));
    expect(diagnostics.length).toBeGreaterThan(0);
    for (const diagnostic of diagnostics) expect(diagnostic).toMatchObject({ path: "App.tsx", repaired: true });
  });
});

describe("a repair leaves alone", () => {
  const sound: [what: string, text: string][] = [
    [
      "types imported without the word",
      'import { VariantProps } from "class-variance-authority";\nimport { LucideIcon } from "lucide-react";\ntype P = VariantProps<any> & { i: LucideIcon };\nexport default ({ i: Icon }: P) => <Icon />;',
    ],
    [
      "components from a pattern",
      "export default ({ items }: any) => items.map(({ icon: Icon, Badge }: any) => <Icon key={1}><Badge /></Icon>);",
    ],
    ["components from a parameter", "const f = (Card: any) => <Card />;\nexport default () => f('b');"],
    [
      "components declared by destructuring",
      "const { Card, Check } = lib;\nexport default () => <Card><Check /></Card>;",
    ],
    [
      "generic arrows and comparisons",
      "const id = <T,>(x: T) => x;\nexport default () => <b>{id(1) < 2 && 3 > 2 ? `a` : /<b>/.source}</b>;",
    ],
    [
      "members and namespaces",
      'import * as Icons from "lucide-react";\nimport { Dialog } from "radix-ui";\nexport default () => <Dialog.Root><Icons.Check /></Dialog.Root>;',
    ],
    [
      "a file with Markdown in a template",
      "export const text = `\n```ts\ncode\n```\n`;\nexport default () => <pre>{text}</pre>;",
    ],
    ["custom hooks of its own", "const useThing = () => 1;\nexport default () => <b>{useThing()}</b>;"],
  ];

  test.each(sound)("%s", (_, text) => {
    const { changed, diagnostics } = mend(text);
    expect(diagnostics).toEqual([]);
    expect(changed).toEqual([]);
  });

  test("a page of Next that lacks its directive is the exception", () => {
    const page = 'import Link from "next/link";\nexport default () => <Link href="/" onClick={() => {}}>a</Link>;';
    expect(mend(page, "app/page.tsx").changed[0]?.text).toBe(`"use client"\n\n${page}`);
    expect(mend(page, "Widget.tsx").changed).toEqual([]);
  });

  test("locked files", () => {
    const files = [{ path: "App.tsx", text: 'export default () => <p class="a" />;' }];
    expect(repairFiles(resources, { files }, new Set(["App.tsx"]))).toEqual({ files, changed: [], diagnostics: [] });
  });

  test("an unfinished file, about which it keeps quiet", () => {
    const text = 'import { Chek } from "lucide-react";\nexport default () => <Card><Unheard><Chek';
    const { files, changed, diagnostics } = repairFiles(resources, {
      files: [{ path: "App.tsx", text }],
      partial: true,
    });
    expect({ changed, diagnostics }).toEqual({ changed: [], diagnostics: [] });
    expect(files[0]?.text).toContain("</Unheard></Card>");
  });
});

test("what cannot be mended is named, with what there is", () => {
  const { diagnostics } = mend(
    'import { Qqq } from "lucide-react";\nimport { gone } from "./other";\nimport x from "left-out";\nimport y from "./nowhere";\nexport default () => <Qqq a={gone} b={x} c={y}><Unheard /></Qqq>;',
    "App.tsx",
    [{ path: "other.ts", text: "export const here = 1;" }],
  );
  expect(diagnostics.map(({ line, severity, message }) => [line, severity, message])).toEqual([
    [3, "error", 'The package "left-out" is not part of the preview.'],
    [4, "error", 'The file "./nowhere" is not there.'],
    [1, "warning", "There is no icon called Qqq."],
    [2, "error", '"./other" does not export gone.'],
    [5, "error", "<Unheard> is used but neither declared nor imported."],
  ]);
});
