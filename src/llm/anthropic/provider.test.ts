import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import type { ChatRequest, LlmErrorKind } from "../contract.ts";
import { collect, kinds, never } from "../testing/harness.ts";
import { anthropicProvider } from "./provider.ts";

interface Seen {
  path: string;
  headers: Headers;
  body: unknown;
}
let seen: Seen[] = [];
let answer: () => Response;
let server: ReturnType<typeof Bun.serve>;

beforeAll(() => {
  server = Bun.serve({
    port: 0,
    async fetch(request) {
      const text = await request.text();
      const path = new URL(request.url).pathname;
      seen.push({ path, headers: request.headers, body: text === "" ? undefined : JSON.parse(text) });
      return answer();
    },
  });
});
afterAll(() => server.stop(true));
beforeEach(() => {
  seen = [];
});

type Event = Record<string, unknown> & { type: string };
const sse = (events: Event[]): Response =>
  new Response(events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(""), {
    headers: { "content-type": "text/event-stream" },
  });

const start: Event = {
  type: "message_start",
  message: {
    id: "m",
    usage: { input_tokens: 10, output_tokens: 1, cache_read_input_tokens: 4, cache_creation_input_tokens: 2 },
  },
};
const block = (kind: string): Event => ({
  type: "content_block_start",
  index: 0,
  content_block: { type: kind, text: "", thinking: "" },
});
const text = (value: string): Event => ({
  type: "content_block_delta",
  index: 0,
  delta: { type: "text_delta", text: value },
});
const thinking = (value: string): Event => ({
  type: "content_block_delta",
  index: 0,
  delta: { type: "thinking_delta", thinking: value },
});
const signature: Event = { type: "content_block_delta", index: 0, delta: { type: "signature_delta", signature: "x" } };
const ends = (reason: string): Event[] => [
  { type: "content_block_stop", index: 0 },
  { type: "message_delta", delta: { stop_reason: reason }, usage: { output_tokens: 7 } },
  { type: "message_stop" },
];
const ping: Event = { type: "ping" };

const request: ChatRequest = { model: "claude-sonnet-4-5", messages: [{ role: "user", content: "hello" }] };
const provider = (options: { thinkingTokens?: number } = {}) =>
  anthropicProvider({ baseUrl: `${server.url.origin}/v1/`, apiKeys: ["k"], ...options });
const ask = (made: () => Response) => {
  answer = made;
  return collect(provider().stream(request, never));
};

describe("a message stream", () => {
  test("brings thinking, text, usage with cached tokens and cost, and an end", async () => {
    const events = [
      start,
      ping,
      block("thinking"),
      thinking("why"),
      signature,
      block("text"),
      text("a"),
      ping,
      text("b"),
      ...ends("end_turn"),
    ];
    const got = await ask(() => sse(events));
    expect(got.error).toBeUndefined();
    expect(got.parts).toEqual([
      { type: "reasoning", text: "why" },
      { type: "text", text: "a" },
      { type: "text", text: "b" },
      {
        type: "usage",
        usage: {
          promptTokens: 16,
          completionTokens: 7,
          totalTokens: 23,
          cachedTokens: 4,
          // 12 fresh at 3,000, 4 cached at 300, 7 new at 15,000, and a quarter more for the 2 that were written.
          costNanoUsd: 12 * 3_000 + 4 * 300 + 7 * 15_000 + 2 * 750,
        },
      },
      { type: "end", finishReason: "stop" },
    ]);
  });

  test.each([
    ["end_turn", "stop"],
    ["stop_sequence", "stop"],
    ["max_tokens", "length"],
    ["tool_use", "tool_calls"],
    ["refusal", "content_filter"],
    ["pause_turn", "unknown"],
  ])("stop reason %p is %p", async (wire, expected) => {
    const got = await ask(() => sse([start, text("a"), ...ends(wire)]));
    expect<unknown>(got.parts.at(-1)).toEqual({ type: "end", finishReason: expected });
  });

  test("events that nobody knows yet are let pass", async () => {
    const got = await ask(() => sse([start, { type: "novelty", data: 1 }, text("a"), ...ends("end_turn")]));
    expect(kinds(got.parts)).toBe("text usage end");
  });

  const overloaded: Event = { type: "error", error: { type: "overloaded_error", message: "Overloaded" } };
  const table: [name: string, made: () => Response, kind: LlmErrorKind, status: number | undefined][] = [
    ["no stop reason", () => sse([start, text("a")]), "cut", undefined],
    ["message_stop without a stop reason", () => sse([start, text("a"), { type: "message_stop" }]), "cut", undefined],
    ["overloaded in mid-stream", () => sse([start, text("a"), overloaded]), "unavailable", 529],
    [
      "an error event for the request",
      () => sse([{ type: "error", error: { type: "invalid_request_error", message: "no" } }]),
      "invalid_request",
      400,
    ],
    ["nothing at all", () => sse([]), "protocol", undefined],
    ["rubbish", () => new Response("data: {oh\n\n"), "protocol", undefined],
    [
      "401",
      () =>
        Response.json(
          { type: "error", error: { type: "authentication_error", message: "key sk-ant-1" } },
          { status: 401 },
        ),
      "credentials",
      401,
    ],
    [
      "404 for a model",
      () => Response.json({ type: "error", error: { type: "not_found_error", message: "model: x" } }, { status: 404 }),
      "model_unknown",
      404,
    ],
    ["429", () => new Response("", { status: 429, headers: { "retry-after": "3" } }), "rate_limit", 429],
    ["529", () => Response.json(overloaded, { status: 529 }), "unavailable", 529],
    [
      "413",
      () => Response.json({ type: "error", error: { type: "request_too_large", message: "big" } }, { status: 413 }),
      "invalid_request",
      413,
    ],
  ];
  test.each(table)("%s throws", async (_, made, kind, status) => {
    const got = await ask(made);
    expect(got.error?.kind).toBe(kind);
    expect<unknown>(got.error?.status).toBe(status);
    expect(got.error?.message).not.toContain("sk-ant");
    expect(kinds(got.parts)).not.toContain("end");
  });
});

describe("a request", () => {
  const answerWell = () => sse([start, text("a"), ...ends("end_turn")]);

  test("puts system on top, images as base64, a limit always, and the key in its header", async () => {
    answer = answerWell;
    const full: ChatRequest = {
      model: "claude-sonnet-4-5",
      messages: [
        { role: "system", content: "be brief" },
        {
          role: "user",
          content: [
            { type: "image", mediaType: "image/png", data: "AAAA" },
            { type: "text", text: "look" },
            { type: "text", text: " " },
          ],
        },
        { role: "system", content: "and kind" },
        { role: "assistant", content: "" },
        { role: "assistant", content: "I see \n" },
      ],
      temperature: 1.7,
      topP: 0.4,
      stop: ["END", " "],
      seed: 1,
    };
    await collect(provider().stream(full, never));
    expect(seen[0]?.path).toBe("/v1/messages");
    expect(seen[0]?.headers.get("x-api-key")).toBe("k");
    expect(seen[0]?.headers.get("anthropic-version")).toBe("2023-06-01");
    expect(seen[0]?.body).toEqual({
      model: "claude-sonnet-4-5",
      max_tokens: 32_000,
      stream: true,
      system: "be brief\n\nand kind",
      messages: [
        {
          role: "user",
          content: [
            { type: "image", source: { type: "base64", media_type: "image/png", data: "AAAA" } },
            { type: "text", text: "look" },
          ],
        },
        { role: "assistant", content: "I see" },
      ],
      temperature: 1,
      stop_sequences: ["END"],
    });
  });

  test("with thinking leaves room for the answer and no temperature", async () => {
    answer = answerWell;
    await collect(provider({ thinkingTokens: 5_000 }).stream({ ...request, maxTokens: 100, temperature: 0 }, never));
    expect(seen[0]?.body).toMatchObject({ max_tokens: 6_024, thinking: { type: "enabled", budget_tokens: 5_000 } });
    expect(seen[0]?.body).not.toHaveProperty("temperature");
  });
});

test("what a newer model refuses is left out, and remembered", async () => {
  const refuse = (message: string) => () =>
    Response.json({ type: "error", error: { type: "invalid_request_error", message } }, { status: 400 });
  const queue = [
    refuse('"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive".'),
    () => sse([start, text("a"), ...ends("end_turn")]),
  ];
  answer = () => (queue.length > 1 ? queue.shift() : queue[0])?.() ?? new Response("", { status: 500 });
  const thinker = provider({ thinkingTokens: 2_000 });
  expect((await collect(thinker.stream(request, never))).text).toBe("a");
  expect((await collect(thinker.stream(request, never))).text).toBe("a");
  expect(seen).toHaveLength(3);
  expect(seen[2]?.body).toMatchObject({ thinking: { type: "adaptive" } });

  queue.unshift(refuse("`temperature` is deprecated for this model."));
  const plain = provider();
  expect((await collect(plain.stream({ ...request, temperature: 0.2 }, never))).text).toBe("a");
  expect(seen.at(-1)?.body).not.toHaveProperty("temperature");
});

test("the list of models", async () => {
  answer = () =>
    Response.json({ data: [{ type: "model", id: "claude-sonnet-4-5", display_name: "Claude Sonnet 4.5" }, { no: 1 }] });
  expect(await provider().models(never)).toEqual([
    {
      id: "anthropic/claude-sonnet-4-5",
      provider: "anthropic",
      model: "claude-sonnet-4-5",
      label: "Claude Sonnet 4.5",
      contextLength: 200_000,
      vision: true,
      builtin: false,
    },
  ]);
});
