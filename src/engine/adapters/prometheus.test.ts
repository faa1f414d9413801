import { describe, expect, test } from "bun:test";
import { parsePrometheus, Readings } from "./prometheus.ts";

describe("parsePrometheus", () => {
  const rows: [name: string, text: string, samples: ReturnType<typeof parsePrometheus>][] = [
    ["a plain sample", "up 1", [{ name: "up", labels: {}, value: 1 }]],
    ["labels", 'a:b{x="1",y="two words"} 2.5', [{ name: "a:b", labels: { x: "1", y: "two words" }, value: 2.5 }]],
    [
      "escapes and a brace in a label",
      String.raw`a{x="q\"}\\\n"} 3`,
      [{ name: "a", labels: { x: 'q"}\\\n' }, value: 3 }],
    ],
    ["a time", "a 1 1700000000000", [{ name: "a", labels: {}, value: 1 }]],
    [
      "exponents and infinities",
      "a 1e+06\nb +Inf\nc -Inf",
      [
        { name: "a", labels: {}, value: 1_000_000 },
        { name: "b", labels: {}, value: Infinity },
        { name: "c", labels: {}, value: -Infinity },
      ],
    ],
    ["not a number", "a NaN", [{ name: "a", labels: {}, value: Number.NaN }]],
    ["comments, empty lines, carriage returns", "# HELP a b\r\n\r\na 1\r\n", [{ name: "a", labels: {}, value: 1 }]],
    ["what is no sample", '<html>\na\na b\n{x="1"} 2\n9a 1', []],
  ];
  for (const [name, text, samples] of rows) test(name, () => expect(parsePrometheus(text)).toEqual(samples));
});

describe("Readings", () => {
  const read = (text: string) => new Readings(parsePrometheus(text));

  test("sums over engines, takes the mean of shares", () => {
    const readings = read('n{engine="0"} 2\nn{engine="1"} 3\nuse{engine="0"} 0.2\nuse{engine="1"} 0.6');
    expect(readings.sum("n")).toBe(5);
    expect(readings.share("use")).toBeCloseTo(0.4);
  });
  test("the first name that is there", () => {
    expect(read("old 4").sum("new", "old")).toBe(4);
    expect(read("old_sum 4\nold_count 2").histogram("new", "old")).toEqual({ sum: 4, count: 2 });
  });
  test("absent is not 0", () => {
    expect(read("").sum("n")).toBeUndefined();
    expect(read("").share("n")).toBeUndefined();
    expect(read("h_sum 1").histogram("h")).toBeUndefined();
  });
  test("absurd values are left out", () => {
    expect(read("n -1").sum("n")).toBeUndefined();
    expect(read("n NaN").sum("n")).toBeUndefined();
    expect(read("n 1e30").sum("n")).toBeUndefined();
    expect(read('n{e="0"} NaN\nn{e="1"} 3').sum("n")).toBe(3);
    expect(read("use 57").share("use")).toBeUndefined();
  });
});
