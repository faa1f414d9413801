import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { collect, hello, never } from "../testing/harness.ts";
import { type MockAnswer, type MockOpenAi, startMockOpenAi } from "../testing/mock-openai.ts";
import { openaiProvider } from "./provider.ts";

let mock: MockOpenAi;
beforeAll(async () => {
  mock = await startMockOpenAi();
});
afterAll(() => mock.stop());

const provider = (options: { apiKeys?: string[] } = {}) =>
  openaiProvider({ id: "vllm", label: "vLLM", baseUrl: mock.url, ...options });

const ask = (answer: MockAnswer) => {
  mock.script({ answers: [answer] });
  return collect(provider().stream(hello, never));
};

describe("a request", () => {
  test("carries key, parameters and images, and asks for usage", async () => {
    mock.script({ apiKeys: ["k1"] });
    const before = mock.requests.length;
    await collect(
      provider({ apiKeys: ["k1"] }).stream(
        {
          model: "m",
          messages: [
            { role: "system", content: "be brief" },
            {
              role: "user",
              content: [
                { type: "text", text: "look" },
                { type: "image", mediaType: "image/png", data: "AAAA" },
              ],
            },
            {
              role: "assistant",
              content: [
                { type: "text", text: "a" },
                { type: "text", text: "b" },
              ],
            },
          ],
          maxTokens: 9,
          temperature: 0,
          topP: 0.5,
          stop: ["END"],
          seed: 4,
        },
        never,
      ),
    );
    const sent = mock.requests[before];
    expect(sent?.headers.authorization).toBe("Bearer k1");
    expect(sent?.body).toEqual({
      model: "m",
      messages: [
        { role: "system", content: "be brief" },
        {
          role: "user",
          content: [
            { type: "text", text: "look" },
            { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } },
          ],
        },
        { role: "assistant", content: "a\n\nb" },
      ],
      stream: true,
      stream_options: { include_usage: true },
      max_tokens: 9,
      temperature: 0,
      top_p: 0.5,
      stop: ["END"],
      seed: 4,
    });
  });

  test("leaves out for good what the server says it does not support", async () => {
    const refuse = (param: string): MockAnswer => ({
      status: 400,
      body: { error: { message: `Unsupported parameter: '${param}'`, param, code: "unsupported_parameter" } },
    });
    mock.script({ answers: [refuse("max_tokens"), refuse("temperature"), { text: "ok" }] });
    const before = mock.requests.length;
    const same = provider();
    const request = { ...hello, maxTokens: 5, temperature: 1 };
    expect((await collect(same.stream(request, never))).text).toBe("ok");
    expect((await collect(same.stream(request, never))).text).toBe("ok");
    const bodies = mock.requests.slice(before).map((one) => Object.keys(one.body ?? {}).join());
    expect(bodies).toHaveLength(4);
    expect(bodies[3]).toBe("model,messages,stream,stream_options,max_completion_tokens");
  });

  test("a refusal that is about something else is not asked again", async () => {
    const got = await ask({
      status: 400,
      body: { error: { message: "temperature must be at most 2", param: "temperature" } },
    });
    expect(got.error?.kind).toBe("invalid_request");
  });

  test("an abort ends the stream as cancelled and reaches the server at once", async () => {
    mock.script({ answers: [{ steps: [{ text: "a" }, { hang: true }] }] });
    const controller = new AbortController();
    const before = mock.requests.length;
    const stream = provider().stream(hello, controller.signal)[Symbol.asyncIterator]();
    expect((await stream.next()).value).toEqual({ type: "text", text: "a" });
    const waiting = stream.next();
    const started = performance.now();
    controller.abort();
    expect(await waiting.catch((error) => error.kind)).toBe("cancelled");
    expect(await mock.requests[before]?.finished).toBe(false);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  test("leaving the loop early closes the connection too", async () => {
    mock.script({ answers: [{ steps: [{ text: "a" }, { hang: true }] }] });
    const before = mock.requests.length;
    for await (const _ of provider().stream(hello, never)) break;
    expect(await mock.requests[before]?.finished).toBe(false);
  });

  test("an aborted signal sends nothing", async () => {
    const before = mock.requests.length;
    expect((await collect(provider().stream(hello, AbortSignal.abort()))).error?.kind).toBe("cancelled");
    expect(mock.requests.length).toBe(before);
  });
});

describe("the list of models", () => {
  test("tells context, sight and label in several servers' dialects, and leaves out what cannot chat", async () => {
    mock.script({
      models: [
        { id: "Qwen/Qwen3-Coder-30B", max_model_len: 32768 },
        { id: "Qwen/Qwen2.5-VL-7B-Instruct", max_model_len: 8192 },
        { id: "/models/tiny.gguf", meta: { n_ctx_train: 4096 } },
        { id: "router/seer", context_length: 9, architecture: { input_modalities: ["text", "image"] } },
        { id: "router/blind-vision", architecture: { input_modalities: ["text"] } },
        { id: "text-embedding-3-small" },
        { id: "whisper-1" },
        { id: "" },
      ],
    });
    const models = await provider().models(never);
    expect(models.map((model) => [model.id, model.label, model.contextLength, model.vision])).toEqual([
      ["vllm/Qwen/Qwen3-Coder-30B", "Qwen3-Coder-30B", 32768, false],
      ["vllm/Qwen/Qwen2.5-VL-7B-Instruct", "Qwen2.5-VL-7B-Instruct", 8192, true],
      ["vllm//models/tiny.gguf", "tiny", 4096, false],
      ["vllm/router/seer", "seer", 9, true],
      ["vllm/router/blind-vision", "blind-vision", undefined, false],
    ]);
  });

  test("stated names need no list", async () => {
    const models = await openaiProvider({
      id: "x",
      label: "X",
      baseUrl: "http://127.0.0.1:9/v1",
      models: ["a"],
    }).models(never);
    expect(models.map((model) => model.id)).toEqual(["x/a"]);
  });
});
