import { describe, expect, test } from "bun:test";
import { fileBytes, latency, memoryBytes, percent, span } from "../lib/units.ts";
import { newEngineRoom } from "../testing/fake-engine-state.ts";
import { type CatalogueFilter, counts, rowsOf } from "./catalogue-rows.ts";
import { readableCommand } from "./command-text.ts";
import { chartsOf } from "./history.ts";
import { appendLines, passes, type SeqLine, split } from "./log-lines.ts";
import { createRates } from "./rates.ts";
import { fieldGroups, readValue, showValue } from "./settings-fields.ts";

const line = (seq: number, text = `line ${seq}`, level: SeqLine["level"] = "info"): SeqLine => ({
  seq,
  at: seq,
  stream: "stderr",
  level,
  text,
});

test.each([
  [fileBytes(29.8e9), "29.8 GB"],
  [fileBytes(1.2e12), "1.2 TB"],
  [fileBytes(640e6), "640 MB"],
  [memoryBytes(48 * 2 ** 30), "48.0 GiB"],
  [memoryBytes(null), "unknown"],
  [percent(0.005), "0.5 %"],
  [percent(0.61), "61 %"],
  [span(42_000), "42 s"],
  [span(11_520_000), "3 h 12 min"],
  [span(-5), "0 s"],
  [latency(0.085), "85 ms"],
  [latency(0.31), "0.31 s"],
])("people read %s as %s", (made, wanted) => expect(made).toBe(wanted));

describe("the catalogue's rows", () => {
  const room = newEngineRoom("ready");
  const rows = (filter: CatalogueFilter, text = "") =>
    rowsOf(room.models, { filter, text, sort: "best", engines: room.engines });
  test("show what runs first, then what is here, then what fits", () => {
    expect(rows("fits").map((row) => row.lead.label)).toEqual([
      "Qwen3.6-27B-FP8",
      "gemma-4-31B-w4a16",
      "Qwen3-4B-FP8",
      "Qwen3.6-35B-A3B-FP8",
    ]);
    expect(counts(room.models)).toEqual({ fits: 4, disk: 3, all: 7 });
  });
  test("leave variants out that the filter leaves out", () => {
    expect(rows("fits")[0]?.others.map((variant) => variant.precision)).toEqual(["AWQ"]);
    expect(rows("all")[0]?.others.map((variant) => variant.precision)).toEqual(["AWQ", "BF16"]);
  });
  test("are found by every word, wherever it stands", () => {
    expect(rows("all", "images gemma").map((row) => row.model.name)).toEqual(["gemma-4-31B"]);
    expect(rows("all", "nothing like it")).toEqual([]);
  });
});

describe("the log", () => {
  test("takes each line once and forgets the oldest", () => {
    let blocks = appendLines(
      [],
      Array.from({ length: 250 }, (_, at) => line(at + 1)),
    );
    blocks = appendLines(blocks, [line(249), line(250), line(251)]);
    expect(blocks.map((block) => block.lines.length)).toEqual([100, 100, 51]);
    blocks = appendLines(
      blocks,
      Array.from({ length: 9000 }, (_, at) => line(at + 252)),
    );
    expect(blocks).toHaveLength(60);
    expect(blocks.at(-1)?.lines.at(-1)?.seq).toBe(9251);
  });
  test("leaves finished blocks as they are, so that they are not drawn again", () => {
    const before = appendLines(
      [],
      Array.from({ length: 150 }, (_, at) => line(at + 1)),
    );
    const after = appendLines(before, [line(151)]);
    expect(after[0]).toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
  });
  test("filters by level and text, and marks what was searched", () => {
    expect(passes(line(1, "Out of Memory", "error"), { text: "memory", level: "warning" })).toBe(true);
    expect(passes(line(1, "Out of Memory", "info"), { text: "memory", level: "warning" })).toBe(false);
    expect(split("KV cache, kv use", "kv")).toEqual(["", "KV", " cache, ", "kv", " use"]);
  });
});

test("rates come from counters, and a new process begins anew", () => {
  const rates = createRates();
  expect(rates.add("a", { at: 0, generationTokens: 100 })).toEqual({});
  expect(rates.add("a", { at: 5000, generationTokens: 4100, firstToken: { sum: 6, count: 20 } })).toEqual({
    tokensPerSecond: 800,
    firstToken: 0.3,
  });
  expect(rates.add("a", { at: 10_000, generationTokens: 50 })).toEqual({});
  expect(rates.add("a", { at: 12_000, generationTokens: 50 })).toEqual({ tokensPerSecond: 0 });
});

test("charts take the numbers that a history has, in units that people read", () => {
  const view = {
    times: [1, 2],
    series: [
      { metric: "memoryUsedBytes", unit: "bytes", values: [2 ** 31, null] },
      { metric: "other", unit: "count", values: [1, 2] },
    ],
  };
  const [chart, ...rest] = chartsOf(view, [
    { title: "Memory", metrics: [{ metric: "memoryUsed", label: "Memory", tone: "accent" }], top: 2 ** 32 },
    { title: "Load", metrics: [{ metric: "utilization", label: "Load", tone: "accent" }] },
  ]);
  expect(rest.map((one) => one.lines)).toEqual([[]]);
  expect(chart?.lines[0]?.values).toEqual([2, null]);
  expect(chart?.top).toBe(4);
  expect(chart?.format(2)).toBe("2 GiB");
});

test("a command line is shown one option on each line, without the environment", () => {
  expect(readableCommand("A=1 B='x y' /bin/vllm serve m --uds /s -tp 2")).toBe(
    "/bin/vllm serve m \\\n  --uds /s \\\n  -tp 2",
  );
});

describe("a setting's field", () => {
  const field = (key: string) => {
    const found = fieldGroups.flatMap((group) => group.fields).find((one) => one.key === key);
    if (!found) throw new Error(`There is no field ${key}.`);
    return found;
  };
  test.each([
    ["contextLength", "", "auto"],
    ["contextLength", "32k", 32_768],
    ["contextLength", "131,072", 131_072],
    ["idleUnloadMinutes", "", null],
    ["gpuLayers", "", "all"],
    ["gpuMemoryUtilization", "0.9", 0.9],
    ["reasoningParser", " ", undefined],
    ["extraArgs", "--a\n\n --b=1 ", ["--a", "--b=1"]],
    ["env", "A=1\nB=x=y", { A: "1", B: "x=y" }],
    ["chatTemplateKwargs", '{"a":true}', { a: true }],
  ])("%s takes “%s”", (key, text, value) => {
    const one = field(key);
    const read = readValue(one, text);
    expect(read).toEqual(value);
    expect(readValue(one, showValue(one.kind, read))).toEqual(value);
  });
  test.each([
    ["maxWaiting", "many", "Write a number."],
    ["env", "=x", "no name"],
    ["chatTemplateKwargs", "{", "not JSON"],
  ])("%s refuses “%s”", (key, text, words) => {
    expect(() => readValue(field(key), text)).toThrow(words);
  });
});
