import { expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { closeSource } from "./close.ts";
import { parses } from "./edit.ts";
import { scan } from "./lexer.ts";

setDefaultTimeout(30_000);

const fixtures = join(import.meta.dir, "../fixtures");
const sources = await Promise.all(
  readdirSync(fixtures).map(async (name) => [name, await Bun.file(join(fixtures, name)).text()] as const),
);
const sound = sources.filter(([name]) => !name.startsWith("html-dialect"));

test.each(sound)("%s has nothing open and nothing wrong", (_, source) => {
  const { open, faults, cut } = scan(source);
  expect({ open, faults, cut }).toEqual({ open: [], faults: [], cut: undefined });
});

test.each(sound)("%s parses wherever it is cut off", (_, source) => {
  for (let end = 1; end < source.length; end += 37) {
    const head = source.slice(0, end);
    const closed = closeSource(head);
    expect({ end, parses: closed !== undefined && parses(closed) }).toEqual({ end, parses: true });
  }
});

test.each([
  ["text is kept", "export default () => <p>hel", "export default () => <p>hel</p>"],
  ["a class is kept as far as it goes", '<p className="text-red', '<p className="text-red" />'],
  ["a half-written tag is dropped", "<ul><li>a</li><li cl", "<ul><li>a</li></ul>"],
  ["a half-written closing tag is completed", "<b>x</", "<b>x</b>"],
  ["a list shows what is complete", "const a = [{ x: 1 }, { x: 2, y", "const a = [{ x: 1 }, { x: 2}]"],
  ["the other half of a choice is nothing", "<p>{a ? <b>x</b>", "<p>{a ? <b>x</b> : null}</p>"],
  ["a loop closes", "<p>{a.map((b) => <i>{b}", "<p>{a.map((b) => <i>{b}</i>)}</p>"],
])("%s", (_, head, closed) => {
  expect(closeSource(head)).toBe(closed);
});
