import { describe, expect, test } from "bun:test";
import type { GenerationEvent } from "../events.ts";
import { Answer } from "./answer.ts";
import { Parser } from "./parser.ts";
import { type Scenario, scenarios } from "./scenarios.ts";

const baseOf = ({ base = {} }: Pick<Scenario, "base">) => new Map(Object.entries(base));

function parse(chunks: Iterable<string>, base: Map<string, string> = new Map(), cut = false) {
  const parser = new Parser({ base });
  const events: GenerationEvent[] = [];
  for (const chunk of chunks) events.push(...parser.write(chunk));
  events.push(...parser.end(cut));
  return { parser, events };
}

/** Events with neighbouring texts joined: what must not depend on how the answer was cut. */
function joined(events: GenerationEvent[]): GenerationEvent[] {
  const parts: GenerationEvent[] = [];
  for (const event of structuredClone(events)) {
    const last = parts.at(-1);
    if (last?.type === "explanation" && event.type === "explanation") last.data.text += event.data.text;
    else if (last?.type === "reasoning" && event.type === "reasoning" && !event.data.replacesExplanation) {
      last.data.text += event.data.text;
    } else if (last?.type === "code-chunk" && event.type === "code-chunk" && last.data.path === event.data.path) {
      last.data.text += event.data.text;
    } else parts.push(event);
  }
  return parts;
}

/** A small generator of numbers that repeats itself for the same seed. */
function numbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function cutAtRandom(text: string, next: (below: number) => number, longest: number): string[] {
  const chunks: string[] = [];
  for (let at = 0; at < text.length; ) {
    const size = 1 + next(longest);
    chunks.push(text.slice(at, at + size));
    at += size;
  }
  return chunks;
}

describe("understands", () => {
  for (const scenario of scenarios) {
    test(scenario.name, () => {
      const { parser, events } = parse([scenario.text], baseOf(scenario));
      expect(Object.fromEntries(parser.answer.changed)).toEqual(scenario.files);
      if (scenario.explanation !== undefined) expect(parser.answer.explanation).toBe(scenario.explanation);
      if (scenario.reasoning !== undefined) expect(parser.answer.reasoning).toBe(scenario.reasoning);
      const messages = events.flatMap((event) => (event.type === "diagnostic" ? [event.data.message] : []));
      expect(messages).toHaveLength(scenario.diagnostics?.length ?? 0);
      for (const [index, words] of (scenario.diagnostics ?? []).entries()) expect(messages[index]).toContain(words);
      const edits = events.flatMap((event) => (event.type === "edit" ? [event.data.applied] : []));
      expect(edits).toEqual(scenario.edits ?? []);
    });
  }
});

describe("gives the same however the answer is cut", () => {
  for (const scenario of scenarios) {
    test(scenario.name, () => {
      const base = baseOf(scenario);
      const whole = joined(parse([scenario.text], base).events);
      expect(joined(parse(scenario.text.split(""), base).events)).toEqual(whole);
      for (let at = 1; at < scenario.text.length; at++) {
        const halves = parse([scenario.text.slice(0, at), scenario.text.slice(at)], base);
        expect(joined(halves.events)).toEqual(whole);
      }
      const next = numbers(scenario.text.length);
      for (let round = 0; round < 20; round++) {
        expect(joined(parse(cutAtRandom(scenario.text, next, 12), base).events)).toEqual(whole);
      }
    });
  }
});

test("the events alone give the answer again", () => {
  for (const scenario of scenarios) {
    const { parser, events } = parse([scenario.text], baseOf(scenario));
    const again = new Answer(baseOf(scenario));
    for (const event of events) again.apply(event);
    expect([again.explanation, again.reasoning, [...again.changed]]).toEqual([
      parser.answer.explanation,
      parser.answer.reasoning,
      [...parser.answer.changed],
    ]);
  }
});

test("a cut leaves the open file open, a half edit out, and reasoning alone", () => {
  const file = parse([`\`\`\`tsx file="a.tsx"\nconst a`], new Map(), true);
  expect(file.events.map(({ type }) => type)).toEqual(["file", "code-chunk"]);
  expect(file.parser.answer.open).toBe("a.tsx");
  const edit = parse([`\`\`\`tsx edit="a.tsx"\n<<<<<<< SEARCH\nx\n=======\ny`], new Map([["a.tsx", "x\n"]]), true);
  expect(edit.events.map(({ type }) => type)).toEqual(["diagnostic"]);
  const thought = parse([`<think>\n\`\`\`tsx file="a.tsx"\nx\n\`\`\`\n`], new Map(), true);
  expect(thought.parser.answer.changed.size).toBe(0);
});

test("text goes out with the chunk it came in, unless it may be a marker", () => {
  const parser = new Parser();
  const steps: [string, string][] = [
    ["Hello", "explanation"],
    [" world\n", "explanation"],
    ["``", ""],
    ['`tsx file="a.tsx"', ""],
    ["\nimport", "file code-chunk"],
    [" x", "code-chunk"],
    ["\n  ", "code-chunk"],
    ["`", ""],
    ["a`", "code-chunk"],
    ["\n```", "code-chunk"],
    ["\nB", "file explanation"],
    ["ye</thi", "explanation"],
    ["s", "explanation"],
  ];
  for (const [chunk, types] of steps)
    expect([
      chunk,
      parser
        .write(chunk)
        .map(({ type }) => type)
        .join(" "),
    ]).toEqual([chunk, types]);
});

test("provider reasoning passes through, surrogate pairs whole", () => {
  const parser = new Parser();
  expect(parser.reason("a\uD83D")).toEqual([{ type: "reasoning", data: { text: "a" } }]);
  expect(parser.reason("\uDC4D")).toEqual([{ type: "reasoning", data: { text: "👍" } }]);
  expect(parser.write("</think>x")).toEqual([{ type: "explanation", data: { text: "x" } }]);
});

test("random text never throws and loses nothing outside of markers", () => {
  const words = [
    "```",
    "````",
    "~~~",
    "`",
    "\n",
    "\n",
    "\n",
    " ",
    "   ",
    "tsx",
    ' file="a.tsx"',
    ' edit="b.tsx"',
    "bash",
    "\r\n",
    "\r",
    "<think>",
    "</think>",
    "<file path='c.tsx'>",
    "</file>",
    "<delete path='b.tsx'/>",
    "<<<<<<< SEARCH",
    "=======",
    ">>>>>>> REPLACE",
    "export default function Foo() {",
    "return <p/>",
    "}",
    "## x.tsx",
    "**y.css**",
    "// z.tsx",
    "👍",
    "\uD83D",
    "\uFEFF",
    "../..",
    "word",
    "${`",
    "1. ",
    "- ",
    "<",
    "#",
    "md",
  ];
  const next = numbers(7);
  for (let round = 0; round < 1500; round++) {
    let text = "";
    for (let count = next(40); count > 0; count--) text += words[next(words.length)] ?? "";
    const base = new Map([["b.tsx", "word\n"]]);
    const whole = parse([text], base);
    const cut = parse(cutAtRandom(text, next, 6), base);
    expect(joined(cut.events)).toEqual(joined(whole.events));
  }
  const plain = words.filter((word) => !/[`~<>=#*\n\r/.\uD800-\uDFFF\uFEFF]/u.test(word) && word !== "👍");
  for (let round = 0; round < 300; round++) {
    let text = "x";
    for (let count = next(60); count > 0; count--) text += next(5) === 0 ? "\n" : (plain[next(plain.length)] ?? "");
    expect(parse(cutAtRandom(text, next, 6)).parser.answer.explanation).toBe(text);
  }
});

test("a long answer is read in linear time", () => {
  const line = `${"const a = `x`; ".repeat(20)}\n`;
  const text = `\`\`\`tsx file="a.tsx"\n${line.repeat(500)}\`\`\`\n`;
  const chunks = text.match(/[\s\S]{1,7}/g) ?? [];
  expect(parse(chunks).parser.answer.text("a.tsx")?.length).toBe(line.length * 500);
});
