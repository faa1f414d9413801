import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseVllmArguments, readLength, type VllmArguments } from "./arguments.ts";
import { holdMemory, type StandInChild, startChild } from "./children.ts";
import { StandInEngine } from "./engine.ts";
import { failures, type KnownFailure } from "./failures.ts";
import { freeMib } from "./gpu-memory.ts";
import { createStandInLog } from "./log.ts";
import { answerRequest, type Surface } from "./routes.ts";
import { loadScript, phaseMs, type StandInEnd, type StandInPhase, type StandInScript } from "./script.ts";

const toolParsers = ["hermes", "llama3_json", "mistral", "openai", "qwen3_coder", "qwen3_xml", "glm45", "deepseek_v31"];

/** `vllm serve …`: starts phase by phase, serves, and ends as told. Never returns by itself. */
export async function serve(argv: readonly string[]): Promise<void> {
  const args = parseVllmArguments(argv);
  const script = loadScript(process.env, args.model);
  if (args.unknown.length > 0 && !script.lenient) {
    process.stderr.write("usage: vllm serve [model_tag] [options]\n");
    process.stderr.write(`vllm serve: error: unrecognized arguments: ${args.unknown.join(" ")}\n`);
    process.exit(2);
  }
  await new StandInServer(args, script).run();
}

class StandInServer {
  readonly #args: VllmArguments;
  readonly #script: StandInScript;
  readonly #version: string;
  readonly #api = createStandInLog("APIServer", () => process.pid);
  readonly #core = createStandInLog("EngineCore", () => this.#children[0]?.pid ?? process.pid);
  readonly #engine: StandInEngine;
  readonly #children: StandInChild[] = [];
  readonly #gpus: string[];
  #server: Bun.Server<undefined> | undefined;
  #healthy = true;
  #ending = false;

  constructor(args: VllmArguments, script: StandInScript) {
    this.#args = args;
    this.#script = script;
    this.#version = script.version ?? "0.29.0";
    const slots = Number(args.values.get("max-num-seqs") ?? 256);
    this.#engine = new StandInEngine(script, slots, (how) => this.#end(how));
    this.#gpus = (process.env.CUDA_VISIBLE_DEVICES ?? "").split(",").filter((uuid) => uuid !== "");
  }

  async run(): Promise<void> {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void this.#shutDown());
    this.#api.say("INFO", "utils.py:344", `vLLM server version ${this.#version}, serving model ${this.#args.model}`);
    await this.#phase("configure", () => this.#configure());
    await this.#phase("initialise", () => this.#initialise());
    await this.#phase("load", () => this.#load());
    if (!this.#args.switches.has("enforce-eager")) await this.#phase("compile", () => this.#compile());
    await this.#phase("cache", () => this.#cache());
    if (!this.#args.switches.has("enforce-eager")) await this.#phase("capture", () => this.#capture());
    await this.#phase("warm", () => {
      this.#core.say("INFO", "core.py:271", "init engine (profile, create kv cache, warmup model) took 1.32 s");
    });
    await this.#phase("serve", () => this.#open());
  }

  /** Says what the phase says, takes its time, and ends or stops in it where the script wants that. */
  async #phase(phase: StandInPhase, speak: () => void | Promise<void>): Promise<void> {
    const { exit, stall } = this.#script;
    if (stall === phase && phase === "serve") await new Promise(() => {});
    if (exit?.phase === phase) return this.#end(exit);
    await speak();
    if (stall === phase) await new Promise(() => {});
    await Bun.sleep(phaseMs(this.#script, phase));
  }

  get #tensorParallel(): number {
    return Number(this.#args.values.get("tensor-parallel-size") ?? 1);
  }

  get #maxModelLen(): number {
    return readLength(this.#args.values.get("max-model-len")) ?? this.#derivedLength ?? 32_768;
  }

  get #derivedLength(): number | undefined {
    if (this.#script.maxModelLen !== undefined) return this.#script.maxModelLen;
    const file = join(this.#args.model, "config.json");
    if (!existsSync(file)) return undefined;
    const config = JSON.parse(readFileSync(file, "utf8"));
    const length = config.text_config?.max_position_embeddings ?? config.max_position_embeddings;
    return typeof length === "number" ? length : undefined;
  }

  async #configure(): Promise<void> {
    const { values, model } = this.#args;
    const uds = values.get("uds");
    // The real one binds before it loads, and does not remove what is left of another.
    if (uds !== undefined ? existsSync(uds) : await portTaken(this.#host, this.#port))
      this.#fail(failures.addressInUse);
    if (this.#script.checkFiles && !existsSync(join(model, "config.json"))) {
      this.#fail({ ...failures.noConfig, message: failures.noConfig.message.replace("/models/none", model) });
    }
    const length = readLength(values.get("max-model-len"));
    if (length !== undefined && this.#derivedLength !== undefined && length > this.#derivedLength) {
      const message = failures.overDerivedLength.message
        .replace("(65536)", `(${length})`)
        .replace("=32768.0", `=${this.#derivedLength}.0`);
      this.#fail({ ...failures.overDerivedLength, message });
    }
    if (this.#gpus.length > 0 && this.#tensorParallel > this.#gpus.length) {
      const message = failures.worldSize.message
        .replace("(4)", `(${this.#tensorParallel})`)
        .replace("(1)", `(${this.#gpus.length})`);
      this.#fail({ ...failures.worldSize, message });
    }
    const parser = values.get("tool-call-parser");
    if (parser !== undefined && !toolParsers.includes(parser)) {
      this.#fail({ ...failures.toolParser, message: failures.toolParser.message.replace("qwen9", parser) });
    }
    this.#api.say("INFO", "model.py:541", "Resolved architecture: Qwen3ForCausalLM");
    this.#api.say("INFO", "model.py:1661", `Using max model len ${this.#maxModelLen}`);
  }

  #initialise(): void {
    const prefix = process.env.VLLM_PROCESS_NAME_PREFIX ?? "VLLM";
    this.#children.push(startChild(`${prefix}::EngineCore`, false));
    if (this.#tensorParallel > 1) {
      for (let rank = 0; rank < this.#tensorParallel; rank++) {
        this.#children.push(startChild(`${prefix}::Worker_TP${rank}`, false));
      }
    }
    for (let n = 0; n < (this.#script.orphans ?? 0); n++) {
      this.#children.push(startChild(`${prefix}::Worker_TP${n}`, true));
    }
    void this.#children[0]?.process.exited.then(() => this.#coreDied());
    this.#core.say(
      "INFO",
      "core.py:105",
      `Initializing a V1 LLM engine (v${this.#version}) with config: model='${this.#args.model}', served_model_name=${this.#name}`,
    );
    this.#checkFreeMemory();
  }

  #checkFreeMemory(): void {
    const folder = this.#script.gpuFolder;
    if (folder === undefined || this.#script.gpuMemoryMib !== undefined) return;
    for (const [index, uuid] of this.#gpus.slice(0, this.#tensorParallel).entries()) {
      const memory = freeMib(folder, uuid);
      if (!memory || memory.free >= memory.total * this.#utilization) continue;
      const gib = (mib: number) => (mib / 1_024).toFixed(2);
      const { message } = failures.gpuBusy;
      const said = message
        .replace("cuda:0 (2.02/44.39 GiB)", `cuda:${index} (${gib(memory.free)}/${gib(memory.total)} GiB)`)
        .replace("(0.92, 40.84 GiB)", `(${this.#utilization}, ${gib(memory.total * this.#utilization)} GiB)`);
      this.#fail({ ...failures.gpuBusy, message: said });
    }
  }

  async #load(): Promise<void> {
    if (this.#script.checkFiles && this.#args.values.get("load-format") !== "dummy") {
      const weights = [...new Bun.Glob("*.{safetensors,bin,pt}").scanSync(this.#args.model)];
      if (weights.length === 0) {
        this.#fail({ ...failures.noWeights, message: `Cannot find any model weights with \`${this.#args.model}\`` });
      }
    }
    this.#core.say("INFO", "gpu_model_runner.py:4723", `Starting to load model ${this.#args.model}...`);
    this.#hold(0.4);
    const stepMs = phaseMs(this.#script, "load") / 4;
    for (let shard = 0; shard <= 4; shard++) {
      const percent = String(shard * 25).padStart(3);
      this.#core.bar(
        `Loading safetensors checkpoint shards: ${percent}% Completed | ${shard}/4 [00:00<00:00,  3.21it/s]`,
        shard === 4,
      );
      if (this.#script.stall === "load" && shard === 2) await new Promise(() => {});
      await Bun.sleep(stepMs);
    }
    this.#core.say("INFO", "default_loader.py:384", "Loading weights took 1.21 seconds");
    this.#core.say("INFO", "gpu_model_runner.py:4820", "Model loading took 15.27 GiB memory and 1.482633 seconds");
  }

  #compile(): void {
    this.#core.say(
      "INFO",
      "backends.py:1069",
      "Using cache directory: /tmp/torch_compile_cache for vLLM's torch.compile",
    );
    this.#core.say("INFO", "backends.py:1128", "Dynamo bytecode transform time: 5.73 s");
    this.#core.say("INFO", "backends.py:391", "Compiling a graph for compile range (1, 2048) takes 15.02 s");
    this.#core.say("INFO", "monitor.py:48", "torch.compile took 20.75 s in total");
  }

  #cache(): void {
    const length = this.#maxModelLen;
    const tokens = Math.max(length, 212_992);
    this.#hold(1);
    this.#core.say("INFO", "gpu_worker.py:436", "Available KV cache memory: 24.38 GiB");
    this.#core.say(
      "INFO",
      "kv_cache_utils.py:1711",
      `GPU KV cache size: ${tokens.toLocaleString("en-US")} tokens, Maximum concurrency for ${length.toLocaleString("en-US")} tokens per request: ${(tokens / length).toFixed(2)}x`,
    );
  }

  async #capture(): Promise<void> {
    for (let step = 0; step <= 4; step++) {
      const percent = String(step * 25).padStart(3);
      this.#core.bar(
        `Capturing CUDA graphs (mixed prefill-decode, PIECEWISE): ${percent}%|${"█".repeat(step)}${" ".repeat(4 - step)}| ${step}/4 [00:00<00:00, 21.37it/s]`,
        step === 4,
      );
      await Bun.sleep(phaseMs(this.#script, "capture") / 4);
    }
    this.#core.say("INFO", "gpu_model_runner.py:5884", "Graph capturing finished in 1 secs, took 0.61 GiB");
  }

  get #name(): string {
    return this.#args.values.get("served-model-name") ?? this.#args.model;
  }

  get #host(): string {
    return this.#args.values.get("host") ?? "0.0.0.0";
  }

  get #port(): number {
    return Number(this.#args.values.get("port") ?? 8_000);
  }

  get #utilization(): number {
    return Number(this.#args.values.get("gpu-memory-utilization") ?? 0.92);
  }

  #hold(share: number): void {
    const { gpuFolder: folder, gpuMemoryMib, gpuLingerMs = 0 } = this.#script;
    const workers = this.#children.filter((child) => child.title.includes("::Worker"));
    const total = (uuid: string) => (folder === undefined ? 0 : (freeMib(folder, uuid)?.total ?? 0));
    const mib = (uuid: string) => Math.round((gpuMemoryMib ?? total(uuid) * this.#utilization) * share);
    holdMemory(workers.length > 0 ? workers : this.#children, this.#gpus, { folder, mib, lingerMs: gpuLingerMs });
  }

  #open(): void {
    const uds = this.#args.values.get("uds");
    const surface: Surface = {
      engine: this.#engine,
      name: this.#name,
      listedName: this.#script.servedName ?? this.#name,
      root: this.#args.model,
      maxModelLen: this.#maxModelLen,
      version: this.#version,
      details: this.#args.switches.has("enable-prompt-tokens-details"),
      healthy: () => this.#healthy,
    };
    const where = uds === undefined ? `http://${this.#host}:${this.#port}` : `unix:${uds}`;
    this.#api.say("INFO", "launcher.py:38", `Starting vLLM server on ${where}`);
    const fetch = (request: Request, server: Bun.Server<undefined>) => {
      // A request that hangs stays open, like the real one's.
      server.timeout(request, 0);
      return answerRequest(request, surface);
    };
    this.#server =
      uds === undefined
        ? Bun.serve({ hostname: this.#host, port: this.#port, reusePort: false, fetch })
        : Bun.serve({ unix: uds, fetch });
    this.#api.serve(`Started server process [${process.pid}]`);
    this.#api.serve("Waiting for application startup.");
    this.#api.serve("Application startup complete.");
    this.#engine.ready();
  }

  #fail(failure: KnownFailure): never {
    this.#explain(failure);
    return this.#exit(failure.code ?? 1);
  }

  /** The cause where it happened; then what the server says, which is always the same. */
  #explain({ where, exception, message, before = [] }: KnownFailure): void {
    if (where === "server") {
      this.#api.plain("Traceback (most recent call last):");
      this.#api.plain('  File "/usr/local/bin/vllm", line 10, in <module>');
      this.#api.plain(`${exception}: ${message}`);
      return;
    }
    const place = "core.py:1136";
    for (const line of before) this.#core.say("ERROR", "gpu_model_runner.py:4785", line);
    this.#core.say("ERROR", place, "EngineCore failed to start.");
    this.#core.say("ERROR", place, "Traceback (most recent call last):");
    this.#core.say(
      "ERROR",
      place,
      '  File "/usr/lib/python3/site-packages/vllm/v1/engine/core.py", line 1110, in run_engine_core',
    );
    this.#core.say("ERROR", place, `${exception}: ${message}`);
    this.#api.plain("Traceback (most recent call last):");
    this.#api.plain('  File "/usr/local/bin/vllm", line 10, in <module>');
    this.#api.plain(
      "RuntimeError: Engine core initialization failed. See root cause above. Failed core proc(s): {'EngineCore': 1}",
    );
  }

  #end(how: StandInEnd): never {
    for (const line of how.text ?? []) this.#core.plain(line);
    if (how.failure) this.#explain(failures[how.failure]);
    if (how.signal) {
      this.#ending = true;
      process.kill(process.pid, how.signal);
      // The signal is on its way; nothing else may happen.
      for (;;) Bun.sleepSync(1_000);
    }
    return this.#exit(how.code ?? 1);
  }

  #coreDied(): void {
    if (this.#ending) return;
    this.#healthy = false;
    this.#api.say(
      "ERROR",
      "core_client.py:600",
      "Engine core proc EngineCore died unexpectedly, shutting down client.",
    );
    this.#engine.abort();
    // What it does in the end, a good while later or never, is not to be relied on.
    setTimeout(() => this.#exit(0), 200);
  }

  #exit(code: number): never {
    this.#ending = true;
    for (const child of this.#children) child.process.kill("SIGTERM");
    process.exit(code);
  }

  async #shutDown(): Promise<void> {
    if (this.#script.ignoreTerm || this.#ending) return;
    this.#ending = true;
    if (this.#server) {
      const seconds = Number(this.#args.values.get("shutdown-timeout") ?? 0);
      this.#api.serve("Shutting down");
      const stopped = this.#server.stop();
      await Promise.race([this.#engine.drained(), Bun.sleep(seconds * 1_000)]);
      this.#engine.abort();
      await Promise.race([stopped, Bun.sleep(500)]);
      await Bun.sleep(this.#script.drainMs ?? 0);
      this.#api.serve("Waiting for application shutdown.");
      this.#api.serve("Application shutdown complete.");
    }
    this.#exit(0);
  }
}

async function portTaken(hostname: string, port: number): Promise<boolean> {
  try {
    const server = Bun.listen({ hostname, port, exclusive: true, socket: { data() {} } });
    server.stop(true);
    return false;
  } catch {
    return true;
  }
}
