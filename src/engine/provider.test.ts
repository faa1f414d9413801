import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { createLlm, type RoutedPart } from "../llm/index.ts";
import { fixedRandom, quiet, standIn } from "../llm/testing/harness.ts";
import { type MockOpenAi, startMockOpenAi } from "../llm/testing/mock-openai.ts";
import { ManualClock } from "../platform/clock.ts";
import type { EngineState, EngineStatus } from "./contract.ts";
import type { Engine } from "./engines.ts";
import { createEngineProviders } from "./provider.ts";
import { createQueue, type EngineQueue, type Standing } from "./queue/index.ts";
import { engineSettings } from "./settings.ts";

let mock: MockOpenAi;
beforeAll(async () => {
  mock = await startMockOpenAi();
});
afterAll(() => mock.stop());

const engine = (id: string, desiredAt = 0): Engine => ({
  id,
  desired: "running",
  desiredAt,
  createdAt: 0,
  updatedAt: 0,
  settings: engineSettings.parse({
    adapter: "remote",
    label: id.toUpperCase(),
    servedName: `${id}-model`,
    baseUrl: mock.url,
  }),
});

let clock: ManualClock;
let queue: EngineQueue;
let engines: Engine[];
const states = new Map<string, EngineState>();

function setUp() {
  const status = (engineId: string): EngineStatus => ({
    engineId,
    state: states.get(engineId) ?? "stopped",
    since: 0,
    desired: "running",
    inFlight: 0,
    waiting: 0,
    ...(states.get(engineId) === "failed"
      ? { failure: { code: "no_kv_memory", reason: "Its weights leave no room.", fix: "", retryable: false, at: 0 } }
      : {}),
  });
  const providers = createEngineProviders({
    store: { list: () => engines, find: (id) => engines.find((one) => one.id === id) },
    queue,
    status,
    base: () => ({ baseUrl: mock.url }),
  });
  return createLlm({
    clock,
    random: fixedRandom(0),
    log: quiet,
    providers: () => {
      const { ready, others } = providers();
      return [...ready, ...others, standIn()];
    },
  });
}

beforeEach(() => {
  clock = new ManualClock();
  queue = createQueue(clock);
  engines = [engine("a", 1), engine("b", 2)];
  states.clear();
  mock.script({ answers: [{ steps: [{ text: "hello" }, { finish: "stop" }, { done: true }] }] });
});

const open = (launchId: string, model: string): Standing => ({
  kind: "open",
  launchId,
  endpoint: { kind: "remote", baseUrl: mock.url },
  model,
  capacity: 1,
  maxWaiting: 4,
});

async function read(llm: ReturnType<typeof setUp>, model?: string, onPart: (part: RoutedPart) => void = () => {}) {
  const parts: RoutedPart[] = [];
  const request = { messages: [{ role: "user" as const, content: "hi" }], ...(model ? { model } : {}) };
  const done = (async () => {
    try {
      for await (const part of llm.stream(request, new AbortController().signal)) {
        parts.push(part);
        onPart(part);
      }
      return undefined;
    } catch (error) {
      return error;
    }
  })();
  return { error: await done, parts, kinds: parts.map(({ type }) => type).join(" ") };
}

describe("a request to an engine of this machine", () => {
  test("goes to the engine that is ready, the last started first, under the engine's own name for the model", async () => {
    states.set("a", "ready").set("b", "ready");
    queue.set("a", open("la", "a-model"));
    queue.set("b", open("lb", "b-model"));
    const got = await read(setUp());
    expect(got.kinds).toBe("route text usage end");
    expect(got.parts[0]).toMatchObject({ model: { id: "local/b-model", label: "B" } });
    expect(queue.inFlight("b")).toBe(0);
  });

  test("prefers an engine that answers to one that loads", async () => {
    states.set("a", "ready").set("b", "starting");
    queue.set("a", open("la", "a-model"));
    queue.set("b", { kind: "holding", detail: "Loading.", maxWaiting: 4 });
    const got = await read(setUp());
    expect(got.parts[0]).toMatchObject({ model: { id: "local/a-model" } });
  });

  test("waits while the model loads, says so, and no timer runs out meanwhile", async () => {
    states.set("b", "starting");
    engines = [engine("b")];
    queue.set("b", { kind: "holding", detail: "Loading weights.", maxWaiting: 4 });
    const done = read(setUp(), undefined, (part) => {
      if (part.type !== "wait") return;
      void clock.advance(3_600_000).then(() => queue.set("b", open("lb", "b-model")));
    });
    const got = await done;
    expect(got.error).toBeUndefined();
    expect(got.kinds).toBe("route wait begin text usage end");
    expect(got.parts[1]).toEqual({ type: "wait", phase: "loading", position: 1, detail: "Loading weights." });
  });

  test("is answered by the engine that took the place of its own, and says which and why", async () => {
    states.set("a", "ready").set("b", "ready");
    queue.set("a", { kind: "replaced", by: "b", reason: "A was swapped for B." });
    queue.set("b", open("lb", "b-model"));
    const got = await read(setUp(), "local/a-model");
    expect(got.kinds).toBe("route begin text usage end");
    expect(got.parts[1]).toMatchObject({
      instead: { model: { id: "local/b-model" }, reason: "A was swapped for B." },
    });
  });

  test("fails over to what else there is when its engine cannot start, with the reason", async () => {
    engines = [engine("b")];
    states.set("b", "failed");
    queue.set("b", { kind: "closed", reason: "Its weights leave no room." });
    const got = await read(setUp());
    expect(got.parts[0]).toMatchObject({
      type: "route",
      standsIn: true,
      model: { builtin: true },
      reason: expect.stringContaining("Its weights leave no room."),
    });
    const named = await read(setUp(), "local/b-model");
    expect(named.error).toMatchObject({ kind: "unavailable", message: expect.stringContaining("leave no room") });
  });

  test("is told when the engine is taken away in the middle of the answer", async () => {
    states.set("b", "ready");
    engines = [engine("b")];
    queue.set("b", open("lb", "b-model"));
    mock.script({ answers: [{ steps: [{ text: "half" }, { delayMs: 5_000 }, { finish: "stop" }] }] });
    const got = await read(setUp(), undefined, (part) => {
      if (part.type === "text") queue.revoke("lb", "The engine stopped answering and was replaced.");
    });
    expect(got.error).toMatchObject({ kind: "cut", message: "The engine stopped answering and was replaced." });
    expect(queue.inFlight("b")).toBe(0);
  });

  test("leaves nothing behind when it is cancelled while it waits", async () => {
    states.set("b", "starting");
    engines = [engine("b")];
    queue.set("b", { kind: "holding", detail: "Loading.", maxWaiting: 4 });
    const controller = new AbortController();
    const llm = setUp();
    const reading = (async () => {
      for await (const part of llm.stream({ messages: [{ role: "user", content: "hi" }] }, controller.signal)) {
        if (part.type === "wait") controller.abort();
      }
    })();
    await expect(reading).rejects.toMatchObject({ kind: "cancelled" });
    await clock.advance(0);
    expect(queue.waiting("b")).toBe(0);
    queue.set("b", open("lb", "b-model"));
    expect(queue.inFlight("b")).toBe(0);
  });
});
