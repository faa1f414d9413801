import { describe, expect, test } from "bun:test";
import { cursorOf, pageLimit, pagePosition, toPage } from "./page.ts";
import { Problem } from "./problem.ts";

const rows = [1, 2, 3].map((n) => ({ n, id: `id-${n}` }));
const position = ({ n, id }: { n: number; id: string }) => ({ sort: n, id });

describe("a page", () => {
  test("has a cursor that leads on when more rows were read than asked for", () => {
    const page = toPage(rows, 2, position, ({ n }) => n);
    expect(page.items).toEqual([1, 2]);
    expect(pagePosition({ cursor: page.nextCursor ?? "" })).toEqual({ sort: 2, id: "id-2" });
  });

  test("has none when it is the last", () => {
    expect(toPage(rows, 3, position, ({ n }) => n)).toEqual({ items: [1, 2, 3], nextCursor: null });
    expect(toPage([], 3, position, ({ n }) => n)).toEqual({ items: [], nextCursor: null });
  });

  test("holds fifty unless told, and starts at the beginning", () => {
    expect(pageLimit({})).toBe(50);
    expect(pagePosition({})).toBeUndefined();
  });

  const encode = (text: string) => Buffer.from(text).toString("base64url");
  test.each(["", "abc", encode("1"), encode("x|y"), encode("1|a|b"), encode("-1|a"), encode("1|a b"), encode("1|'")])(
    "refuses a cursor that nobody gave out: %p",
    (cursor) => {
      expect(() => pagePosition({ cursor })).toThrow(Problem);
    },
  );

  test("takes every cursor that it gives out", () => {
    for (const one of [
      { sort: 0, id: "" },
      { sort: 1_767_225_600_000, id: "019b0000-0000-7000-8000-000000000000" },
    ]) {
      expect(pagePosition({ cursor: cursorOf(one) })).toEqual(one);
    }
  });
});
