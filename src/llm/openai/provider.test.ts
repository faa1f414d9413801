import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { selfSigned } from "../../platform/self-signed.ts";
import type { ChatRequest, LlmErrorKind } from "../contract.ts";
import { collect, hello, kinds, never } from "../testing/harness.ts";
import { type MockAnswer, type MockOpenAi, type MockStep, startMockOpenAi } from "../testing/mock-openai.ts";
import { openaiProvider } from "./provider.ts";

let mock: MockOpenAi;
beforeAll(async () => {
  mock = await startMockOpenAi();
});
afterAll(() => mock.stop());

const provider = (options: { apiKeys?: string[]; models?: string[] } = {}) =>
  openaiProvider({ id: "vllm", label: "vLLM", baseUrl: mock.url, ...options });

const ask = (answer: MockAnswer, request: ChatRequest = hello) => {
  mock.script({ answers: [answer] });
  return collect(provider().stream(request, never));
};

const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };
const finish: MockStep[] = [{ finish: "stop" }, { usage }, { done: true }];
const event = (data: string): MockStep => ({ raw: `data: ${data}\n\n` });

describe("a complete stream", () => {
  const table: [name: string, steps: MockStep[], text: string, reasoning: string, parts: string][] = [
    ["text", [{ role: "assistant" }, { text: "a" }, { text: "b" }, ...finish], "ab", "", "text text usage end"],
    [
      "vLLM's reasoning",
      [{ reasoning: "why", field: "reasoning" }, { text: "a" }, ...finish],
      "a",
      "why",
      "reasoning text usage end",
    ],
    ["DeepSeek's reasoning", [{ reasoning: "why" }, { text: "a" }, ...finish], "a", "why", "reasoning text usage end"],
    ["both names at once", [{ reasoning: "why", field: "both" }, ...finish], "", "why", "reasoning usage end"],
    [
      "Mistral's content list",
      [
        event('{"choices":[{"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"why"}]}]}}]}'),
        event('{"choices":[{"delta":{"content":[{"type":"text","text":"a"}]}}]}'),
        ...finish,
      ],
      "a",
      "why",
      "reasoning text usage end",
    ],
    ["no [DONE] after a finish reason", [{ text: "a" }, { finish: "stop" }, { usage }], "a", "", "text usage end"],
    ["no usage", [{ text: "a" }, { finish: "stop" }, { done: true }], "a", "", "text end"],
    [
      "a cut after the finish reason",
      [{ text: "a" }, { finish: "stop" }, { delayMs: 5 }, { cut: true }],
      "a",
      "",
      "text end",
    ],
    [
      "keep-alive comments",
      [{ comment: "wait" }, { text: "a" }, { comment: "wait" }, ...finish],
      "a",
      "",
      "text usage end",
    ],
    ["harmless rubbish", [event("ping"), { text: "a" }, { raw: "nonsense\n" }, ...finish], "a", "", "text usage end"],
    [
      "CRLF",
      [{ raw: 'data: {"choices":[{"delta":{"content":"a"},"finish_reason":"stop"}]}\r\n\r\ndata: [DONE]\r\n\r\n' }],
      "a",
      "",
      "text end",
    ],
    [
      "two events without a blank line between",
      [
        {
          raw: 'data: {"choices":[{"delta":{"content":"a"}}]}\ndata: {"choices":[{"delta":{"content":"b"},"finish_reason":"stop"}]}\n\n',
        },
      ],
      "ab",
      "",
      "text text end",
    ],
    [
      "usage in every chunk, the last one counts",
      [event('{"choices":[{"delta":{"content":"a"}}],"usage":{"prompt_tokens":3,"completion_tokens":1}}'), ...finish],
      "a",
      "",
      "text usage end",
    ],
    [
      "an empty finish reason in each chunk",
      [event('{"choices":[{"delta":{"content":"a"},"finish_reason":""}]}'), ...finish],
      "a",
      "",
      "text usage end",
    ],
    ["no answer to stream: the whole message at once", [], "whole", "why", "reasoning text usage end"],
  ];

  test.each(table)("%s", async (name, steps, text, reasoning, parts) => {
    const message = { content: "whole", reasoning_content: "why" };
    const whole = { choices: [{ message, finish_reason: "stop" }], usage };
    const got = await ask(name.startsWith("no answer") ? { body: whole } : { steps });
    expect(got.error).toBeUndefined();
    expect(got.text).toBe(text);
    expect(got.reasoning).toBe(reasoning);
    expect(kinds(got.parts)).toBe(parts);
  });

  test("a character split over two packets arrives whole", async () => {
    const bytes = Buffer.from('data: {"choices":[{"delta":{"content":"🙂"},"finish_reason":"stop"}]}\n\n');
    const middle = bytes.indexOf(0xf0) + 2;
    const half = (part: Buffer): MockStep => ({ raw: part.toString("base64"), base64: true });
    const got = await ask({ steps: [half(bytes.subarray(0, middle)), { delayMs: 20 }, half(bytes.subarray(middle))] });
    expect(got.text).toBe("🙂");
  });

  test("zero usage is usage, and cached tokens are read", async () => {
    const zero = {
      prompt_tokens: 0,
      completion_tokens: 0,
      total_tokens: 0,
      prompt_tokens_details: { cached_tokens: 0 },
    };
    const got = await ask({ steps: [{ finish: "stop" }, { usage: zero }, { done: true }] });
    expect(got.parts).toEqual([
      { type: "usage", usage: { promptTokens: 0, completionTokens: 0, totalTokens: 0, cachedTokens: 0 } },
      { type: "end", finishReason: "stop" },
    ]);
  });

  const reasons: [wire: string, expected: string][] = [
    ["length", "length"],
    ["content_filter", "content_filter"],
    ["tool_calls", "tool_calls"],
    ["something new", "unknown"],
  ];
  test.each(reasons)("finish reason %p is %p", async (wire, expected) => {
    const got = await ask({ steps: [{ text: "a" }, { finish: wire }] });
    expect<unknown>(got.parts.at(-1)).toEqual({ type: "end", finishReason: expected });
  });
});

describe("a broken stream throws and never ends quietly", () => {
  const table: [name: string, answer: MockAnswer, kind: LlmErrorKind, says: string][] = [
    ["cut in mid-stream", { steps: [{ text: "a" }, { delayMs: 5 }, { cut: true }] }, "cut", "broke off"],
    ["ended without a finish reason", { steps: [{ text: "a" }] }, "cut", "without saying"],
    ["[DONE] without a finish reason", { steps: [{ text: "a" }, { done: true }] }, "cut", "without saying"],
    ["only [DONE]", { steps: [{ done: true }] }, "cut", "without saying"],
    ["an empty body", { steps: [] }, "protocol", "no event stream"],
    ["half a JSON object", { steps: [event('{"choices":[{"del')] }, "protocol", "not JSON"],
    ["endless rubbish", { steps: Array.from({ length: 40 }, () => event("rubbish")) }, "protocol", "not JSON"],
    ["a chunk of another shape", { steps: [event('{"choices":"many"}')] }, "protocol", "unknown shape"],
    ["an error inside a 200", { steps: [{ error: { message: "CUDA out of memory" } }] }, "unavailable", "CUDA"],
    [
      "an error with a code",
      { steps: [{ error: { message: "slow down", code: 429 } }] },
      "rate_limit",
      "more requests",
    ],
    [
      "an error with a type",
      { steps: [{ error: { message: "too long", type: "invalid_request_error" } }] },
      "invalid_request",
      "too long",
    ],
    ["an error as plain text", { steps: [{ error: "out of luck" }] }, "unavailable", "out of luck"],
    ["an error after text", { steps: [{ text: "a" }, { error: { message: "gone" } }] }, "unavailable", "gone"],
    ["old vLLM's error", { steps: [event('{"object":"error","message":"bad","code":400}')] }, "invalid_request", "bad"],
    ["an error without a frame", { steps: [{ raw: '{"error":{"message":"raw"}}' }] }, "unavailable", "raw"],
    ["an engine that gave up", { steps: [{ text: "a" }, { finish: "abort" }] }, "cut", "gave up"],
    ["a web page", { body: "<html>hi</html>", headers: { "content-type": "text/html" } }, "protocol", "web page"],
    [
      "a shorter body than announced",
      { steps: [{ text: "a" }, { delayMs: 5 }, { cut: true }], headers: { "content-length": "5000" } },
      "cut",
      "broke off",
    ],
  ];
  test.each(table)("%s", async (_, answer, kind, says) => {
    const got = await ask(answer);
    expect(got.error?.kind).toBe(kind);
    expect(got.error?.message).toContain(says);
    expect(kinds(got.parts)).not.toContain("end");
  });
});

describe("a refusal", () => {
  const page = "<!doctype html><h1>502 secret-host</h1>";
  const table: [status: number, answer: MockAnswer, kind: LlmErrorKind, says: string][] = [
    [400, { body: { error: { message: "context length exceeded" } } }, "invalid_request", "context length exceeded"],
    [401, { body: { error: { message: "Incorrect key sk-abc" } } }, "credentials", "refused its access key"],
    [402, { body: "" }, "credentials", "refused its access key"],
    [403, { body: "" }, "credentials", "refused its access key"],
    [404, { body: { error: { message: "The model `x` does not exist." } } }, "model_unknown", "does not serve"],
    [404, { body: { detail: "Not Found" } }, "invalid_request", "/v1"],
    [408, { body: "" }, "timeout", "408"],
    [413, { body: "" }, "invalid_request", "413"],
    [422, { body: { detail: "no such field" } }, "invalid_request", "no such field"],
    [429, { body: { error: { message: "slow" } } }, "rate_limit", "more requests"],
    [429, { body: { error: { message: "pay", code: "insufficient_quota" } } }, "credentials", "access key"],
    [500, { body: { error: { message: "boom" } } }, "unavailable", "boom"],
    [502, { body: page, headers: { "content-type": "text/html" } }, "unavailable", "proxy"],
    [503, { body: "" }, "unavailable", "503"],
    [504, { body: "" }, "timeout", "504"],
    [308, { body: "", headers: { location: "http://elsewhere/" } }, "invalid_request", "redirects"],
  ];
  test.each(table)("%d %j", async (status, answer, kind, says) => {
    const got = await ask({ ...answer, status });
    expect(got.error?.kind).toBe(kind);
    expect(got.error?.status).toBe(status);
    expect(got.error?.message).toContain(says);
    expect(got.error?.message).not.toMatch(/sk-abc|<|secret/);
    expect(got.parts).toEqual([]);
  });

  const waits: [headers: Record<string, string>, ms: number | undefined][] = [
    [{ "retry-after": "7" }, 7_000],
    [{ "retry-after": "0" }, 0],
    [{ "retry-after-ms": "250", "retry-after": "1" }, 250],
    [{ "retry-after": "Wed, 01 Jan 2020 00:00:00 GMT" }, 0],
    [{ "retry-after": "soon" }, undefined],
    [{}, undefined],
  ];
  test.each(waits)("Retry-After %j is %p ms", async (headers, ms) => {
    const got = await ask({ status: 429, body: "", headers });
    expect<unknown>(got.error?.retryAfterMs).toBe(ms);
  });

  test("nothing listens: unavailable, and the message says where", async () => {
    const gone = await startMockOpenAi();
    await gone.stop();
    const lost = openaiProvider({ id: "x", label: "Lab", baseUrl: gone.url });
    const got = await collect(lost.stream(hello, never));
    expect(got.error?.kind).toBe("unavailable");
    expect(got.error?.message).toMatch(/^Lab does not answer at 127\.0\.0\.1:\d+: nothing listens there\.$/);
  });

  test("an address that is none is said to be none", async () => {
    for (const baseUrl of ["not a url", "ftp://host/v1"]) {
      const got = await collect(openaiProvider({ id: "x", label: "Lab", baseUrl }).stream(hello, never));
      expect(got.error?.kind).toBe("invalid_request");
      expect(got.error?.message).toBe("The base URL of Lab is no http or https address.");
    }
  });

  test("an address of a metadata service is never asked, in whatever spelling", async () => {
    for (const host of ["169.254.169.254", "2852039166", "[::ffff:169.254.169.254]"]) {
      const got = await collect(
        openaiProvider({ id: "x", label: "Lab", baseUrl: `http://${host}/v1` }).stream(hello, never),
      );
      expect(got.error?.kind).toBe("invalid_request");
      expect(got.error?.message).toContain("requests are not sent to");
    }
  });

  test("a certificate that nobody vouches for is named as the reason", async () => {
    const server = Bun.serve({ port: 0, fetch: () => new Response("hi"), tls: selfSigned });
    try {
      const lab = openaiProvider({ id: "x", label: "Lab", baseUrl: `https://127.0.0.1:${server.port}/v1` });
      const got = await collect(lab.stream(hello, never));
      expect(got.error?.kind).toBe("unavailable");
      expect(got.error?.message).toContain("certificate");
    } finally {
      await server.stop(true);
    }
  });

  test("a key that the server quotes back appears nowhere", async () => {
    const body = { error: { message: "key super-secret is bad" } };
    for (const status of [400, 401]) {
      mock.script({ answers: [{ status, body }] });
      const got = await collect(provider({ apiKeys: ["super-secret"] }).stream(hello, never));
      expect(Bun.inspect(got.error)).not.toContain("super-secret");
    }
  });
});
