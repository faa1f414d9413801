import { describe, expect, test } from "bun:test";
import type { LogLine } from "../contract.ts";
import { guessLevel } from "./level.ts";
import { LineSplitter, longestLine } from "./lines.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

function split(...chunks: (string | Uint8Array)[]): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((text) => lines.push(text));
  for (const chunk of chunks) splitter.push(typeof chunk === "string" ? bytes(chunk) : chunk);
  splitter.end();
  return lines;
}

describe("lines of a stream", () => {
  const scenarios: { name: string; chunks: (string | Uint8Array)[]; lines: string[] }[] = [
    { name: "end in \\n", chunks: ["one\ntwo\n"], lines: ["one", "two"] },
    { name: "end in \\r\\n", chunks: ["one\r\ntwo\r\n"], lines: ["one", "two"] },
    { name: "\\r\\n is one end, also across two chunks", chunks: ["one\r", "\ntwo\r", "\n"], lines: ["one", "two"] },
    { name: "go on over chunks", chunks: ["on", "e\nt", "wo\n"], lines: ["one", "two"] },
    { name: "the last one needs no end", chunks: ["one\ntwo"], lines: ["one", "two"] },
    { name: "blank ones are left out", chunks: ["one\n\n  \n\r\ntwo\n"], lines: ["one", "two"] },
    {
      name: "colours are taken out",
      chunks: ["\u001b[1;31mERROR\u001b[0m \u001b]0;title\u0007end\n"],
      lines: ["ERROR end"],
    },
    { name: "tabs stay, other control characters go", chunks: ["a\tb\u0000c\u0008\n"], lines: ["a\tbc"] },
    {
      name: "a character in two halves is one",
      chunks: [bytes("é").slice(0, 1), bytes("é").slice(1), "\n"],
      lines: ["é"],
    },
    {
      name: "bytes that are no text do no harm",
      chunks: [new Uint8Array([0x61, 0xff, 0xfe, 0x62, 0x0a])],
      lines: ["a��b"],
    },
    {
      name: "a long one is cut, and the next is whole",
      chunks: ["x".repeat(5_000), "x".repeat(5_000), "x".repeat(5_000), "\nnext\n"],
      lines: [`${"x".repeat(longestLine)} …`, "next"],
    },
    {
      name: "of a bar, the first and the last picture",
      chunks: ["\rLoading:   0%\rLoading:  10%\rLoading:  50%\rLoading:  90%\rLoading: 100%\n"],
      lines: ["Loading:   0%", "Loading: 100%"],
    },
    {
      name: "a bar in tqdm's manner, each picture a write of its own",
      chunks: ["\r", "Loading:   0%", "\rLoading:  50%", "\rLoading: 100%", "\n", "done\n"],
      lines: ["Loading:   0%", "Loading: 100%", "done"],
    },
    { name: "a bar that never ends", chunks: ["\r10%\r20%\r30%"], lines: ["10%", "30%"] },
    { name: "two bars", chunks: ["\ra 0%\ra 100%\n\rb 0%\rb 100%\n"], lines: ["a 0%", "a 100%", "b 100%"] },
  ];
  test.each(scenarios)("$name", ({ chunks, lines }) => {
    expect(split(...chunks)).toEqual(lines);
  });

  test("a bar that stands still is shown without waiting for its next picture", async () => {
    const shown = Promise.withResolvers<string>();
    const splitter = new LineSplitter(shown.resolve);
    splitter.push(bytes("\rLoading: 50%"));
    expect(await shown.promise).toBe("Loading: 50%");
  });

  test("every way of cutting gives the same lines", () => {
    const text = bytes("one\r\ntwo é\nthree\u001b[0m\r\n\nfour\n");
    for (let at = 0; at <= text.length; at++) {
      expect(split(text.slice(0, at), text.slice(at))).toEqual(["one", "two é", "three", "four"]);
    }
  });
});

describe("the level of a line", () => {
  const scenarios: [string, LogLine["level"]][] = [
    ["(EngineCore pid=71) INFO 01-31 12:00:00 [core.py:12] Error rate: 0", "info"],
    ["(EngineCore pid=71) ERROR 01-31 12:00:00 [core.py:12] EngineCore failed to start.", "error"],
    ["(APIServer pid=7) WARNING 01-31 12:00:00 [config.py:3] Default", "warning"],
    ["DEBUG 01-31 12:00:00 [x.py:1] y", "debug"],
    ["INFO:     Application startup complete.", "info"],
    ["ERROR:    [Errno 98] Address already in use", "error"],
    ["2026-01-31 12:00:00,123 - ERROR - no", "error"],
    ["[WARN] low", "warning"],
    ["Traceback (most recent call last):", "error"],
    ["(Worker_TP0 pid=8) torch.OutOfMemoryError: CUDA out of memory.", "error"],
    ["RuntimeError: Engine core initialization failed.", "error"],
    ["vllm: error: unrecognized arguments: --x", "error"],
    ["/x/y.py:3: UserWarning: old", "warning"],
    ["Loading safetensors checkpoint shards:  50% Completed | 1/2", "info"],
    ["no errors so far", "info"],
  ];
  test.each(scenarios)("%s → %s", (text, level) => {
    expect(guessLevel(text)).toBe(level);
  });
});
