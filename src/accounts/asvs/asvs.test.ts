import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { asvs } from "./index.ts";

const top = join(import.meta.dir, "../../..");
/** How many requirements each chapter of version 5.0.0 has on levels 1 and 2. */
const chapters = {
  1: 27,
  2: 11,
  3: 19,
  4: 10,
  5: 9,
  6: 35,
  7: 18,
  8: 7,
  9: 7,
  10: 29,
  11: 14,
  12: 9,
  13: 13,
  14: 9,
  15: 13,
  16: 16,
  17: 7,
};
const numbers = ({ id }: { id: string }): number[] => id.split(".").map(Number);

describe("the table", () => {
  test("has every requirement of both levels once, in order", () => {
    const ids = asvs.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(asvs.filter(({ level }) => level === 1)).toHaveLength(70);
    expect(asvs.filter(({ level }) => level === 2)).toHaveLength(183);
    const inChapter = (chapter: number) => asvs.filter((one) => numbers(one)[0] === chapter).length;
    expect(Object.fromEntries(Object.keys(chapters).map((chapter) => [chapter, inChapter(Number(chapter))]))).toEqual(
      chapters,
    );
    const sorted = asvs.toSorted((a, b) => {
      const [left, right] = [numbers(a), numbers(b)];
      const at = left.findIndex((number, index) => number !== right[index]);
      return (left[at] ?? 0) - (right[at] ?? 0);
    });
    expect(ids).toEqual(sorted.map(({ id }) => id));
  });

  test("says of each what it is and why, in a sentence", () => {
    const bare = asvs.filter(({ what, state }) => {
      const why = "open" in state ? state.open : "notHere" in state ? state.notHere : undefined;
      return what.length < 12 || (why !== undefined && !/^[A-Z].{8,}\.$/.test(why));
    });
    expect(bare).toEqual([]);
  });

  test("names tests and documents that are there", () => {
    const missing = asvs.flatMap(({ id, state }) => {
      const place = "test" in state ? state.test : "document" in state ? state.document : undefined;
      if (!place) return [];
      const path = join(top, place.file);
      const there = existsSync(path) && readFileSync(path, "utf8").includes(place.name);
      return there ? [] : [`${id}: ${place.file}: ${place.name}`];
    });
    expect(missing).toEqual([]);
  });

  test("is counted", () => {
    const open = asvs.flatMap(({ id, level, what, state }) =>
      "open" in state ? [`${id} (level ${level}) ${what}: ${state.open}`] : [],
    );
    const shown = asvs.filter(({ state }) => "test" in state).length;
    const written = asvs.filter(({ state }) => "document" in state).length;
    const elsewhere = asvs.length - shown - written - open.length;
    console.log(
      `ASVS 5.0.0, level 2: ${shown} shown by tests, ${written} by documents, ${elsewhere} not about this appliance, ${open.length} open\n  ${open.join("\n  ")}`,
    );
    expect(shown).toBeGreaterThan(100);
  });
});
