import { afterEach, describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { EngineProcess } from "../contract.ts";
import { freePort } from "../process/index.ts";
import { type Bench, createBench, isRunning } from "../process/testing.ts";
import { type FailureName, failureNames, failures } from "./failures.ts";
import { fakeNvidiaSmi } from "./fake-nvidia-smi.ts";
import { readRequests, type StandInScript, standInExecutable } from "./index.ts";

const benches: Bench[] = [];
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.dispose();
});

interface Started {
  bench: Bench;
  child: EngineProcess;
  socket: string;
  get(path: string): Promise<Response>;
  post(path: string, body: object, signal?: AbortSignal): Promise<Response>;
  ready(): Promise<unknown>;
}

async function start(script: StandInScript, flags: string[] = [], env: Record<string, string> = {}): Promise<Started> {
  const bench = createBench();
  benches.push(bench);
  const executable = standInExecutable(join(bench.folder, "bin"), script);
  const socket = join(bench.folder, "s.sock");
  const titlePrefix = `vitrine-${Bun.randomUUIDv7().slice(-12)}`;
  const child = await bench.run("", {
    argv: [executable, "serve", "/models/none", "--uds", socket, "--served-model-name", "coder", ...flags],
    env: { VLLM_PROCESS_NAME_PREFIX: titlePrefix, ...env },
    titlePrefix,
    endpoint: { kind: "unix", path: socket },
  });
  const url = (path: string) => `http://engine${path}`;
  return {
    bench,
    child,
    socket,
    get: (path) => fetch(url(path), { unix: socket }),
    post: (path, body, signal) =>
      fetch(url(path), { unix: socket, method: "POST", body: JSON.stringify(body), ...(signal && { signal }) }),
    ready: () => Promise.race([bench.heard(/Application startup complete/), child.exited]),
  };
}

const chat = (extra: object = {}) => ({ model: "coder", messages: [{ role: "user", content: "a card" }], ...extra });
const deltas = (text: string): { choices: { delta: { content?: string }; finish_reason: string | null }[] }[] =>
  [...text.matchAll(/^data: (\{.*)$/gm)].map((match) => JSON.parse(match[1] ?? ""));

/** Not `expect().rejects`: that runs the event loop inside itself, and a pipe that is read meanwhile can be forgotten. */
const refused = (answer: Promise<Response>): Promise<boolean> =>
  answer.then(
    () => false,
    () => true,
  );

describe("a stand-in that behaves", () => {
  test("passes its phases in order, refuses until it is ready, and answers", async () => {
    const { bench, get, post, ready } = await start({ phaseMs: { load: 40 } }, ["--enable-prompt-tokens-details"]);
    await bench.heard(/Starting to load model/);
    expect(await refused(get("/health"))).toBe(true);
    await ready();
    const order = ["Resolved architecture", "Initializing a V1", "Starting to load", "Model loading took", "Dynamo"];
    order.push("Available KV", "KV cache size", "Graph capturing finished", "init engine", "Starting vLLM server");
    const said = bench.lines.filter((line) => line.stream === "stdout").map((line) => line.text);
    expect(order.map((text) => said.find((line) => line.includes(text)) ?? text)).toEqual(
      said.filter((line) => order.some((text) => line.includes(text))),
    );
    expect(bench.lines.some((line) => /shards: +\d+% Completed/.test(line.text))).toBe(true);
    expect((await get("/health")).status).toBe(200);
    expect(await (await get("/version")).json()).toEqual({ version: "0.29.0" });
    expect(await (await get("/v1/models")).json()).toMatchObject({ data: [{ id: "coder", max_model_len: 32768 }] });
    expect(await (await post("/v1/chat/completions", chat())).json()).toMatchObject({
      object: "chat.completion",
      choices: [{ finish_reason: "stop", message: { role: "assistant" } }],
      usage: { prompt_tokens_details: { cached_tokens: 0 } },
    });
    expect((await post("/v1/chat/completions", { ...chat(), model: "other" })).status).toBe(404);
    expect((await post("/v1/chat/completions", chat({ max_tokens: 99_999 }))).status).toBe(400);
  });

  test("streams text, usage and an end; stops at max_tokens; counts under vLLM's names", async () => {
    const script = { answer: { text: "twelve chars", reasoning: "hmm" } };
    const { get, post, ready } = await start(script, ["--max-model-len", "8k"]);
    await ready();
    const streamed = chat({ stream: true, stream_options: { include_usage: true } });
    const text = await (await post("/v1/chat/completions", streamed)).text();
    expect(text).toEndWith("data: [DONE]\n\n");
    expect(
      deltas(text)
        .map((part) => part.choices[0]?.delta.content ?? "")
        .join(""),
    ).toBe("twelve chars");
    expect(text).toContain('"usage":{"prompt_tokens":');
    const cut = await (await post("/v1/completions", { model: "coder", prompt: "x", max_tokens: 1 })).json();
    expect(cut).toMatchObject({ choices: [{ finish_reason: "length" }], usage: { completion_tokens: 1 } });
    const metrics = await (await get("/metrics")).text();
    expect(metrics).toMatch(/^vllm:generation_tokens_total\{.*\} 5$/m);
    expect(metrics).toMatch(/^vllm:iteration_tokens_total_count\{.*\} 7$/m);
    expect(metrics).toMatch(/^vllm:num_requests_running\{.*\} 0$/m);
  });

  test("listens on a port as well, and says when that is taken", async () => {
    const port = await freePort();
    const server = Bun.listen({ hostname: "127.0.0.1", port, socket: { data() {} } });
    const bench = createBench();
    benches.push(bench);
    const executable = standInExecutable(join(bench.folder, "bin"));
    const argv = [executable, "serve", "m", "--host", "127.0.0.1", "--port", String(port)];
    const taken = await bench.run("", { argv });
    expect(await taken.exited).toMatchObject({ code: 1 });
    expect(bench.lines.some((line) => line.text.includes("[Errno 98] Address already in use"))).toBe(true);
    server.stop(true);
    await bench.run("", { argv });
    await bench.heard(/Application startup complete/);
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200);
  });

  test("drains on SIGTERM, answers what is open, and takes its processes with it", async () => {
    const script = { answer: { text: "x".repeat(40) }, tokensPerSecond: 50 };
    const { bench, child, post, ready } = await start(script, ["--shutdown-timeout", "5"]);
    await ready();
    const answer = await post("/v1/chat/completions", chat({ stream: true }));
    child.terminate();
    expect(await answer.text()).toEndWith("data: [DONE]\n\n");
    expect(await child.exited).toMatchObject({ code: 0 });
    expect((await bench.host.reap(child.record)).left).toEqual([]);
  });

  test("writes down each request and how it ended", async () => {
    const log = join(createLogFolder(), "requests");
    const { post, ready, get } = await start({ requestLog: log, tokensPerSecond: 100 });
    await ready();
    await (await post("/v1/chat/completions", chat({ max_tokens: 2 }))).text();
    const left = new AbortController();
    const answer = await post("/v1/chat/completions", chat({ stream: true }), left.signal);
    await answer.body?.getReader().read();
    left.abort();
    for (;;) if (/num_requests_running\{.*\} 0$/m.test(await (await get("/metrics")).text())) break;
    expect(readRequests(log)).toMatchObject([
      { number: 1, prompt: "a card", outcome: "answered", tokens: 2 },
      { number: 2, stream: true, outcome: "aborted" },
    ]);
  });
});

const folders: Bench[] = [];
function createLogFolder(): string {
  const bench = createBench();
  folders.push(bench);
  benches.push(bench);
  return bench.folder;
}

describe("a stand-in that misbehaves", () => {
  test.each(failureNames.map((name): [FailureName] => [name]))("fails with %s", async (name) => {
    const failure = failures[name];
    const { bench, child } = await start({ exit: { phase: failure.phase, failure: name } });
    expect(await child.exited).toMatchObject({ code: 1 });
    const text = bench.lines.map((line) => line.text).join("\n");
    expect(text).toContain(failure.message.split("\n")[0] ?? "");
    expect(bench.lines.at(-1)?.text.includes("See root cause above")).toBe(failure.where === "core");
  });

  test("stops in a phase and says no more", async () => {
    const { bench, child } = await start({ stall: "cache" });
    await bench.heard(/GPU KV cache size/);
    child.terminate();
    expect(await child.exited).toMatchObject({ code: 0 });
  });

  test("never becomes ready", async () => {
    const { bench, get } = await start({ stall: "serve" });
    await bench.heard(/init engine/);
    expect(await refused(get("/health"))).toBe(true);
  });

  test("hangs after a request: health is fine, the iterations stand still", async () => {
    const { get, post, ready } = await start({ hang: { afterRequests: 2 } });
    await ready();
    await (await post("/v1/chat/completions", chat())).text();
    const steps = async () =>
      /iteration_tokens_total_count\{.*\} (\d+)/.exec(await (await get("/metrics")).text())?.[1];
    const left = new AbortController();
    const hanging = post("/v1/chat/completions", chat(), left.signal);
    for (;;) if (/num_requests_running\{.*\} 1$/m.test(await (await get("/metrics")).text())) break;
    const before = await steps();
    expect((await get("/health")).status).toBe(200);
    expect(await steps()).toBe(before);
    left.abort();
    expect(await refused(hanging)).toBe(true);
  });

  const ends: [string, StandInScript, object][] = [
    ["with 0", { die: { afterRequests: 1, code: 0 } }, { code: 0, signal: null }],
    ["with 1 and a text", { die: { afterRequests: 1, text: ["CUDA error: unspecified launch failure"] } }, { code: 1 }],
    ["by SIGSEGV", { die: { afterRequests: 1, signal: "SIGSEGV" } }, { code: null, signal: "SIGSEGV" }],
    [
      "by SIGKILL, at the start",
      { die: { afterRequests: 1, signal: "SIGKILL", when: "start" } },
      { signal: "SIGKILL" },
    ],
    ["after some time", { die: { afterMs: 20, code: 1 } }, { code: 1 }],
  ];
  test.each(ends)("dies %s in the middle of a request", async (_, script, exit) => {
    const { child, post, ready } = await start(script);
    await ready();
    const answer = post("/v1/chat/completions", chat())
      .then((response) => response.text())
      .then(
        () => "answered",
        () => "broken off",
      );
    expect(await child.exited).toMatchObject(exit);
    if (script.die?.afterMs === undefined) expect(await answer).toBe("broken off");
    await answer;
  });

  test("its core dies: health is 503, requests fail, and it ends with 0", async () => {
    const { bench, child, get, ready } = await start({});
    await ready();
    const core = Number((await bench.heard(/EngineCore pid=(\d+)/))[1]);
    process.kill(core, "SIGKILL");
    await bench.heard(/died unexpectedly/);
    expect((await get("/health")).status).toBe(503);
    expect(await child.exited).toMatchObject({ code: 0 });
  });

  test("ignores SIGTERM", async () => {
    const { bench, child, get, ready } = await start({ ignoreTerm: true });
    await ready();
    child.terminate();
    expect((await get("/health")).status).toBe(200);
    expect((await bench.host.reap(child.record)).killed).toContain(child.record.pid ?? 0);
    expect(await child.exited).toMatchObject({ signal: "SIGKILL" });
  });

  test("leaves workers behind that hold the GPU until they are reaped", async () => {
    const smi = fakeNvidiaSmi(join(createLogFolder(), "smi"), {
      gpus: [{ uuid: "GPU-aaaa", name: "NVIDIA L40S", totalMiB: 46_068 }],
    });
    const env = { CUDA_VISIBLE_DEVICES: "GPU-aaaa" };
    const { bench, child, ready } = await start({ orphans: 2, gpuFolder: smi.gpuFolder, gpuMemoryMib: 9_000 }, [], env);
    await ready();
    const used = () => ask(smi.program, "--query-gpu=memory.used");
    const apps = async () => (await ask(smi.program, "--query-compute-apps=pid,process_name")).split("\n");
    expect(await used()).toBe("18000");
    child.terminate();
    await child.exited;
    expect(await used()).toBe("18000");
    const holders = (await apps()).map((line) => line.split(", "));
    expect(holders.map(([, name]) => name).sort()).toEqual(
      [0, 1].map((n) => `${child.record.titlePrefix}::Worker_TP${n}`),
    );
    const report = await bench.host.reap(child.record);
    for (const [pid] of holders) expect(report.killed).toContain(Number(pid));
    for (const [pid] of holders) expect(isRunning(Number(pid))).toBe(false);
    expect(await used()).toBe("0");
    expect(existsSync(child.record.cgroup ?? "/none")).toBe(false);
  });

  test("a worker for each GPU; a second engine finds too little memory", async () => {
    const gpus = ["GPU-a", "GPU-b"].map((uuid) => ({ uuid, name: "NVIDIA L4", totalMiB: 23_034 }));
    const smi = fakeNvidiaSmi(join(createLogFolder(), "smi"), { gpus });
    const flags = ["--tensor-parallel-size", "2"];
    const env = { CUDA_VISIBLE_DEVICES: "GPU-a,GPU-b" };
    const first = await start({ gpuFolder: smi.gpuFolder }, flags, env);
    await first.ready();
    expect(await ask(smi.program, "--query-gpu=memory.used")).toBe("21191\n21191");
    const second = await start({ gpuFolder: smi.gpuFolder }, flags, env);
    expect(await second.child.exited).toMatchObject({ code: 1 });
    const text = second.bench.lines.map((line) => line.text).join("\n");
    expect(text).toContain("Free memory on device cuda:0 (1.80/22.49 GiB) on startup is less than desired");
  });

  const refusals: [string, string[], string, number][] = [
    ["unknown flags", ["--no-such-flag", "3"], "unrecognized arguments: --no-such-flag 3", 2],
    ["an unknown tool parser", ["--tool-call-parser", "nope"], "invalid tool call parser: nope", 1],
  ];
  test.each(refusals)("refuses %s", async (_, flags, text, code) => {
    const { bench, child } = await start({}, flags);
    expect(await child.exited).toMatchObject({ code });
    expect(bench.lines.some((line) => line.text.includes(text))).toBe(true);
  });

  test("lists another name, and numbers that are none", async () => {
    const { get, ready } = await start({ servedName: "else", metrics: "malformed" });
    await ready();
    expect(await (await get("/v1/models")).json()).toMatchObject({ data: [{ id: "else" }] });
    expect(await (await get("/metrics")).text()).toContain("{{{");
  });
});

async function ask(program: string, ...args: string[]): Promise<string> {
  const child = Bun.spawn([program, ...args, "--format=csv,noheader,nounits"], { stdout: "pipe", stdin: "ignore" });
  return (await new Response(child.stdout).text()).trim();
}
