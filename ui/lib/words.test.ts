import { expect, test } from "bun:test";
import { fold } from "../studio/file-tree.ts";
import { ago, initials, titleFrom } from "./format.ts";
import { score } from "./fuzzy.ts";
import { passwordStrength } from "./password.ts";
import { explain } from "./problem.ts";
import { matchRoute } from "./router.ts";

test.each([
  ["/", "home"],
  ["/setup", "setup"],
  ["/projects/", "projects"],
  ["/projects/0192f3a1-aaaa-7000-8000-000000000001/new", "new-chat"],
  ["/chats/0192f3a1-aaaa-7000-8000-000000000001", "chat"],
  ["/versions/0192f3a1-aaaa-7000-8000-000000000001", "preview"],
  ["/chats/../../etc", "not-found"],
  ["/chats", "not-found"],
  ["/admin/engine/qwen3.6-27b", "admin"],
  ["/admin/engine/", "admin"],
  ["/admin/engine/Upper", "not-found"],
])("%s is the page %s", (path, page) => {
  expect(matchRoute(path).page as string).toBe(page);
});

test.each([
  ["", 0],
  ["short", 1],
  ["Mara Keller", 1],
  ["Mara likes it", 2],
  ["aaaaaaaaaaaa", 1],
  ["password123", 1],
  ["abcdefghijklmnop", 2],
  ["tree-lamp-9", 3],
  ["correct horse battery staple", 4],
])("the password %j has strength %d", (password, level) => {
  expect(passwordStrength(password, ["Mara Keller"]).level as number).toBe(level);
});

test("a title is the first sentence, cut at a word", () => {
  expect(titleFrom("A pricing page. With three tiers")).toBe("A pricing page");
  expect(titleFrom("  \n")).toBe("Untitled");
  expect(titleFrom("word ".repeat(40))).toHaveLength(60);
});

test("a search prefers starts, then words, then letters in order", () => {
  const best = ["Dark theme", "Show the code", "Show the differences", "Stop"].toSorted(
    (a, b) => score("cod", b) - score("cod", a),
  );
  expect(best[0]).toBe("Show the code");
  expect(score("xyz", "Dark theme")).toBe(0);
});

test("times and initials are short", () => {
  const now = Date.parse("2026-03-10T12:00:00Z");
  expect(ago("2026-03-10T11:59:30Z", now)).toBe("just now");
  expect(ago("2026-03-10T09:00:00Z", now)).toBe("3 h ago");
  expect(ago("not a time", now)).toBe("");
  expect([initials("Mara Keller"), initials("mara@example.org"), initials("")]).toEqual(["MK", "MO", "?"]);
});

test("an unknown error code still says what happened, what it means and what to do", () => {
  const told = explain("weather", "It rains.");
  expect(told.meaning).toBe("It rains.");
  expect(told.title && told.advice).toBeTruthy();
});

test("folders with nothing but one folder are joined", () => {
  const tree = fold(
    ["src/components/ui/a.tsx", "src/components/ui/b.tsx", "app.tsx"].map((path) => ({ path, text: "" })),
  );
  expect([...tree.folders.values()].map((folder) => folder.name)).toEqual(["src/components/ui"]);
  expect(tree.files.map((file) => file.path)).toEqual(["app.tsx"]);
});
