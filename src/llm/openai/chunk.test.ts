import { expect, test } from "bun:test";
import { readChunk } from "./chunk.ts";

const choice = (fields: object) => ({ choices: [fields] });

test.each([
  ["text", choice({ delta: { content: "a" } }), "a"],
  ["an empty delta", choice({ delta: {} }), undefined],
  ["nulls", choice({ delta: { content: null, reasoning: null, refusal: null }, text: null }), undefined],
  ["fields that are not known", { ...choice({ delta: { content: "a", tool_calls: 7 }, index: "x" }), id: 1 }, "a"],
  ["a whole message", choice({ message: { content: "a" } }), "a"],
  ["a delta before a message", choice({ delta: { content: "a" }, message: { content: "b" } }), "a"],
])("%s", (_, value, content) => {
  expect(readChunk(value).choice?.said?.content).toBe(content);
});

test("either name for reasoning, and the first that says something", () => {
  const said = (delta: object) => readChunk(choice({ delta })).choice?.said?.reasoning;
  expect(said({ reasoning: "a" })).toBe("a");
  expect(said({ reasoning_content: "a" })).toBe("a");
  expect(said({ reasoning: "", reasoning_content: "a" })).toBe("a");
  expect(said({ reasoning: "a", reasoning_content: "a" })).toBe("a");
});

test("content in pieces, with thinking", () => {
  const content = [
    { type: "thinking", thinking: [{ type: "text", text: "t" }] },
    { type: "text", text: "a" },
  ];
  expect(readChunk(choice({ delta: { content } })).choice?.said?.content).toEqual([
    { text: undefined, thinking: ["t"] },
    { text: "a", thinking: [] },
  ]);
});

test.each([
  ["an empty list of choices", { choices: [] }, true],
  ["a usage alone", { usage: {} }, true],
  ["neither", { object: "ping" }, false],
  ["nulls", { choices: null, usage: null }, false],
])("%s belongs to a completion: %#", (_, value, counts) => {
  expect(readChunk(value).counts).toBe(counts);
});

test("zero is a count, null is none", () => {
  const usage = { prompt_tokens: 0, completion_tokens: null, prompt_tokens_details: { cached_tokens: 0 } };
  expect(readChunk({ usage }).usage).toEqual({ prompt: 0, completion: undefined, total: undefined, cached: 0 });
});

test.each([
  ["a list", []],
  ["text", "a"],
  ["null", null],
  ["choices that are no list", { choices: {} }],
  ["a choice that is no object", { choices: ["a"] }],
  ["a later choice that is no object", { choices: [{}, 1] }],
  ["a delta that is a list", choice({ delta: [] })],
  ["a message that is text beside a delta", choice({ delta: {}, message: "a" })],
  ["content that is a number", choice({ delta: { content: 1 } })],
  ["content that is an object", choice({ delta: { content: {} } })],
  ["a piece without a type", choice({ delta: { content: [{ text: "a" }] } })],
  ["a piece whose text is a number", choice({ delta: { content: [{ type: "text", text: 1 }] } })],
  ["thinking that is text", choice({ delta: { content: [{ type: "thinking", thinking: "a" }] } })],
  ["a thought without a type", choice({ delta: { content: [{ type: "thinking", thinking: [{ text: "a" }] }] } })],
  ["reasoning that is a list", choice({ delta: { reasoning: [] } })],
  ["the other reasoning that is a list", choice({ delta: { reasoning: "a", reasoning_content: [] } })],
  ["a refusal that is true", choice({ delta: { refusal: true } })],
  ["a finish reason that is a number", choice({ finish_reason: 1 })],
  ["text that is an object", choice({ text: {} })],
  ["a usage that is a number", { usage: 3 }],
  ["a count that is text", { usage: { prompt_tokens: "3" } }],
  ["a count without end", { usage: { total_tokens: Number.POSITIVE_INFINITY } }],
  ["details that are a list", { usage: { prompt_tokens_details: [] } }],
])("refuses %s", (_, value) => {
  expect(() => readChunk(value)).toThrow(TypeError);
});
