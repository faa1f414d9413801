import { describe, expect, test } from "bun:test";
import type { PointedElement } from "../frame/protocol.ts";
import { findElement, labelOf, withReferences } from "./references.ts";

const files = [
  {
    path: "app/page.tsx",
    text: 'import { Pricing } from "../components/pricing";\nexport default () => <main className="p-8 grid"><Pricing /></main>;\n',
  },
  {
    path: "components/pricing.tsx",
    text: 'export function Pricing() {\n  return (\n    <section className="rounded-lg p-4">\n      <h2 className="text-xl">Team</h2>\n      <button className="px-4 py-2">\n        Buy now\n      </button>\n    </section>\n  );\n}\nfunction Foot() {\n  return <button className="px-4 py-2">Leave $ourselves</button>;\n}\n',
  },
  { path: "app/globals.css", text: ".px-4 py-2 Buy now" },
];
const element = (given: Partial<PointedElement>): PointedElement => ({
  tag: "div",
  text: "",
  classes: "",
  component: "",
  ...given,
});

describe("an element that was pointed at is found in the code", () => {
  const cases: [what: string, given: Partial<PointedElement>, place: string | null][] = [
    [
      "by its tag and classes",
      { tag: "button", classes: "px-4 py-2", component: "Pricing" },
      "components/pricing.tsx:5",
    ],
    [
      "inside its own component first",
      { tag: "button", classes: "px-4 py-2", component: "Foot" },
      "components/pricing.tsx:12",
    ],
    ["by its words", { tag: "b", text: "Buy now" }, "components/pricing.tsx:6"],
    ["by classes that another tag wrote", { tag: "div", classes: "p-8 grid" }, "app/page.tsx:2"],
    [
      "by its kind, where its component has one of it",
      { tag: "h2", component: "Pricing", text: "7 seats" },
      "components/pricing.tsx:4",
    ],
    ["by its component alone", { component: "Foot", text: "made at run time" }, "components/pricing.tsx:11"],
    ["with a name that means something in a pattern", { component: "$", text: "nowhere to be found" }, null],
    ["nowhere", { tag: "i", text: "7 items", classes: "x" }, null],
    ["never in a style sheet", { tag: "i", classes: ".px-4 py-2 Buy" }, null],
  ];
  test.each(cases)("%s", (_, given, place) => {
    const found = findElement(element(given), files);
    expect(found && `${found.path}:${found.line}`).toBe(place);
  });

  test("where the build knows its component, that is where the search begins", () => {
    const components = [{ path: "app/page.tsx", name: "Card", line: 2, props: [] }];
    expect(findElement(element({ component: "Card" }), files, components)).toEqual({ path: "app/page.tsx", line: 2 });
  });
});

describe("words for it", () => {
  test.each([
    [{ tag: "button", text: "Buy now" }, "button “Buy now”"],
    [{ tag: "a", text: "" }, "link"],
    [{ tag: "section", component: "Pricing", text: "" }, "Pricing"],
    [
      { tag: "p", text: "A sentence that goes on for much longer than a chip" },
      "paragraph “A sentence that goes on for muc…”",
    ],
  ])("%p", (given, label) => expect(labelOf(element(given))).toBe(label));

  test("a request without any is the person's words alone", () =>
    expect(withReferences("Make it red", [])).toBe("Make it red"));

  test("a request with some says where each of them is", () => {
    const one = element({ tag: "button", text: "Buy", classes: "px-4", component: "Pricing" });
    const known = { id: 1, label: labelOf(one), place: { path: "a.tsx", line: 5 }, element: one };
    const two = { id: 2, label: "link", place: null, element: element({ tag: "a" }) };
    expect(withReferences("Make them red", [known, two])).toBe(
      'Make them red\n\nThis is about:\n- the button “Buy” in a.tsx:5 (<button>, part of <Pricing>, class="px-4")\n- the link (<a>)',
    );
  });
});
