import { expect, test } from "bun:test";
import { csvField, csvText, parseCsv } from "./csv.ts";
import { readQuery, writeQuery } from "./query.ts";

test.each([
  ["plain", "plain"],
  ['say "hi", twice', '"say ""hi"", twice"'],
  ["two\nlines", '"two\nlines"'],
  ["=HYPERLINK(1)", "'=HYPERLINK(1)"],
  ["@sum", "'@sum"],
  [-5, "-5"],
  [null, ""],
])("a field %p is written as %p", (value, text) => expect(csvField(value)).toBe(text));

test("what is written can be read again", () => {
  const rows = [
    ["ada@example.org", 'Ada "the first", Countess'],
    ["", "semi;colon\r\nand lines"],
  ];
  const columns = [
    { label: "E-mail", value: (row: string[]) => row[0] },
    { label: "Name", value: (row: string[]) => row[1] },
  ];
  expect(parseCsv(csvText(columns, rows))).toEqual([["E-mail", "Name"], ...rows]);
});

test.each([
  [
    "a@example.org; Ada\n\n  b@example.org ,Bert\r\n",
    [
      ["a@example.org", "Ada"],
      ["b@example.org", "Bert"],
    ],
  ],
  ["one\ttwo", [["one", "two"]]],
  ['"unclosed', [["unclosed"]]],
  ["", []],
] satisfies [string, string[][]][])("a pasted list %p is read", (text, rows) => expect(parseCsv(text)).toEqual(rows));

test("the part behind the ? is read and written, and what is empty is left out", () => {
  expect(readQuery("?search=a%20b&role=", ["search", "role", "state"])).toEqual({ search: "a b", role: "", state: "" });
  expect(writeQuery({ search: "a&b", role: "", state: undefined })).toBe("?search=a%26b");
  expect(writeQuery({ search: "" })).toBe("");
});
