import { expect, test } from "bun:test";
import { countLines } from "./line-diff.ts";

test.each([
  ["", "a\nb\n", 2, 0],
  ["a\nb\n", "", 0, 2],
  ["a\nb\nc\n", "a\nx\nc\n", 1, 1],
  ["a\nb\nc\n", "a\nb\nc", 0, 0],
  ["a\nb\nc\nd\n", "b\nc\nd\ne\n", 1, 1],
  ["one\ntwo\nthree\nfour\n", "zero\none\nthree\n4\nfour\nfive\n", 3, 1],
])("%j → %j", (before, after, added, removed) => {
  expect(countLines(before, after)).toEqual({ added, removed });
});

test("agrees with a longest common subsequence on random texts", () => {
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % below;
  };
  for (let round = 0; round < 200; round++) {
    const make = () => Array.from({ length: random(12) }, () => "abcd"[random(4)] ?? "a");
    const [a, b] = [make(), make()];
    const common =
      a.reduceRight<number[]>(
        (below, letter) => {
          const row = Array.from({ length: b.length + 1 }, () => 0);
          for (let at = b.length - 1; at >= 0; at--)
            row[at] = letter === b[at] ? (below[at + 1] ?? 0) + 1 : Math.max(below[at] ?? 0, row[at + 1] ?? 0);
          return row;
        },
        Array.from({ length: b.length + 1 }, () => 0),
      )[0] ?? 0;
    expect(countLines(a.join("\n"), b.join("\n"))).toEqual({ added: b.length - common, removed: a.length - common });
  }
});

test("two large unrelated files do not take long", () => {
  const text = (word: string) => Array.from({ length: 4000 }, (_, at) => `${word} ${at}`).join("\n");
  expect(countLines(text("a"), text("b"))).toEqual({ added: 4000, removed: 4000 });
});
