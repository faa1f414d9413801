import { describe, expect, test } from "bun:test";
import { count, editNames, find, wants } from "./ask.ts";
import { accentOf, accents } from "./colors.ts";
import { fieldOf } from "./fields.ts";
import { readTurn } from "./reading.ts";
import { tokenize } from "./tokens.ts";
import { sameWord, withinOneEdit } from "./words.ts";

describe("counts", () => {
  const cases: [turn: string, nouns: string[], value: number | undefined][] = [
    ["pricing with 3 tiers", ["tier"], 3],
    ["three pricing tiers", ["tier"], 3],
    ["four plans and six features", ["feature"], 6],
    ["a 4-column footer", ["column"], 4],
    ["a dozen rows", ["row"], 12],
    ["two dozen rows", ["row"], 24],
    ["rows: 15", ["row"], 15],
    ["a couple of cards", ["card"], 2],
    ["drei Preise, vier Spalten", ["spalte"], 4],
    ["trois colonnes", ["colonne"], 3],
    ["tres columnas", ["columna"], 3],
    ["$29 plans", ["plan"], undefined],
    ["a table", ["row"], undefined],
    ["1000000 rows", ["row"], undefined],
  ];
  test.each(cases)("%s", (turn, nouns, value) => {
    expect(count(readTurn(turn, true), nouns)).toBe(value);
  });
  test("“more” and “another” add to what is there", () => {
    expect(count(readTurn("two more tiers", false), ["tier"], 3)).toBe(5);
    expect(count(readTurn("another tier please", false), ["tier"], 3)).toBe(4);
  });
});

describe("wanting and not wanting", () => {
  const cases: [turn: string, phrase: string, wanted: boolean][] = [
    ["with a search bar", "search", true],
    ["without search", "search", false],
    ["no search, but filters", "search", false],
    ["no search, but filters", "filter", true],
    ["remove the search and the filters", "filter", false],
    ["remove the search and add filters", "filter", true],
    ["a bar chart instead of a table", "table", false],
    ["get rid of the avatar", "avatar", false],
    ["ohne Suche", "suche", false],
    ["nothing of the kind", "search", false],
  ];
  test.each(cases)("%s: %s", (turn, phrase, wanted) => {
    expect(wants(readTurn(turn, true), [phrase], false)).toBe(wanted);
  });
});

describe("names", () => {
  const cases: [turn: string, name: string | undefined][] = [
    ["a pricing page for Acme", "Acme"],
    ["landing page for a bakery called 'Crumb & Co'", "Crumb & Co"],
    ["a startup called orbit", "Orbit"],
    ["hero for Blue Bottle Labs with a button", "Blue Bottle Labs"],
    ["add a plan called Team", undefined],
    ["a table for orders", undefined],
    ["a login form", undefined],
  ];
  test.each(cases)("%s", (turn, name) => {
    expect(readTurn(turn, true).name).toBe(name);
  });
});

describe("dictated texts", () => {
  const cases: [turn: string, title: string | undefined, button: string | undefined][] = [
    ["title 'Acme'", "Acme", undefined],
    ['change the heading to "Ship faster"', "Ship faster", undefined],
    ["headline: Welcome home", "Welcome home", undefined],
    ["set the title to Welcome back and make it dark", "Welcome back", undefined],
    ["button text 'Buy now'", undefined, "Buy now"],
    ["make the button green", undefined, undefined],
    ["make the title bigger", undefined, undefined],
    ["a hero “Hello”", "Hello", undefined],
  ];
  test.each(cases)("%s", (turn, title, button) => {
    const { copy } = readTurn(turn, true);
    expect(copy.title).toBe(title);
    expect(copy.button).toBe(button);
  });
});

describe("look", () => {
  const cases: [turn: string, look: object][] = [
    ["dark", { theme: "dark" }],
    ["light mode", { theme: "light" }],
    ["with a dark mode toggle", {}],
    ["make the button green", { button: "green" }],
    ["use blue", { accent: "blue" }],
    ["#0f766e please", { accent: "#0f766e" }],
    ["ein grüner... in grün", { accent: "grun" }],
    ["make it compact", { density: "compact" }],
    ["round corners", { corners: "round" }],
    ["square corners", { corners: "square" }],
    ["bigger heading", { headingSize: "bigger" }],
    ["a black background", { theme: "dark" }],
    ["a company called Green", {}],
  ];
  test.each(cases)("%s", (turn, look) => {
    expect(readTurn(turn, false).look).toEqual(look);
  });
  test("every accent is written out in full and readable on itself", () => {
    for (const accent of Object.values(accents)) {
      expect(accent.solid).toMatch(/^bg-\S+ text-(?:white|black)/);
      expect(accent.css).toMatch(/^#[0-9a-f]{6}$/);
    }
    expect(accentOf("#ff0")?.solid).toContain("text-black");
    expect(accentOf("#003")?.solid).toContain("text-white");
    expect(accentOf("constructor")).toBeUndefined();
  });
});

describe("fields, columns and prices", () => {
  test("a list after “with” becomes typed fields", () => {
    const { fields } = readTurn("a form with name, e-mail, company and budget", true);
    expect(fields?.map(({ label, type }) => `${label}:${type}`)).toEqual([
      "Name:text",
      "Email:email",
      "Company:text",
      "Budget:select",
    ]);
  });
  test("an unknown field keeps its own words", () => {
    expect(fieldOf("favourite colour")).toMatchObject({
      name: "favouriteColour",
      label: "Favourite colour",
      type: "text",
    });
    expect(fieldOf("optional phone number field")).toMatchObject({ label: "Phone", type: "tel", required: false });
    expect(fieldOf("'); drop")).toMatchObject({ name: "drop" });
  });
  test("prices keep their order and currency", () => {
    expect(readTurn("$9, $29 and €99 or 1,200 CHF", true).prices.slice(0, 3)).toEqual([
      { amount: 9, currency: "$" },
      { amount: 29, currency: "$" },
      { amount: 99, currency: "€" },
    ]);
    expect(readTurn("30 euros", true).prices).toEqual([{ amount: 30, currency: "€" }]);
  });
  test("names are listed, added, removed, renamed and counted", () => {
    const rules = { nouns: ["column"], defaults: ["A", "B", "C", "D"], usual: 2 };
    const edit = (turn: string, previous?: string[]) =>
      editNames(readTurn(turn, previous === undefined), previous, rules);
    expect(edit("a table")).toEqual(["A", "B"]);
    expect(edit("columns: Name, Status and Due date")).toEqual(["Name", "Status", "Due date"]);
    expect(edit("add a column Status", ["A"])).toEqual(["A", "Status"]);
    expect(edit("add a Status column", ["A"])).toEqual(["A", "Status"]);
    expect(edit("add columns Status and Owner", ["A"])).toEqual(["A", "Status", "Owner"]);
    expect(edit("add two more columns", ["A", "B"])).toEqual(["A", "B", "C", "D"]);
    expect(edit("remove the column B", ["A", "B"])).toEqual(["A"]);
    expect(edit("rename B to Price", ["A", "B"])).toEqual(["A", "Price"]);
    expect(edit("three columns", ["X"])).toEqual(["X", "A", "B"]);
    expect(edit("make it green", ["X", "Y"])).toEqual(["X", "Y"]);
    expect(edit("add another column", ["X"])).toEqual(["X", "A"]);
  });
});

describe("words", () => {
  test("one slip in a longer word is forgiven", () => {
    expect(sameWord("pricng", "pricing")).toBe(true);
    expect(sameWord("dashbaord", "dashboard")).toBe(true);
    expect(sameWord("tiers", "tier")).toBe(true);
    expect(sameWord("from", "form")).toBe(false);
    expect(withinOneEdit("abc", "abcde")).toBe(false);
  });
  test("phrases skip hyphens and names", () => {
    expect(find(readTurn("a sign-in page", true), "sign in")).toBe(1);
    expect(find(readTurn('a page "sign in"', true), "sign in")).toBe(-1);
  });
  test("tokenizing keeps quotes apart from apostrophes", () => {
    const kinds = (text: string) => tokenize(text).tokens.map((token) => `${token.kind}:${token.raw}`);
    expect(kinds("don't 'say this' now")).toEqual(["word:don't", "quote:say this", "word:now"]);
    expect(kinds("„Hallo“ «oui» “yes”")).toEqual(["quote:Hallo", "quote:oui", "quote:yes"]);
  });
});
