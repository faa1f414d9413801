import { describe, expect, test } from "bun:test";
import { testAssets } from "../testing.ts";
import { createProject } from "./project.ts";
import { loadResources } from "./resources.ts";
import { sampleProps } from "./sample-props.ts";

const resources = await loadResources(await testAssets());

/** The sample values, as they are at run time; functions by name. */
function propsOf(files: Record<string, string>, name = "Card"): Record<string, unknown> {
  const list = Object.entries(files).map(([path, text]) => ({ path, text }));
  const path = list[0]?.path ?? "";
  const { source } = sampleProps(resources, createProject(list), { path, name });
  // biome-ignore lint/security/noGlobalEval: it is our own expression that is looked at
  return eval(`const $icon = () => null; const $element = (x) => x; (${source})`);
}

const one = (text: string) => propsOf({ "card.tsx": text });

describe("sample values", () => {
  const scenarios: [what: string, files: Record<string, string>, expected: Record<string, unknown>][] = [
    [
      "texts, numbers and choices by name",
      {
        "a.tsx":
          'export function Card({ title, price, open, kind }: { title: string; price: number; open: boolean; kind: "a" | "b"; note?: string }) { return null; }',
      },
      { title: "Title", price: 29, open: true, kind: "a" },
    ],
    [
      "what has a default is left out",
      { "a.tsx": 'type P = { a: string; b: string };\nexport const Card = ({ a = "x", b }: P) => null;' },
      { b: "B" },
    ],
    [
      "types of other files, extended, partial, without some",
      {
        "a.tsx":
          'import type { Item } from "./types";\nimport { Base } from "@/lib/base";\ninterface Props extends Base, Omit<Item, "secret" | "price"> { parts: Partial<Item>; pick: Pick<Item, "price"> }\nexport const Card: React.FC<Props> = (props) => null;',
        "types.ts": 'export * from "./more";',
        "more.ts": "export interface Item { id: string; secret: string; price: number }",
        "lib/base.ts": "type Inner = { label: string };\nexport type { Inner as Base };",
      },
      { parts: {}, pick: { price: 29 }, id: "sample-1" },
    ],
    [
      "lists with items that differ",
      {
        "a.tsx":
          "interface T { id: number; name: string; tags: string[]; done?: boolean }\nexport function Card({ todos }: { todos: T[] }) { return null; }",
      },
      { todos: [1, 2, 3].map((id) => ({ id, name: `Ada Lovelace ${id}`, tags: ["Tag 1", "Tag 2", "Tag 3"] })) },
    ],
    [
      "enums, constants and keys",
      {
        "a.tsx":
          'enum Level { Low = "low", High = "high" }\nconst plans = [{ id: "pro" }] as const;\nconst sizes = { sm: 1, lg: 2 };\nexport function Card(p: { level: Level; plan: (typeof plans)[number]; size: keyof typeof sizes; map: Record<Level, number> }) { return null; }',
      },
      { level: "low", plan: { id: "pro" }, size: "sm", map: { low: 12, high: 12 } },
    ],
    [
      "generics, indexed access, tuples and dates",
      {
        "a.tsx":
          'type Box<T> = { value: T };\ninterface U { mail: { to: string } }\nexport function Card<T>(p: { box: Box<number>; mail: U["mail"]; at: Date; pair: [string, number] }) { return null; }',
      },
      { box: { value: 12 }, mail: { to: "#" }, at: new Date(2026, 0, 15), pair: ["Pair", 12] },
    ],
    [
      "forwardRef and memo",
      {
        "a.tsx":
          'import { forwardRef, memo } from "react";\nexport const Card = memo(forwardRef<HTMLDivElement, { title: string }>(({ title }, ref) => null));',
      },
      { title: "Title" },
    ],
    [
      "a wrapped name",
      { "a.tsx": "function Inner({ title }: { title: string }) { return null; }\nexport const Card = memo(Inner);" },
      { title: "Title" },
    ],
    [
      "classes",
      {
        "a.tsx":
          "export class Card extends React.Component<{ title: string }, { n: number }> { render() { return null; } }",
      },
      { title: "Title" },
    ],
    [
      "PropTypes",
      {
        "a.jsx":
          'export function Card({ title, items }) { return null; }\nCard.propTypes = { title: PropTypes.string.isRequired, note: PropTypes.string, kind: PropTypes.oneOf(["x", "y"]).isRequired, items: PropTypes.arrayOf(PropTypes.shape({ id: PropTypes.number, name: PropTypes.string })).isRequired };',
      },
      { title: "Title", kind: "x", items: [1, 2, 3].map((id) => ({ id, name: `Ada Lovelace ${id}` })) },
    ],
    [
      "untyped names, by their use",
      {
        "a.jsx":
          "export function Card({ user, items, total, isOpen, label = 'x', className }) {\n  return <p className={className}>{user.name} {total.toFixed(2)} {isOpen && items.map((item) => <i key={item.id}>{item.title}</i>)}</p>;\n}",
      },
      {
        user: { name: "Ada Lovelace" },
        items: [1, 2, 3].map((id) => ({ id: `sample-1 ${id}`, title: `Title ${id}` })),
        total: 29,
        isOpen: true,
      },
    ],
    [
      "an untyped object of props",
      {
        "a.jsx":
          "export function Card(props) {\n  const { count } = props;\n  return <p>{props.title} {props.children} {count}</p>;\n}",
      },
      { title: "Title", children: "Children", count: 12 },
    ],
    [
      "types that say nothing, by their use",
      {
        "a.tsx":
          "export function Card({ rows, info }: { rows: any[]; info: any }) {\n  return <p>{info.rate.toFixed(2)}{rows.map((row) => <i key={row.id}>{row.label}</i>)}</p>;\n}",
      },
      { rows: [1, 2, 3].map((id) => ({ id: `sample-1 ${id}`, label: `Label ${id}` })), info: { rate: 12 } },
    ],
    [
      "rows of a chart",
      {
        "a.tsx":
          'export function Card({ data }: { data: any[] }) {\n  return <LineChart data={data}><XAxis dataKey="day" /><Line type="monotone" dataKey="visits" /></LineChart>;\n}',
      },
      { data: [0, 1, 2].map(() => ({ day: "Day", visits: 12 })) },
    ],
    [
      "a text that is looked up",
      {
        "a.tsx":
          'const icons: Record<string, string> = { up: "+", down: "-" };\nexport function Card({ trends }: { trends: { kind: string }[] }) { return trends.map((t) => <b>{icons[t.kind]}</b>); }',
      },
      { trends: [{ kind: "up" }, { kind: "up" }, { kind: "up" }] },
    ],
    [
      "something inside what only passes its props on",
      {
        "a.tsx":
          'export function Card({ className, ...props }: React.ComponentProps<"div">) { return <div className={className} {...props} />; }',
      },
      { children: "Card" },
    ],
  ];
  test.each(scenarios)("%s", (_, files, expected) => {
    expect(propsOf(files)).toEqual(expected);
  });

  test("functions say that they were called and give what their type says", () => {
    const { onSelect, format, load, setOpen } = one(
      "export function Card(p: { onSelect(id: string): void; format: (n: number) => string; load: () => Promise<number[]>; setOpen: React.Dispatch<React.SetStateAction<boolean>> }) { return null; }",
    );
    const call = (value: unknown) =>
      typeof value === "function" ? Reflect.apply(value, undefined, []) : "no function";
    expect([call(onSelect), call(format), call(setOpen)]).toEqual([undefined, "Format", undefined]);
    expect(call(load)).toBeInstanceOf(Promise);
  });

  test("icons and components are components", () => {
    const { icon, Icon } = one(
      'import type { LucideIcon } from "lucide-react";\nexport function Card({ icon, Icon }: { icon: LucideIcon; Icon: React.ComponentType<{ className?: string }> }) { return null; }',
    );
    expect([typeof icon, typeof Icon]).toEqual(["function", "function"]);
  });
});
