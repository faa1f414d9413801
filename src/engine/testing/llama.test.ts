import { afterEach, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { type Bench, createBench } from "../process/testing.ts";
import { type StandInScript, standInExecutable } from "./index.ts";

const benches: Bench[] = [];
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.dispose();
});

async function start(script: StandInScript, flags: string[] = []) {
  const bench = createBench();
  benches.push(bench);
  const socket = join(bench.folder, "s.sock");
  const executable = standInExecutable(join(bench.folder, "bin"), script, "llama-server");
  const argv = [executable, "-m", "/models/a.gguf", "--alias", "coder", "--host", socket, "--metrics", ...flags];
  const child = await bench.run("", { argv, endpoint: { kind: "unix", path: socket } });
  const ask = (path: string, body?: object) =>
    fetch(`http://engine${path}`, { unix: socket, ...(body && { method: "POST", body: JSON.stringify(body) }) });
  return { bench, child, ask };
}

describe("a stand-in for llama-server", () => {
  test("is 503 while it loads, then answers", async () => {
    const { bench, ask } = await start({ phaseMs: { load: 60 }, answer: { text: "hello" } }, ["-c", "4096"]);
    await bench.heard(/loading model tensors/);
    expect((await ask("/health")).status).toBe(503);
    await bench.heard(/server is listening/);
    expect(await (await ask("/health")).json()).toEqual({ status: "ok" });
    expect(await (await ask("/v1/models")).json()).toMatchObject({ data: [{ id: "coder" }] });
    expect(await (await ask("/props")).json()).toMatchObject({ default_generation_settings: { n_ctx: 4096 } });
    const messages = [{ role: "user", content: "hi" }];
    expect(await (await ask("/v1/chat/completions", { model: "coder", messages })).json()).toMatchObject({
      choices: [{ message: { content: "hello" } }],
    });
    expect(await (await ask("/metrics")).text()).toContain("llamacpp:tokens_predicted_total 2\n");
  });

  test("ends as told, and refuses what it does not know", async () => {
    const text = ["llama_model_load: error loading model: unknown model architecture: 'qwen9'"];
    const { bench, child } = await start({ exit: { phase: "load", text } });
    expect(await child.exited).toMatchObject({ code: 1 });
    expect(bench.lines.at(-1)?.text).toBe(text[0] ?? "");
    const other = await start({}, ["--nope"]);
    expect(await other.child.exited).toMatchObject({ code: 1 });
    expect(other.bench.lines.map((line) => line.text)).toEqual(["error: invalid argument: --nope"]);
  });

  test("ends on SIGTERM", async () => {
    const { bench, child } = await start({});
    await bench.heard(/server is listening/);
    child.terminate();
    expect(await child.exited).toMatchObject({ code: 0 });
  });
});
