import { expect, test } from "bun:test";
import { applyEdit, type EditMatch } from "./apply-edit.ts";

const file = "function A() {\n    const x = 1;\n    return “x” — 1;\n}\n";

const table: [string, string, string, string, EditMatch][] = [
  ["exact lines", "    const x = 1;\n", "    const x = 2;\n", file.replace("x = 1", "x = 2"), "exact"],
  ["part of a line", "x = 1", "x = 2", file.replace("x = 1", "x = 2"), "exact"],
  [
    "trailing space",
    "    const x = 1;  \n}".slice(0, -2),
    "    const x = 2;\n",
    file.replace("x = 1", "x = 2"),
    "trailing-space",
  ],
  [
    "indentation",
    "const x = 1;  \n",
    "const x = 2;\nconst y = 3;\n",
    file.replace("    const x = 1;", "    const x = 2;\n    const y = 3;"),
    "indentation",
  ],
  [
    "deeper indentation than the file",
    "        const x = 1;\n",
    "        const x = 2;\n",
    file.replace("x = 1", "x = 2"),
    "indentation",
  ],
  [
    "look-alikes",
    `return "x" - 1;\n`,
    `return "y" - 2;\n`,
    file.replace("    return “x” — 1;", `    return "y" - 2;`),
    "look-alike",
  ],
  ["nothing in its place", "    const x = 1;\n", "", file.replace("    const x = 1;\n", ""), "exact"],
];

for (const [name, search, replace, result, match] of table) {
  test(name, () => expect(applyEdit(file, search, replace)).toEqual({ text: result, match, places: 1 }));
}

test("what does not fit is refused, an empty search only fills an empty file", () => {
  expect(applyEdit(file, "nowhere\n", "x\n")).toBeUndefined();
  expect(applyEdit(file, "", "x\n")).toBeUndefined();
  expect(applyEdit("", "", "x\n")?.text).toBe("x\n");
});

test("CRLF stays and several places are counted", () => {
  expect(applyEdit("a\r\nb\r\na\r\n", "a\n", "c\n")).toEqual({ text: "c\r\nb\r\na\r\n", match: "exact", places: 2 });
});
