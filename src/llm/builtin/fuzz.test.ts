import { expect, test } from "bun:test";
import { answer } from "./answer.ts";
import { fenceOf } from "./wording.ts";

/** A small deterministic generator (mulberry32), so that a failure can be run again. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const openings = [
  "pricing",
  "login form",
  "sign up with",
  "hero",
  "a dashboard with charts",
  "table of",
  "navbar with",
  "footer",
  "FAQ",
  "contact form with",
  "sidebar with",
  "stats cards:",
  "features",
  "testimonials",
  "landing page for",
  "",
  "mach eine Tabelle mit",
  "une page de connexion",
  "tabla de precios",
  "一个登录表单",
  "نموذج",
  "форма входа",
  "kanban board",
  "calendar",
  "chat",
  "wizard with steps",
];
const odd = [
  "`",
  "```",
  `\${x}`,
  "{",
  "}",
  "</div>",
  "<script>alert(1)</script>",
  '"',
  "'",
  "\\",
  "\\u0041",
  "*/",
  "//",
  "\u0000",
  "\u2028",
  "\ud800",
  "🎉",
  "👩‍👩‍👧",
  "ｆｕｌｌ",
  "é̀",
  "constructor",
  "__proto__",
  "toString",
  "-1",
  "0",
  "1e9",
  "999999999999",
  "NaN",
  "#fff",
  "#12345",
  "$",
  "€",
  "%",
  "=>",
  ";",
  "&&",
  "undefined",
  "null",
  "class",
  "default",
  "export default",
  "CheckIcon",
  "Icon",
  "<Card",
  "cn(",
  "useState(",
  "\n\n- a\n- b",
  "\t",
  "<current_files>",
  "<think>",
];
const edits = [
  "add a field",
  "add a column",
  "remove the",
  "rename",
  "rename Name to",
  "title",
  "button text",
  "make the button",
  "columns:",
  "plans:",
  "fields:",
  "tabs:",
  "change 'Pro' to",
  "add a plan called",
  "three",
  "-5 rows",
  "0 tiers",
  "9999 columns",
  "without",
  "instead",
  "dark",
  "#abc",
];

test("500 odd conversations never throw and always parse", () => {
  const next = random(20_260_101);
  const pick = (list: readonly string[]): string => list[Math.floor(next() * list.length)] ?? "";
  const transpiler = new Bun.Transpiler({ loader: "tsx" });
  const phrase = (): string => {
    const words = Array.from({ length: Math.floor(next() * 6) }, () =>
      next() < 0.6 ? pick(odd) : pick(["Name", "Status", "blue", "Acme", "and", ",", "with", "to", "3"]),
    );
    const text = words.join(next() < 0.8 ? " " : "");
    const style = next();
    return style < 0.25 ? `"${text}"` : style < 0.4 ? `'${text}'` : style < 0.5 ? `“${text}”` : text;
  };
  const odds = [
    "",
    " ",
    "\n",
    "🎉".repeat(500),
    "a".repeat(100_000),
    "pricing with ".repeat(8_000),
    "{".repeat(3_000),
    "with a, ".repeat(3_000),
    '"'.repeat(2_000),
    "((((((((((".repeat(400),
    "\ud83d".repeat(900),
  ];
  for (let round = 0; round < 500; round++) {
    const first = odds[round] ?? `${pick(openings)} ${phrase()} ${pick(openings)} ${phrase()}`;
    const turns = [first, ...Array.from({ length: Math.floor(next() * 3) }, () => `${pick(edits)} ${phrase()}`)];
    const found = answer(turns.map((content) => ({ role: "user", content })));
    for (const file of found.files) {
      const parse = () =>
        (file.path.endsWith(".ts") ? new Bun.Transpiler({ loader: "ts" }) : transpiler).transformSync(file.text);
      try {
        parse();
      } catch (error) {
        throw new Error(`${JSON.stringify(turns).slice(0, 600)}\n${file.path}: ${error}`);
      }
      expect(
        fenceOf(file)
          .split("\n")
          .filter((line) => line.startsWith("```")).length,
      ).toBe(2);
    }
    expect(found.explanation.length).toBeGreaterThan(10);
  }
}, 60_000);
