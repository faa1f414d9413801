/** The whole layer over real HTTP against a server that misbehaves; back-off is nothing because the jitter is 0. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { systemClock } from "../platform/clock.ts";
import { createLlm, openaiProvider } from "./index.ts";
import type { LlmSettings } from "./settings.ts";
import { collect, fixedRandom, kinds, never, quiet, standIn } from "./testing/harness.ts";
import { type MockAnswer, type MockOpenAi, type MockScript, startMockOpenAi } from "./testing/mock-openai.ts";

let mock: MockOpenAi;
beforeAll(async () => {
  mock = await startMockOpenAi();
});
afterAll(() => mock.stop());

const messages = [{ role: "user" as const, content: "hello" }];
function make(script: MockScript, options: { apiKeys?: string[]; settings?: Partial<LlmSettings>; url?: string } = {}) {
  mock.script(script);
  const { apiKeys, settings = {}, url = mock.url } = options;
  const providers = [
    openaiProvider({ id: "vllm", label: "vLLM", baseUrl: url, ...(apiKeys ? { apiKeys } : {}) }),
    standIn(),
  ];
  return createLlm({ clock: systemClock, random: fixedRandom(0), log: quiet, providers, settings });
}

const timers = { connectMs: 2_000, firstTokenMs: 400, betweenMs: 400, totalMs: 5_000 };
const ok: MockAnswer = { text: "fine" };

describe("over real HTTP", () => {
  const table: [name: string, answers: MockAnswer[], parts: string, text: string, failed: string | undefined][] = [
    ["well", [ok], "route text usage end", "fine", undefined],
    ["503 and then well", [{ status: 503, body: "" }, ok], "route retry text usage end", "fine", undefined],
    [
      "an error inside a 200 before the first delta",
      [{ steps: [{ role: "assistant" }, { error: { message: "x" } }] }, ok],
      "route retry text usage end",
      "fine",
      undefined,
    ],
    [
      "cut before the first delta",
      [{ steps: [{ role: "assistant" }, { delayMs: 5 }, { cut: true }] }, ok],
      "route retry text usage end",
      "fine",
      undefined,
    ],
    [
      "rubbish before the first delta",
      [{ steps: [{ raw: "data: {{{\n\n" }] }, ok],
      "route retry text usage end",
      "fine",
      undefined,
    ],
    ["only [DONE]", [{ steps: [{ done: true }] }, ok], "route retry text usage end", "fine", undefined],
    ["no first byte in time", [{ delayMs: 2_000, text: "late" }, ok], "route retry text usage end", "fine", undefined],
    [
      "keep-alives but no first token",
      [{ steps: [{ comment: "x" }, { delayMs: 50 }, { comment: "x" }, { hang: true }] }, ok],
      "route retry text usage end",
      "fine",
      undefined,
    ],
    [
      "429 with a short Retry-After",
      [{ status: 429, body: "", headers: { "retry-after-ms": "30" } }, ok],
      "route retry text usage end",
      "fine",
      undefined,
    ],
    [
      "cut after the first delta",
      [{ steps: [{ text: "half" }, { delayMs: 5 }, { cut: true }] }, ok],
      "route text usage",
      "half",
      "cut",
    ],
    [
      "silent after the first delta",
      [{ steps: [{ text: "half" }, { hang: true }] }, ok],
      "route text usage",
      "half",
      "timeout",
    ],
    [
      "an error after the first delta",
      [{ steps: [{ text: "half" }, { error: { message: "x" } }] }, ok],
      "route text usage",
      "half",
      "unavailable",
    ],
    ["no finish reason", [{ steps: [{ text: "half" }, { done: true }] }, ok], "route text usage", "half", "cut"],
    [
      "slow but steady",
      [
        {
          steps: [{ text: "a" }, { delayMs: 250 }, { text: "b" }, { delayMs: 250 }, { text: "c" }, { finish: "stop" }],
        },
      ],
      "route text text text usage end",
      "abc",
      undefined,
    ],
    ["400", [{ status: 400, body: { error: { message: "too long" } } }, ok], "route", "", "invalid_request"],
  ];
  test.each(table)("%s", async (_, answers, parts, text, failed) => {
    const llm = make({ answers }, { settings: { timers } });
    const got = await collect(llm.stream({ messages, model: "vllm/mock-model" }, never));
    expect(kinds(got.parts)).toBe(parts);
    expect(got.text).toBe(text);
    expect<unknown>(got.error?.kind).toBe(failed);
  });

  test("a dead key is rotated past", async () => {
    const llm = make({ apiKeys: ["good"], answers: [ok] }, { apiKeys: ["bad", "good"] });
    expect((await llm.models()).map((model) => model.id)).toContain("vllm/mock-model");
    const result = await llm.generate({ messages, model: "vllm/mock-model" }, never);
    expect(result).toMatchObject({ text: "fine", finishReason: "stop", model: { id: "vllm/mock-model" } });
  });

  test("a key that dies later is rotated past as well, and none left is one error", async () => {
    const llm = make({ answers: [ok] }, { apiKeys: ["one", "two"] });
    await llm.generate({ messages }, never);
    mock.script({ apiKeys: ["two"], answers: [ok] });
    expect((await llm.generate({ messages, model: "vllm/mock-model" }, never)).text).toBe("fine");
    mock.script({ apiKeys: [] });
    const got = await collect(llm.stream({ messages, model: "vllm/mock-model" }, never));
    expect(got.error?.message).toBe("vLLM refused every one of its 2 access keys.");
  });

  test("a server that dies is replaced by the pattern engine for auto, and only for auto", async () => {
    const short = await startMockOpenAi({ answers: [ok] });
    const llm = make({}, { url: short.url });
    expect((await llm.generate({ messages }, never)).model.id).toBe("vllm/mock-model");
    await short.stop();
    const got = await collect(llm.stream({ messages }, never));
    expect(got.text).toBe("pattern");
    const last = got.parts.findLast((part) => part.type === "route");
    expect(last).toMatchObject({ model: { builtin: true }, reason: expect.stringContaining("nothing listens there") });
    const named = await collect(llm.stream({ messages, model: "vllm/mock-model" }, never));
    expect(named.error?.kind).toBe("unavailable");
  });

  test("an abort reaches the server and the stream ends as cancelled", async () => {
    const llm = make({ answers: [{ steps: [{ text: "a" }, { hang: true }] }] });
    const before = mock.requests.length;
    const controller = new AbortController();
    const got = collect(
      (async function* () {
        for await (const part of llm.stream({ messages }, controller.signal)) {
          if (part.type === "text") controller.abort();
          yield part;
        }
      })(),
    );
    expect((await got).error?.kind).toBe("cancelled");
    expect(await mock.requests[before]?.finished).toBe(false);
  });

  test("an abort before the first byte reaches the server too", async () => {
    const llm = make({ answers: [{ steps: [{ hang: true }] }] });
    await llm.models();
    const before = mock.requests.length;
    const controller = new AbortController();
    const got = collect(llm.stream({ messages }, controller.signal));
    while (mock.requests.length === before) await Bun.sleep(1);
    controller.abort();
    expect((await got).error?.kind).toBe("cancelled");
    expect(await mock.requests[before]?.finished).toBe(false);
  });

  test("connections are used again after a complete stream", async () => {
    const llm = make({ answers: [ok] });
    const sockets = new Set<string>();
    for (let count = 0; count < 5; count++) await llm.generate({ messages }, never);
    for (const request of mock.requests.slice(-5)) {
      expect(await request.finished).toBe(true);
      sockets.add(request.remotePort);
    }
    expect(sockets.size).toBeLessThan(5);
  });
});

test("600 streams at once from a server process arrive whole and side by side", async () => {
  const script: MockScript = { answers: [{ text: "0123456789".repeat(4), chunkCharacters: 5, chunkDelayMs: 40 }] };
  const child = Bun.spawn([process.execPath, `${import.meta.dir}/testing/mock-openai-main.ts`], {
    env: { ...process.env, MOCK_SCRIPT: JSON.stringify(script), MOCK_STDIN: "1" },
    stdin: "pipe",
    stdout: "pipe",
    stderr: "inherit",
  });
  try {
    const reader = child.stdout.getReader();
    const url = new TextDecoder().decode((await reader.read()).value).trim();
    const llm = make({}, { url });
    await llm.models();
    let open = 0;
    let most = 0;
    const one = async () => {
      let text = "";
      let parts = 0;
      for await (const part of llm.stream({ messages, model: "vllm/mock-model" }, never)) {
        if (part.type === "route") most = Math.max(most, ++open);
        if (part.type === "text") text += part.text;
        parts++;
      }
      open--;
      return `${parts} ${text}`;
    };
    const answers = await Promise.all(Array.from({ length: 600 }, one));
    expect(new Set(answers)).toEqual(new Set([`11 ${"0123456789".repeat(4)}`]));
    expect(most).toBe(600);
  } finally {
    child.stdin.end();
    expect(await child.exited).toBe(0);
  }
}, 20_000);
