import { beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { loadResources, type Resources } from "../build/resources.ts";
import type { SourceFile } from "../contract.ts";
import { testAssets } from "../testing.ts";
import { parses } from "./edit.ts";
import { repairFiles } from "./repair.ts";

setDefaultTimeout(30_000);

let resources: Resources;
beforeAll(async () => {
  resources = await loadResources(await testAssets());
});

const mend = (text: string, others: SourceFile[] = [], path = "App.tsx") =>
  repairFiles(resources, { files: [{ path, text }, ...others] });

describe("what an answer got wrong", () => {
  const scenarios: [what: string, before: string, after: string][] = [
    [
      "a second default export",
      "function A() { return <b>a</b>; }\nexport default A;\nexport default function B() { return <A />; }",
      "function A() { return <b>a</b>; }\nexport default function B() { return <A />; }",
    ],
    [
      "the same default export twice",
      "export default function A() { return <b>a</b>; }\nexport default A;",
      "export default function A() { return <b>a</b>; }\n",
    ],
    [
      "a component written twice",
      "function A() { return <b>a</b>; }\n\nfunction A() { return <b>b</b>; }\nexport default A;",
      "function A() { return <b>b</b>; }\nexport default A;",
    ],
    [
      "typographic quotes in code",
      "export default () => <p className=“p-4” title=‘a’>It’s “fine”</p>;",
      "export default () => <p className=\"p-4\" title='a'>It’s “fine”</p>;",
    ],
    [
      "a bracket too many at the end",
      "export default function A() {\n  return <p>x</p>;\n}\n}",
      "export default function A() {\n  return <p>x</p>;\n}\n",
    ],
    [
      "a comma that is missing",
      "const a = [{ x: 1 } { x: 2 }];\nexport default () => <b>{a.length}</b>;",
      "const a = [{ x: 1 }, { x: 2 }];\nexport default () => <b>{a.length}</b>;",
    ],
    [
      "elements side by side",
      "export default function A() { return (<p>a</p><p>b</p>); }",
      "export default function A() { return (<><p>a</p><p>b</p></>); }",
    ],
    [
      "a handler as text",
      'const go = () => {};\nexport default () => <button onclick="go()">x</button>;',
      "const go = () => {};\nexport default () => <button onClick={() => go()}>x</button>;",
    ],
    [
      "a part of the kit from a file of its own",
      'import { CardHeader } from "@/components/ui/card-header";\nexport default () => <CardHeader />;',
      'import { CardHeader } from "@/components/ui/card";\nexport default () => <CardHeader />;',
    ],
    [
      "a part of the kit from another's file",
      'import { Button, CardHeader } from "@/components/ui/button";\nexport default () => <Button><CardHeader /></Button>;',
      'import { CardHeader } from "@/components/ui/card";\nimport { Button } from "@/components/ui/button";\nexport default () => <Button><CardHeader /></Button>;',
    ],
    [
      "hooks of the wrong package",
      'import { useState, useRouter } from "react";\nexport default () => { useState(1); useRouter(); return <b />; };',
      'import { useRouter } from "next/navigation";\nimport { useState } from "react";\nexport default () => { useState(1); useRouter(); return <b />; };',
    ],
    [
      "a package in other letters",
      'import { Check } from "Lucide-React";\nexport default () => <Check />;',
      'import { Check } from "lucide-react";\nexport default () => <Check />;',
    ],
    [
      "words and several blocks",
      "Here it is:\n\n```tsx\nexport default () => <b>a</b>;\n```\n\nAnd the styles:\n\n```css\n.a { color: red }\n```\n",
      "export default () => <b>a</b>;\n",
    ],
    [
      "blocks without words",
      "```jsx\nexport default () => <b>a</b>;\n```\n```css\n.a {}\n```",
      "export default () => <b>a</b>;\n",
    ],
    [
      "a stream that ends in an attribute",
      'export default function A() {\n  return (\n    <div className="p-4">\n      <p>done</p>\n      <p className="text-',
      'export default function A() {\n  return (\n    <div className="p-4">\n      <p>done</p>\n      <p className="text-" /></div>)}',
    ],
  ];
  test.each(scenarios)("%s is mended, and said", (_, before, after) => {
    const { files, diagnostics } = mend(before);
    expect(files[0]?.text).toBe(after);
    expect(parses(after)).toBe(true);
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(diagnostics.filter((one) => !one.repaired)).toEqual([]);
    expect(mend(after).changed).toEqual([]);
  });

  test("a path in other letters", () => {
    const { files, diagnostics } = mend('import { Tile } from "./Components/tile";\nexport default () => <Tile />;', [
      { path: "components/Tile.tsx", text: "export const Tile = () => <b />;" },
    ]);
    expect(files[0]?.text).toContain('"./components/Tile"');
    expect(diagnostics[0]).toMatchObject({ repaired: true, line: 1 });
  });

  test("a file that moved is found by what it exports", () => {
    const { files } = mend('import { StatTile } from "./stat-tile";\nexport default () => <StatTile />;', [
      { path: "components/tiles/stats.tsx", text: "export const StatTile = () => <b />;" },
    ]);
    expect(files[0]?.text).toContain('from "./components/tiles/stats"');
  });

  test("a missing file names the nearest", () => {
    const { diagnostics } = mend('import data from "./product-list";\nexport default () => <b>{data}</b>;', [
      { path: "lib/products-list.ts", text: "export default [];" },
    ]);
    expect(diagnostics[0]).toMatchObject({ severity: "error" });
    expect(diagnostics[0]?.fix).toContain("lib/products-list.ts");
  });
});

test.each([
  [
    "overloads",
    "function f(a: string): string;\nfunction f(a: number): number;\nfunction f(a: any) { return a; }\nexport default () => <b>{f(1)}</b>;",
  ],
  ["a type and a value of one name", "type A = { x: number };\nconst A = (p: A) => <b>{p.x}</b>;\nexport default A;"],
  [
    "names of inner scopes",
    "const a = 1;\nexport default () => { const a = 2; function b() { const a = 3; return a; } return <b>{a + b()}</b>; };",
  ],
  [
    "types of React without its import",
    "const A: React.FC<{ a?: string }> = ({ a }) => <b>{a}</b>;\nexport default A;",
  ],
  ["quotes in texts", "export default () => <p title=\"a “b”\">It’s “fine” {'‘x’'}</p>;"],
])("%s are left alone", (_, text) => {
  expect(mend(text)).toMatchObject({ changed: [], diagnostics: [] });
});
