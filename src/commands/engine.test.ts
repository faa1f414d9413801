import { afterAll, describe, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EngineStatus } from "../engine/index.ts";
import { program, wheelFolder } from "../engine/install/testing.ts";
import { openEngineLog } from "../engine/process/index.ts";
import { systemClock } from "../platform/clock.ts";
import { dataPaths } from "../platform/paths.ts";
import { temporaryFolder } from "../platform/testing.ts";
import type { Io } from "./command.ts";
import { engineCommand } from "./engine.ts";
import { runCommand } from "./run.ts";

const root = temporaryFolder();
afterAll(root.remove, 120_000);
let count = 0;

interface Ran {
  code: number;
  out: string;
  err: string;
}

/** A data folder of its own and the command over it; `env` beside VITRINE_DATA. */
function bench(env: Record<string, string> = {}) {
  const data = join(root.path, `data-${count++}`);
  const run = async (...args: string[]): Promise<Ran> => {
    const [out, err]: [string[], string[]] = [[], []];
    const io: Io = {
      env: { VITRINE_DATA: data, PATH: "/nowhere", ...env },
      out: (text) => void out.push(text),
      err: (text) => void err.push(text),
      readSecret: async () => "key-123",
    };
    const code = await runCommand([engineCommand], ["engine", ...args], io);
    return { code, out: out.join("\n"), err: err.join("\n") };
  };
  return { data, run };
}

type Handler = (body: unknown) => unknown;

/** A server that answers as the administration of engines does; statuses are pushed to whoever watches. */
function server(data: string, routes: Record<string, Handler> = {}) {
  const asked: { route: string; body: unknown }[] = [];
  const watchers = new Set<ReadableStreamDefaultController<Uint8Array>>();
  const begin: unknown[] = [];
  const frame = (event: string, value: unknown) => Buffer.from(`event: ${event}\ndata: ${JSON.stringify(value)}\n\n`);
  const http = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const { pathname, search } = new URL(request.url);
      if (pathname === "/health/live") return Response.json({ service: "vitrine" });
      expect(request.headers.get("authorization")).toStartWith("Operator ");
      if (pathname.endsWith("/stream")) {
        const event = pathname.includes("/logs/") ? "line" : "engine";
        const stream = new ReadableStream<Uint8Array>({
          start(controller) {
            for (const value of begin) controller.enqueue(frame(event, value));
            watchers.add(controller);
            watched.resolve();
          },
        });
        return new Response(stream, { headers: { "content-type": "text/event-stream" } });
      }
      const route = `${request.method} ${pathname}${search}`;
      const body: unknown = request.headers.has("content-type") ? await request.json() : undefined;
      asked.push({ route, body });
      const handler = routes[route];
      if (!handler) return Response.json({ code: "not_found", detail: `No ${route} here.` }, { status: 404 });
      return Response.json(handler(body));
    },
  });
  const watched = Promise.withResolvers<void>();
  const { run, serverFile } = dataPaths(data);
  mkdirSync(run, { recursive: true });
  writeFileSync(serverFile, JSON.stringify({ url: `http://127.0.0.1:${http.port}`, pid: process.pid }));
  return {
    asked,
    begin,
    watched: watched.promise,
    push: (value: unknown, event = "engine") => {
      for (const watcher of watchers) watcher.enqueue(frame(event, value));
    },
    end: () => {
      for (const watcher of watchers) watcher.close();
    },
    stop: () => http.stop(true),
  };
}

const settings = { adapter: "vllm", label: "Tiny", servedName: "tiny", model: "owner/tiny" };
const status = (state: EngineStatus["state"], rest: Partial<EngineStatus> = {}): EngineStatus => ({
  engineId: "tiny",
  state,
  since: Date.now() + 1,
  desired: "running",
  inFlight: 0,
  waiting: 0,
  ...rest,
});
const view = (of: EngineStatus) => ({ id: "tiny", settings, status: of, createdAt: "", updatedAt: "" });
const failure = {
  code: "no_kv_memory" as const,
  reason: "The weights leave no room.",
  fix: "Choose a smaller variant.",
  retryable: false,
  at: 1,
};

describe("without a running server", () => {
  test("engines are made, listed, meant to run and removed in the database", async () => {
    const { run } = bench();
    expect(await run("status", "--json")).toMatchObject({ code: 0, out: expect.stringContaining('"items": []') });
    const made = await run("add", "--adapter", "vllm", "--model", "Qwen/Qwen3-8B", "--set", "gpuMemoryUtilization=0.8");
    expect(made).toMatchObject({ code: 0, out: "qwen3-8b" });
    expect(await run("start", "qwen3-8b")).toMatchObject({
      code: 0,
      err: expect.stringContaining("will start with it"),
    });
    const shown = await run("status", "Qwen3-8B");
    expect(shown.out).toBe("qwen3-8b  stopped  Qwen3-8B  (vllm)\n          starts with Vitrine");
    expect(shown.err).toContain("does not run on this data folder");
    expect(JSON.parse((await run("list", "--json")).out)).toMatchObject({
      serverRunning: false,
      items: [
        { id: "qwen3-8b", settings: { gpuMemoryUtilization: 0.8 }, status: { state: "stopped", desired: "running" } },
      ],
    });
    expect(await run("stop", "qwen3-8b")).toMatchObject({ code: 0, err: expect.stringContaining("stays stopped") });
    expect((await run("remove", "qwen3-8b")).code).toBe(0);
    expect(await run("start", "qwen3-8b")).toMatchObject({
      code: 1,
      err: expect.stringContaining("There is no engine"),
    });
  });

  test("a program with its arguments, a remote server with a key that is asked for, settings in a file", async () => {
    const { run, data } = bench();
    const own = await run("add", "--adapter", "command", "--name", "own", "--json", "--", "serve", "--port", "{port}");
    expect(JSON.parse(own.out).settings).toMatchObject({ argv: ["serve", "--port", "{port}"] });
    const remote = await run("add", "--adapter", "remote", "--name", "far", "--url", "http://gpu.lan/v1", "--ask-key");
    expect(remote.code).toBe(0);
    expect((await run("list", "--json")).out).not.toContain("key-123");
    const file = join(data, "engine.json");
    writeFileSync(file, JSON.stringify({ ...settings, pinned: true }));
    const fromFile = await run("add", "--file", file, "--id", "two", "--context", "4096", "--gpus", "none", "--json");
    expect(JSON.parse(fromFile.out)).toMatchObject({
      id: "two",
      settings: { pinned: true, contextLength: 4096, gpus: "none", label: "Tiny" },
    });
  });

  test("the end of a log is read from its file", async () => {
    const { run, data } = bench();
    await run("add", "--adapter", "vllm", "--model", "a/tiny");
    const log = openEngineLog(dataPaths(data).engineLogs, "tiny", systemClock);
    for (const [level, text] of [
      ["info", "loading"],
      ["error", "CUDA out of memory"],
      ["info", "Out of here"],
    ] as const)
      log.append({ at: 1, stream: "stdout", level, text });
    await log.close();
    expect((await run("logs", "tiny")).out).toBe("loading\nCUDA out of memory\nOut of here");
    expect((await run("logs", "tiny", "--lines", "1", "--search", "OUT OF M")).out).toBe("CUDA out of memory");
    expect(JSON.parse((await run("logs", "tiny", "--level", "error", "--json")).out).items).toHaveLength(1);
    expect(await run("logs", "tiny", "-f")).toMatchObject({
      code: 1,
      err: expect.stringContaining("Leave out --follow"),
    });
  });

  test("installs from a folder of wheels, lists and removes", async () => {
    const { run, data } = bench({ PATH: process.env.PATH ?? "", HOME: root.path });
    const wheels = wheelFolder(join(data, "wheels"), [
      { name: "vllm", version: "0.29.0", script: `import vllm; print(vllm.__version__)` },
    ]);
    const made = await run("install", "--wheels", wheels, "--json");
    expect(made.err).toContain("vLLM 0.29.0 is installed.");
    expect(JSON.parse(made.out)).toMatchObject({ name: "vllm-0.29.0", version: "0.29.0" });
    expect((await run("install", "--list")).out).toContain(JSON.parse(made.out).executable);
    expect(await run("install", "--remove", "0.29.0")).toMatchObject({ code: 0, err: "Removed vllm-0.29.0." });
    expect(await run("install", "--wheels", "/nowhere")).toMatchObject({ code: 1, out: "" });
  }, 180_000);
});

describe("with a running server", () => {
  test("start shows each phase once, then says that it is ready", async () => {
    const { run, data } = bench();
    const ready = status("ready", {
      launch: {
        id: "l",
        startedAt: 0,
        readyAt: 21_400,
        command: "vllm serve",
        version: "0.29.0",
        measured: { contextLength: 512 },
        endpoint: "unix",
      },
    });
    let now = status("stopped", { since: 1, desired: "stopped" });
    const http = server(data, {
      "GET /api/admin/engines": () => ({ items: [view(now)] }),
      "GET /api/admin/engines/tiny": () => view(now),
      "POST /api/admin/engines/tiny/start": () => view(now),
    });
    // What it was before is told first, and is not taken for the end.
    http.begin.push(status("failed", { since: 1, failure }));
    const work = run("start", "tiny");
    await http.watched;
    const phase = { id: "load", label: "Loading weights", index: 2, count: 9, startedAt: 0, launchedAt: Date.now() };
    http.push(status("preflight"));
    for (const progress of [0.41, 0.44, 0.52]) {
      http.push(status("starting", { phase: { ...phase, progress, totalEstimateMs: 60_500 } }));
    }
    http.push({ ...status("failed"), engineId: "another" });
    now = ready;
    http.push(ready);
    const { code, out, err } = await work;
    expect(err.split("\n").map((line) => line.replace(/about \d+ s/, "about 1 s"))).toEqual([
      "Checking files, GPU and program",
      "3/9 Loading weights 40 %, about 1 s left",
      "3/9 Loading weights 50 %, about 1 s left",
    ]);
    expect(out).toBe("Tiny is ready after 21 s (local/tiny, context 512 tokens). Log: vitrine engine logs tiny");
    expect(code).toBe(0);
    expect(http.asked.map(({ route }) => route)).toContain("POST /api/admin/engines/tiny/start");
    await http.stop();
  });

  test.each([
    [status("failed", { failure }), "Tiny did not start.\nThe weights leave no room.\nfix: Choose a smaller variant."],
    [status("gpu_unavailable", { failure }), "waits for its GPU"],
    [status("stopped", { desired: "stopped" }), "was stopped meanwhile"],
  ])("a start that ends badly says why on stderr, exit code 1: %#", async (end, says) => {
    const { run, data } = bench();
    const http = server(data, {
      "GET /api/admin/engines": () => ({ items: [view(end)] }),
      "GET /api/admin/engines/tiny": () => view(end),
      "POST /api/admin/engines/tiny/start": () => view(end),
    });
    const work = run("start", "tiny");
    await http.watched;
    http.push(status("backoff", { failure, backoff: { attempt: 2, until: Date.now() + 9_600 } }));
    http.push({ ...end, since: Date.now() + 1 });
    const { code, out, err } = await work;
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("fix: Choose a smaller variant. Attempt 2 in");
    expect(err).toContain(says);
    await http.stop();
  });

  test("a server that goes away while it is watched is said so", async () => {
    const { run, data } = bench();
    const stopped = view(status("stopped", { since: 1 }));
    const http = server(data, {
      "GET /api/admin/engines": () => ({ items: [stopped] }),
      "POST /api/admin/engines/tiny/restart": () => stopped,
    });
    const work = run("restart", "tiny");
    await http.watched;
    http.end();
    expect(await work).toMatchObject({
      code: 1,
      err: "vitrine engine: Vitrine stopped meanwhile. The engine starts with it again.",
    });
    await http.stop();
  });

  test("a server's refusal is its own sentence; --no-wait does not watch", async () => {
    const { run, data } = bench();
    const one = view(status("ready"));
    const http = server(data, {
      "GET /api/admin/engines": () => ({ items: [one, { ...one, id: "other" }] }),
      "GET /api/admin/engines/other": () => one,
      "POST /api/admin/engines/tiny/swap": () => one,
    });
    expect(await run("stop", "tiny")).toMatchObject({
      code: 1,
      err: "vitrine engine: No POST /api/admin/engines/tiny/stop here.",
    });
    expect((await run("swap", "tiny", "other", "--no-wait", "--json")).code).toBe(0);
    expect(http.asked.find(({ route }) => route.endsWith("/swap"))?.body).toEqual({ to: "other" });
    await http.stop();
  });

  test("a model of the catalogue becomes an engine; missing files and what does not fit are said", async () => {
    const { run, data } = bench();
    const variant = (id: string, verdict: string, state?: string) => ({
      id,
      label: id.toUpperCase(),
      repository: `owner/${id}`,
      fit: { verdict, summary: `Summary of ${id}.` },
      recommended: { ...settings, label: id },
      ...(state ? { stored: { state } } : {}),
    });
    const variants = [variant("bf16", "does_not_fit"), variant("awq", "fits"), variant("fp8", "fits", "complete")];
    const http = server(data, {
      "GET /api/admin/engines": () => ({ items: [] }),
      "GET /api/admin/models": () => ({ items: [{ id: "coder", name: "Coder", variants }] }),
      "POST /api/admin/engines": () => view(status("stopped")),
      "POST /api/admin/engines/tiny/start": () => view(status("preflight")),
      "GET /api/admin/engines/tiny": () => view(status("preflight")),
    });
    const started = await run("start", "coder", "--no-wait");
    expect(started.err).toContain("Making an engine for Coder FP8. Summary of fp8.");
    expect(http.asked.find(({ route }) => route === "POST /api/admin/engines")?.body).toEqual({
      settings: { ...settings, label: "fp8" },
    });
    expect((await run("start", "coder:awq")).err).toContain("vitrine models pull owner/awq");
    expect((await run("start", "coder:bf16")).err).toContain("does not run here. Summary of bf16.");
    expect((await run("start", "coder:x")).err).toContain("has no variant x. It has: bf16, awq, fp8.");
    expect((await run("start", "nothing")).err).toContain("There is no engine nothing");
    await http.stop();
  });

  test("a log goes on with what is new and is searched here as there", async () => {
    const { run, data } = bench();
    const line = (seq: number, text: string, level = "info") => ({ seq, text, level, at: 1, stream: "stdout" });
    const http = server(data, {
      "GET /api/admin/engines": () => ({ items: [view(status("ready"))] }),
      "GET /api/admin/engines/tiny/logs?limit=100&q=a&level=warning": () => ({ items: [line(4, "a4", "warning")] }),
    });
    http.begin.push(line(3, "a3", "error"), line(4, "a4", "warning"), line(5, "A5", "error"));
    const work = run("logs", "tiny", "--follow", "--search", "a", "--level", "warning");
    await http.watched;
    for (const one of [line(6, "a6"), line(7, "b7", "error"), line(8, "a8", "error")]) http.push(one, "line");
    http.end();
    expect(await work).toMatchObject({ code: 0, out: "a4\nA5\na8" });
    await http.stop();
  });
});

test.each([
  [["dance"], "There is no verb dance."],
  [["start"], "takes 1 name after it"],
  [["swap", "a"], "takes 2 names after it"],
  [["status", "--follow"], "engine status has no option --follow."],
  [["logs", "a", "--lines", "0"], "--lines takes a number"],
  [["logs", "a", "--level", "loud"], "There is no level loud."],
  [["add", "--name", "x"], "--adapter is missing"],
  [["add", "--adapter", "remote"], "--name is missing"],
  [["add", "--adapter", "vllm", "--model", "a/b", "--set", "x"], "--set takes KEY=VALUE"],
  [["install", "--wheels", "x", "--build", "cpu"], "goes with neither --index nor --build"],
])("wrong usage is exit code 2: %j", async (args, says) => {
  const { code, out, err } = await bench().run(...args);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain(says);
});

test("what is on PATH is listed too", async () => {
  const bin = join(root.path, "bin");
  program(bin, "llama-server", "echo 'version: 5123 (1a2b3c4)' >&2");
  const { out } = await bench({ PATH: bin }).run("install", "--list");
  expect(out).toBe(`* llamacpp  b5123         ${join(bin, "llama-server")}\n    Found on PATH.`);
});
