import { existsSync } from "node:fs";
import { StandInEngine } from "./engine.ts";
import { failures } from "./failures.ts";
import { answerRequest, type Surface } from "./routes.ts";
import { loadScript, phaseMs, type StandInEnd, type StandInPhase, type StandInScript } from "./script.ts";

const valued = new Set(
  "-m --model -a --alias --host --port -c --ctx-size -np --parallel -ngl --n-gpu-layers -t --threads --mmproj --device -dev --api-key".split(
    " ",
  ),
);
const switches = new Set("--jinja --metrics --no-webui --props --slots -v --verbose -fa --no-warmup".split(" "));
const build = "b6640";

/**
 * `llama-server …`: listens at once and answers 503 while it loads. Of a script it knows the phases `load`, `cache` (its
 * context), `warm` and `serve`, and the ways to end, hang and pace; `version` is its build.
 */
export async function serveLlama(argv: readonly string[]): Promise<void> {
  const values = new Map<string, string>();
  for (let at = 0; at < argv.length; at++) {
    const flag = argv[at] ?? "";
    if (valued.has(flag)) values.set(flag, argv[++at] ?? "");
    else if (!switches.has(flag)) {
      process.stderr.write(`error: invalid argument: ${flag}\n`);
      process.exit(1);
    }
  }
  const script = loadScript(process.env, values.get("-m"));
  await new LlamaServer(values, script, argv.includes("--metrics")).run();
}

class LlamaServer {
  readonly #values: Map<string, string>;
  readonly #script: StandInScript;
  readonly #withMetrics: boolean;
  readonly #engine: StandInEngine;
  #loaded = false;

  constructor(values: Map<string, string>, script: StandInScript, withMetrics: boolean) {
    this.#values = values;
    this.#script = script;
    this.#withMetrics = withMetrics;
    this.#engine = new StandInEngine(script, Number(values.get("-np") ?? 1), (how) => this.#end(how));
  }

  async run(): Promise<void> {
    const model = this.#values.get("-m") ?? "";
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void this.#shutDown());
    say(`build: ${build.slice(1)} (0000000) with cc for x86_64-linux-gnu`);
    this.#listen();
    say("main: loading model");
    await this.#phase("load", [
      `srv    load_model: loading model '${model}'`,
      "print_info: file size   = 4.36 GiB (4.85 BPW)",
      "load_tensors: loading model tensors, this can take a while... (mmap = true)",
    ]);
    await this.#phase("cache", [
      "llama_context: constructing llama_context",
      `llama_context: n_ctx_seq     = ${this.#context}`,
      `llama_kv_cache: size = 1152.00 MiB ( ${this.#context} cells,  36 layers,  4/1 seqs), K (f16):  576.00 MiB, V (f16):  576.00 MiB`,
    ]);
    await this.#phase("warm", [
      "common_init_from_params: warming up the model with an empty run - please wait ... (--no-warmup to disable)",
    ]);
    await this.#phase("serve", [`slot   load_model: id  0 | task -1 | new slot, n_ctx = ${this.#context}`]);
    this.#loaded = true;
    say("main: model loaded");
    say(`main: server is listening on ${this.#values.get("--host") ?? "127.0.0.1"}`);
    this.#engine.ready();
  }

  get #context(): number {
    return Number(this.#values.get("-c") ?? 0) || (this.#script.maxModelLen ?? 32_768);
  }

  async #phase(phase: StandInPhase, lines: string[]): Promise<void> {
    const { exit, stall } = this.#script;
    if (exit?.phase === phase) return this.#end(exit);
    for (const line of lines) say(line);
    if (stall === phase) await new Promise(() => {});
    await Bun.sleep(phaseMs(this.#script, phase));
  }

  #listen(): void {
    const host = this.#values.get("--host") ?? "127.0.0.1";
    const name = this.#values.get("--alias") ?? this.#values.get("-m") ?? "model";
    const surface: Surface = {
      engine: this.#engine,
      name,
      listedName: this.#script.servedName ?? name,
      root: this.#values.get("-m") ?? "",
      maxModelLen: this.#context,
      version: build,
      details: false,
      healthy: () => true,
    };
    const fetch = (request: Request, server: Bun.Server<undefined>) => {
      server.timeout(request, 0);
      return this.#answer(request, surface);
    };
    try {
      // It does not remove what is left of another.
      if (host.endsWith(".sock") && existsSync(host)) throw new Error("taken");
      if (host.endsWith(".sock")) Bun.serve({ unix: host, fetch });
      else Bun.serve({ hostname: host, port: Number(this.#values.get("--port") ?? 8_080), reusePort: false, fetch });
    } catch {
      say(`start: couldn't bind HTTP server socket, hostname: ${host}, port: ${this.#values.get("--port") ?? 8_080}`);
      process.exit(1);
    }
  }

  #answer(request: Request, surface: Surface): Response | Promise<Response> {
    const { pathname } = new URL(request.url);
    if (!this.#loaded) {
      const error = { message: "Loading model", type: "unavailable_error", code: 503 };
      return Response.json({ error }, { status: 503 });
    }
    if (pathname === "/health") return Response.json({ status: "ok" });
    if (pathname === "/props") {
      const { version = build } = this.#script;
      return Response.json({ build_info: version, default_generation_settings: { n_ctx: this.#context } });
    }
    if (pathname === "/version") return new Response("File Not Found", { status: 404 });
    if (pathname !== "/metrics") return answerRequest(request, surface);
    if (this.#withMetrics && this.#script.metrics !== "absent") return new Response(this.#metrics());
    const message = "This server does not support metrics endpoint. Start it with `--metrics`";
    return Response.json({ error: { code: 501, message, type: "not_supported_error" } }, { status: 501 });
  }

  #metrics(): string {
    const { meters } = this.#engine;
    const rows: [string, "counter" | "gauge", number][] = [
      ["prompt_tokens_total", "counter", meters.promptTokens],
      ["tokens_predicted_total", "counter", meters.generationTokens],
      ["tokens_predicted_seconds_total", "counter", meters.interToken.sum],
      ["n_decode_total", "counter", meters.iterations.count],
      ["requests_processing", "gauge", meters.running],
      ["requests_deferred", "gauge", meters.waiting],
    ];
    const text = rows
      .map(
        ([name, kind, value]) =>
          `# HELP llamacpp:${name} .\n# TYPE llamacpp:${name} ${kind}\nllamacpp:${name} ${value}\n`,
      )
      .join("");
    return this.#script.metrics === "malformed" ? `${text.slice(0, text.length / 2)}\n{{{` : text;
  }

  #end(how: StandInEnd): never {
    for (const line of how.text ?? []) say(line);
    if (how.failure) say(`error: ${failures[how.failure].message}`);
    if (how.signal) {
      process.kill(process.pid, how.signal);
      for (;;) Bun.sleepSync(1_000);
    }
    process.exit(how.code ?? 1);
  }

  async #shutDown(): Promise<void> {
    if (this.#script.ignoreTerm) return;
    this.#engine.abort();
    await Bun.sleep(this.#script.drainMs ?? 0);
    process.exit(0);
  }
}

/** It writes everything to stderr. */
const say = (text: string): void => void process.stderr.write(`${text}\n`);
