/**
 * The whole room against engines that exist. Runs only where they are named:
 *
 *   VITRINE_TEST_VLLM=/path/to/vllm               the weights are made by the Python beside it
 *   VITRINE_TEST_LLAMA_SERVER=/path/to/llama-server with VITRINE_TEST_GGUF=/path/to/model.gguf
 *
 * testing/real/make-tiny-model.py makes a model for either. A start takes tens of seconds.
 */
import { afterAll, afterEach, describe, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { StreamPart } from "../llm/index.ts";
import { temporaryFolder, testApp } from "../platform/testing.ts";
import type { EngineStatus, FailureCode } from "./contract.ts";
import { createEngineRoom, type EngineRoom } from "./index.ts";
import { versionBeside } from "./install/version.ts";
import { launchMarker } from "./process/index.ts";
import { type EngineSettingsInput, engineSettings } from "./settings.ts";

const { VITRINE_TEST_VLLM: vllm, VITRINE_TEST_LLAMA_SERVER: llama, VITRINE_TEST_GGUF: gguf } = process.env;
const startMs = 300_000;
const folder = temporaryFolder();
afterAll(folder.remove);

const rooms: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of rooms.splice(0)) await close();
}, 120_000);

interface Bench {
  room: EngineRoom;
  /** Every change of the engine that was seen, oldest first. */
  seen: EngineStatus[];
  /** What is there of the launches that were seen. */
  alive(): Living[];
  /** Resolves in one of these states. */
  until(...states: EngineStatus["state"][]): Promise<EngineStatus>;
}

/** A room with one engine, not started. */
async function bench(input: EngineSettingsInput): Promise<Bench> {
  const app = testApp();
  const room = createEngineRoom(app, { env: { PATH: process.env.PATH, HOME: folder.path } });
  const seen: EngineStatus[] = [];
  const subscription = room.supervisor.channel.subscribe("engines", 10_000);
  const watching = (async () => {
    for (let status = await subscription.next(); status !== undefined; status = await subscription.next()) {
      seen.push(status);
    }
  })();
  rooms.push(async () => {
    await room.close(10_000);
    subscription.close();
    await watching;
    app.dispose();
  });
  await room.open();
  room.store.create("real", engineSettings.parse(input));
  room.supervisor.changed("real");
  const alive = () => living([...new Set(seen.flatMap(({ launch }) => launch?.id ?? []))]);
  return {
    room,
    seen,
    alive,
    until: (...states) => room.supervisor.whenSettled("real", states, AbortSignal.timeout(startMs)),
  };
}

interface Living {
  pid: number;
  title: string;
}

/** Every process of these launches: by the mark in its environment, or by its title where that was written over it. */
function living(launches: readonly string[]): Living[] {
  const read = (pid: string, file: string) => readFileSync(`/proc/${pid}/${file}`, "latin1").split("\0");
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const [title, environment] = [read(name, "cmdline").join(" "), read(name, "environ")];
        const ours = launches.some(
          (id) => environment.includes(`${launchMarker}=${id}`) || title.startsWith(`vitrine-${id}`),
        );
        return ours ? [{ pid: Number(name), title }] : [];
      } catch {
        return [];
      }
    });
}

/** The letter that Linux gives it; undefined when it is gone, or dead and only waits for its parent to notice. */
function processState(pid: number): string | undefined {
  try {
    const state = /\) (\w) /.exec(readFileSync(`/proc/${pid}/stat`, "latin1"))?.[1];
    return state === "Z" || state === "X" ? undefined : state;
  } catch {
    return undefined;
  }
}

/** A streamed answer through the model layer's door. */
async function chat(room: EngineRoom, model: string): Promise<StreamPart[]> {
  const provider = room.providers().ready[0];
  if (!provider) throw new Error("no engine is ready");
  const request = {
    model,
    messages: [{ role: "user" as const, content: "Say something." }],
    maxTokens: 12,
    userId: "ada",
  };
  const parts: StreamPart[] = [];
  for await (const part of provider.stream(request, AbortSignal.timeout(120_000))) parts.push(part);
  return parts;
}

async function answers(room: EngineRoom): Promise<void> {
  const parts = await chat(room, "tiny");
  const kinds = parts.map(({ type }) => type);
  expect(kinds.filter((kind) => kind === "text").length).toBeGreaterThan(2);
  expect(parts).toContainEqual(
    expect.objectContaining({ type: "usage", usage: expect.objectContaining({ completionTokens: 12 }) }),
  );
  expect(parts.at(-1)).toMatchObject({ type: "end", finishReason: "length" });
}

describe.skipIf(vllm === undefined)(`vLLM at ${vllm ?? "VITRINE_TEST_VLLM, which is not set"}`, () => {
  const executable = vllm ?? "";
  const version = versionBeside(executable);
  const model = join(folder.path, "tiny");
  const make = (target: string, ...more: string[]) => {
    const script = join(import.meta.dir, "testing/real/make-tiny-model.py");
    const made = Bun.spawnSync([join(dirname(executable), "python"), script, "hf", target, ...more]);
    if (made.exitCode !== 0) throw new Error(made.stderr.toString());
  };
  const settings = (more: Partial<Extract<EngineSettingsInput, { adapter: "vllm" }>> = {}): EngineSettingsInput => {
    if (!existsSync(model)) make(model, "--weights");
    return {
      adapter: "vllm",
      label: "Tiny",
      servedName: "tiny",
      model,
      executable,
      gpus: version?.includes("cpu") ? "none" : "auto",
      enforceEager: true,
      drainSeconds: 5,
      startCapSeconds: startMs / 1000,
      extraArgs: ["--kv-cache-memory-bytes", String(2 ** 28)],
      ...more,
    };
  };

  test(
    "starts in phases, answers a stream, tells its numbers, stops and leaves nothing",
    async () => {
      const { room, seen, alive, until } = await bench(settings());
      room.supervisor.start("real");
      const ready = await until("ready", "failed");
      expect(ready).toMatchObject({ state: "ready" });
      expect(ready.launch?.measured).toMatchObject({ contextLength: 512 });
      expect(ready.launch?.measured.kvCacheTokens).toBeGreaterThan(512);
      expect(ready.launch?.version).toStartWith(version?.split("+")[0] ?? "0.");
      const phases = [...new Set(seen.flatMap(({ phase }) => phase?.label ?? []))];
      expect(phases.length).toBeGreaterThan(3);
      await answers(room);
      await answers(room);
      const deadline = Date.now() + 30_000;
      const metrics = () => room.supervisor.status("real")?.metrics;
      while ((metrics()?.generationTokens ?? 0) < 24 && Date.now() < deadline) await Bun.sleep(100);
      expect(metrics()).toMatchObject({ running: 0, waiting: 0, generationTokens: 24 });
      expect(metrics()?.iterations).toBeGreaterThan(10);
      expect(alive().length).toBeGreaterThan(1);
      room.supervisor.stop("real");
      await until("stopped");
      expect(alive()).toEqual([]);
      expect(readdirSync(room.runDir).filter((name) => name.endsWith(".sock"))).toEqual([]);
      expect(room.supervisor.status("real")?.failure).toBeUndefined();
    },
    startMs * 2,
  );

  test(
    "kill -9 of the API server alone: its orphans are reaped, and it comes back",
    async () => {
      const { room, alive, until } = await bench(settings());
      room.supervisor.start("real");
      const first = (await until("ready", "failed")).launch;
      const server = alive().find(({ pid }) => pid === first?.pid);
      const orphans = alive().filter(({ pid }) => pid !== first?.pid);
      expect(server).toBeDefined();
      expect(orphans.length).toBeGreaterThan(0);
      process.kill(first?.pid ?? 0, "SIGKILL");
      const died = await until("backoff", "failed");
      expect(died).toMatchObject({ state: "backoff", failure: { code: "died" } });
      expect(
        orphans.map(({ pid, title }) => ({ title, state: processState(pid) })).filter(({ state }) => state),
      ).toEqual([]);
      expect(alive()).toEqual([]);
      const again = await until("ready", "failed");
      expect(again.state).toBe("ready");
      expect(again.launch?.id).not.toBe(first?.id);
      await answers(room);
    },
    startMs * 2,
  );

  test(
    "its core killed: it reports success, and that is a failure",
    async () => {
      const { room, alive, until } = await bench(settings());
      room.supervisor.start("real");
      await until("ready", "failed");
      const core = alive().find(({ title }) => title.includes("::EngineCore"));
      process.kill(core?.pid ?? 0, "SIGKILL");
      const died = await until("backoff", "failed");
      expect(died.failure?.code).toBeOneOf(["exited", "died"]);
      room.supervisor.stop("real");
      await until("stopped");
      expect(alive()).toEqual([]);
    },
    startMs * 2,
  );

  const refusals: {
    name: string;
    more: Parameters<typeof settings>[0];
    prepare?: () => void;
    code: FailureCode;
    says: RegExp;
  }[] = [
    { name: "a context beyond the model's", more: { contextLength: 4096 }, code: "bad_setting", says: /512/ },
    { name: "an unknown tool call parser", more: { toolCallParser: "nosuch" }, code: "bad_setting", says: /nosuch/ },
    { name: "an unknown reasoning parser", more: { reasoningParser: "nosuch" }, code: "bad_setting", says: /nosuch/ },
    { name: "an unknown flag", more: { extraArgs: ["--no-such-flag"] }, code: "bad_setting", says: /no-such-flag/ },
    { name: "no such folder", more: { model: "/nowhere/model" }, code: "files_missing", says: /nowhere/ },
    {
      name: "an architecture it does not know",
      more: { model: join(folder.path, "unknown") },
      prepare: () => make(join(folder.path, "unknown"), "--weights", "--architecture", "NoSuchForCausalLM"),
      code: "architecture_unsupported",
      says: /NoSuchForCausalLM/,
    },
    {
      name: "no weights",
      more: { model: join(folder.path, "empty") },
      prepare: () => make(join(folder.path, "empty")),
      code: "files_missing",
      says: /weights|\.safetensors/i,
    },
    {
      name: "more memory than there is",
      more: { extraArgs: ["--kv-cache-memory-bytes", String(2 ** 45)] },
      code: "host_memory",
      says: /memory/,
    },
  ];
  for (const { name, more, prepare, code, says } of refusals) {
    test(
      `does not start, and says why: ${name}`,
      async () => {
        prepare?.();
        const { room, alive, until } = await bench(settings(more));
        room.supervisor.start("real");
        const { state, failure } = await until("failed", "ready", "backoff");
        expect({ state, code: failure?.code }).toEqual({ state: "failed", code });
        expect(`${failure?.reason} ${failure?.fix}`).toMatch(says);
        expect(alive()).toEqual([]);
      },
      startMs,
    );
  }
});

describe.skipIf(llama === undefined || gguf === undefined)(
  `llama-server at ${llama ?? "VITRINE_TEST_LLAMA_SERVER, which is not set"}`,
  () => {
    const settings = (
      more: Partial<Extract<EngineSettingsInput, { adapter: "llamacpp" }>> = {},
    ): EngineSettingsInput => ({
      adapter: "llamacpp",
      label: "Tiny",
      servedName: "tiny",
      model: gguf ?? "",
      executable: llama ?? "",
      gpus: "none",
      gpuLayers: 0,
      contextLength: 512,
      parallel: 2,
      ...more,
    });

    test(
      "starts, answers a stream, tells its numbers, stops and leaves nothing",
      async () => {
        const { room, alive, until } = await bench(settings());
        room.supervisor.start("real");
        expect(await until("ready", "failed")).toMatchObject({ state: "ready" });
        await answers(room);
        const deadline = Date.now() + 30_000;
        const metrics = () => room.supervisor.status("real")?.metrics;
        while ((metrics()?.generationTokens ?? 0) < 12 && Date.now() < deadline) await Bun.sleep(100);
        expect(metrics()).toMatchObject({ running: 0, waiting: 0 });
        room.supervisor.stop("real");
        await until("stopped");
        expect(alive()).toEqual([]);
      },
      startMs,
    );

    test(
      "killed, it comes back",
      async () => {
        const { room, until } = await bench(settings());
        room.supervisor.start("real");
        const first = (await until("ready", "failed")).launch;
        process.kill(first?.pid ?? 0, "SIGKILL");
        expect(await until("backoff", "failed")).toMatchObject({ state: "backoff" });
        expect((await until("ready", "failed")).launch?.id).not.toBe(first?.id);
        await answers(room);
      },
      startMs,
    );

    const refusals: { name: string; more: Parameters<typeof settings>[0]; code: FailureCode }[] = [
      { name: "an unknown argument", more: { extraArgs: ["--no-such-flag"] }, code: "bad_setting" },
      { name: "no such file", more: { model: "/nowhere/model.gguf" }, code: "files_missing" },
    ];
    for (const { name, more, code } of refusals) {
      test(
        `does not start, and says why: ${name}`,
        async () => {
          const { room, until } = await bench(settings(more));
          room.supervisor.start("real");
          const { state, failure } = await until("failed", "ready", "backoff");
          expect({ state, code: failure?.code }).toEqual({ state: "failed", code });
        },
        startMs,
      );
    }
  },
);
