import { describe, expect, test } from "bun:test";
import { editNames, namesOf, wants } from "./ask.ts";
import { readTurn } from "./reading.ts";

describe("members of a list", () => {
  const cases: [turn: string, nouns: string[], names: string[] | undefined][] = [
    ["a dashboard with a sidebar, three KPIs and a weekly chart", ["kpi"], undefined],
    ["with four KPI cards, a line chart and a table", ["kpi", "card"], undefined],
    ["KPIs for visitors, signups and conversion, and a daily chart", ["kpi"], ["Visitors", "Signups", "Conversion"]],
    ["columns Number, Client and Status, and a button to export", ["column"], ["Number", "Client", "Status"]],
    ["columns A, B and five cards", ["column"], ["A", "B"]],
    ["columns A, B and five cards", ["card"], undefined],
    ["columns Backlog, Doing, Done and avatars, a search", ["column"], ["Backlog", "Doing", "Done", "Avatars"]],
    ["columns Backlog, Doing, Done and icons", ["column"], ["Backlog", "Doing", "Done"]],
    ["three columns To Do, In Progress and Done, and five cards", ["column"], ["To Do", "In Progress", "Done"]],
    ["columns to do, in review, on hold and done", ["column"], ["To do", "In review", "On hold", "Done"]],
    ["To Do, Doing and Done columns", ["column"], ["To Do", "Doing", "Done"]],
    ["a logo, Home, Docs and Blog links", ["link"], ["Home", "Docs", "Blog"]],
    ["a logo, four links, a search bar and a sign in button", ["link"], undefined],
    ["a cover image, an avatar, three stats and tabs", ["tab"], undefined],
    ["three tiers, a monthly and yearly switch, and the middle tier highlighted", ["tier"], undefined],
    ["columns: Name, Icon and Table", ["column"], ["Name", "Icon", "Table"]],
    ["change the columns to Name, Price and Stock", ["column"], ["Name", "Price", "Stock"]],
    ["remove the column Done", ["column"], undefined],
    ["rename the column Backlog to Ideas", ["column"], undefined],
  ];
  test.each(cases)("%s: %j", (turn, nouns, names) => {
    expect(namesOf(readTurn(turn, true), nouns)).toEqual(names);
  });

  test("a removed or renamed member leaves the others alone", () => {
    const rules = { nouns: ["column"], defaults: ["A", "B"] };
    const edit = (turn: string) => editNames(readTurn(turn, false), ["Backlog", "Doing", "Done"], rules);
    expect(edit("remove the column Done")).toEqual(["Backlog", "Doing"]);
    expect(edit("rename the column Done to Shipped")).toEqual(["Backlog", "Doing", "Shipped"]);
    expect(edit("columns without Done")).toEqual(["Backlog", "Doing"]);
    expect(edit("make the column Done wider")).toEqual(["Backlog", "Doing", "Done"]);
    expect(edit("add a column Review and a search bar")).toEqual(["Backlog", "Doing", "Done", "Review"]);
  });
});

describe("verbs that say what the component does", () => {
  const cases: [turn: string, phrase: string, wanted: boolean][] = [
    ["a board with drag and drop, a search bar and labels", "search", true],
    ["drag & drop file list with search", "search", true],
    ["drag-and-drop with a search", "search", true],
    ["a list with a delete button and a filter", "filter", true],
    ["a table with edit and delete actions and a filter", "filter", true],
    ["a drop zone with a search", "search", true],
    ["a password field with show/hide toggle", "toggle", true],
    ["delete the search", "search", false],
    ["drop the search and the filter", "filter", false],
    ["no drag and drop, no search", "search", false],
  ];
  test.each(cases)("%s: %s", (turn, phrase, wanted) => {
    expect(wants(readTurn(turn, true), [phrase], false)).toBe(wanted);
  });
  test("neither do they add or remove anything", () => {
    const { adds, removes } = readTurn("cards with an add button, a delete button and a button to remove all", true);
    expect([adds, removes]).toEqual([[], []]);
  });
});
