import { afterEach, describe, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../../platform/testing.ts";
import type { LogFact, PlanContext } from "../../contract.ts";
import type { EngineSettingsInput } from "../../settings.ts";
import { logTail, planContext, routes, settingsOf, type TestServer, testServer } from "../testing.ts";
import { llamacpp } from "./index.ts";

const open: { close(): void }[] = [];
afterEach(() => {
  for (const thing of open.splice(0)) thing.close();
});
const never = () => new AbortController().signal;
type Input = Partial<Extract<EngineSettingsInput, { adapter: "llamacpp" }>>;
const settingsFor = (input: Input = {}) =>
  settingsOf({ adapter: "llamacpp", label: "L", servedName: "q", model: "a/b", ...input });
const planned = (input: Input = {}, context: Partial<PlanContext> = {}) =>
  llamacpp.plan(planContext(settingsFor(input), { executable: "llama-server", modelPath: "/m/q.gguf", ...context }));

function folderOf(...names: string[]): string {
  const folder = temporaryFolder();
  open.push({ close: folder.remove });
  for (const name of names) writeFileSync(join(folder.path, name), "");
  mkdirSync(join(folder.path, "other.gguf"));
  return folder.path;
}

describe("the command line", () => {
  const rows: [name: string, input: Input, context: Partial<PlanContext>, command: string][] = [
    [
      "the defaults on a GPU",
      {},
      {},
      "llama-server -m /m/q.gguf --alias q --host /run/vitrine/a1b2.sock -c 0 -np 4 -ngl 999 --jinja --metrics --no-webui",
    ],
    [
      "a processor",
      { gpus: "none", contextLength: 8192, threads: 8, parallel: 2, extraArgs: ["--mlock"] },
      { gpus: [] },
      "llama-server -m /m/q.gguf --alias q --host /run/vitrine/a1b2.sock -c 8192 -np 2 --device none -ngl 0 -t 8 --jinja --metrics --no-webui --mlock",
    ],
    [
      "images, some layers, a path that no socket may have",
      { vision: true, mmproj: "mmproj-f16.gguf", gpuLayers: 20 },
      { socketPath: "/tmp/x/s" },
      "llama-server -m /m/q.gguf --alias q --host 127.0.0.1 --port 18001 -c 0 -np 4 -ngl 20 --mmproj /m/mmproj-f16.gguf --jinja --metrics --no-webui",
    ],
  ];
  for (const [name, input, context, command] of rows) {
    test(name, () => expect(planned(input, context).argv.join(" ")).toBe(command));
  }
  test("its GPUs, and one context for all requests", () => {
    expect(planned({ env: { A: "1" } }).env).toEqual({
      CUDA_VISIBLE_DEVICES: "GPU-11111111",
      LLAMA_ARG_KV_UNIFIED: "1",
      NO_COLOR: "1",
      A: "1",
    });
  });

  test("finds the model and its projector in a folder", () => {
    const folder = folderOf("q-00002-of-00002.gguf", "q-00001-of-00002.gguf", "mmproj-q.gguf", "README.md");
    const { argv } = planned({ vision: true }, { modelPath: folder });
    expect(argv[2]).toBe(join(folder, "q-00001-of-00002.gguf"));
    expect(argv).toContain(join(folder, "mmproj-q.gguf"));
  });
  test("of several the variant's", () => {
    const folder = folderOf("Q-Q4_K_M.gguf", "Q-Q8_0.gguf");
    expect(planned({ variant: "q4-k-m" }, { modelPath: folder }).argv[2]).toBe(join(folder, "Q-Q4_K_M.gguf"));
    expect(() => planned({}, { modelPath: folder })).toThrow("several models (Q-Q4_K_M.gguf, Q-Q8_0.gguf)");
  });

  const refused: [name: string, input: Input, context: Partial<PlanContext>, says: string][] = [
    ["no projector", { vision: true }, { modelPath: "/nowhere/q.gguf" }, "projector file"],
    ["an address", { extraArgs: ["--host=0.0.0.0"] }, {}, "Remove --host"],
  ];
  for (const [name, input, context, says] of refused)
    test(name, () => expect(() => planned(input, context)).toThrow(says));
  test("an empty folder", () => expect(() => planned({}, { modelPath: folderOf() })).toThrow("no .gguf file"));
});

describe("its log", () => {
  const mib = (amount: number): number => Math.round(amount * 2 ** 20);
  const lines: [line: string, fact: LogFact | undefined][] = [
    ["build: 6123 (79c1160b) with cc (Ubuntu) for x86_64-linux-gnu", { phase: "launch", version: "b6123" }],
    ["build_info: b8000-1a2b3c4d", { phase: "launch", version: "b8000" }],
    ["system info: n_threads = 8, n_threads_batch = 8, total_threads = 16", undefined],
    ["main: loading model", { phase: "load" }],
    ["srv    load_model: loading model '/m/q.gguf'", { phase: "load" }],
    ["0.00.123.456 I srv    load_model: loading model '/m/q.gguf'", { phase: "load" }],
    [
      "print_info: file size   = 4.36 GiB (4.83 BPW) ",
      { phase: "load", measured: { weightsBytes: Math.round(4.36 * 2 ** 30) } },
    ],
    ["load_tensors: loading model tensors, this can take a while... (mmap = true)", { phase: "load" }],
    ["llama_context: constructing llama_context", { phase: "context" }],
    ["llama_context: n_ctx_seq     = 8192", { phase: "context", measured: { contextLength: 8192 } }],
    [
      "llama_kv_cache: size = 1024.00 MiB (  8192 cells,  32 layers,  4/1 seqs), K (f16):  512.00 MiB",
      { phase: "context", measured: { kvCacheBytes: mib(1024), kvCacheTokens: 8192 } },
    ],
    [
      "common_init_from_params: warming up the model with an empty run - please wait ... (--no-warmup to disable)",
      { phase: "warm" },
    ],
    [
      "slot   load_model: id  0 | task -1 | new slot, n_ctx = 8192",
      { phase: "warm", measured: { contextLength: 8192 } },
    ],
    ["main: model loaded", { phase: "serve" }],
    ["main: server is listening on unix:///run/s.sock", { phase: "serve" }],
    ["srv  log_server_r: request: GET /health 127.0.0.1 503", undefined],
  ];
  for (const [line, fact] of lines) test(line, () => expect(llamacpp.readLine(line)).toEqual(fact));
});

describe("its server", () => {
  async function serve(table: Parameters<typeof routes>[0]): Promise<TestServer> {
    const server = await testServer("unix", routes(table));
    open.push(server);
    return server;
  }
  const loading = { status: 503, json: { error: { code: 503, message: "Loading model", type: "unavailable_error" } } };
  const list = { json: { object: "list", data: [{ id: "q", meta: { n_ctx_train: 32_768 } }] } };

  test("is not ready while it loads", async () => {
    const { endpoint } = await serve({ "/health": loading, "/v1/models": loading });
    expect(await llamacpp.probeReady(endpoint, settingsFor(), never())).toBeUndefined();
    expect(await llamacpp.explainSilence?.(endpoint, settingsFor(), 1, never())).toBeUndefined();
  });
  test("is ready, and says its build and its context", async () => {
    const props = { json: { build_info: "b6123-79c1160b", default_generation_settings: { n_ctx: 8192 } } };
    const { endpoint } = await serve({ "/health": { json: { status: "ok" } }, "/v1/models": list, "/props": props });
    expect(await llamacpp.probeReady(endpoint, settingsFor(), never())).toEqual({
      models: ["q"],
      version: "b6123-79c1160b",
      contextLength: 8192,
    });
  });
  test("is ready without properties", async () => {
    const { endpoint } = await serve({ "/health": {}, "/v1/models": list });
    expect(await llamacpp.probeReady(endpoint, settingsFor(), never())).toEqual({ models: ["q"] });
  });
  test("counts", async () => {
    const text = [
      "llamacpp:prompt_tokens_total 120",
      "llamacpp:tokens_predicted_total 60",
      "llamacpp:tokens_predicted_seconds_total 3",
      "llamacpp:requests_processing 1",
      "llamacpp:requests_deferred 2",
      "llamacpp:n_decode_total 44",
      "llamacpp:predicted_tokens_seconds nan",
    ].join("\n");
    const { endpoint } = await serve({ "/metrics": { text } });
    expect(await llamacpp.readMetrics(endpoint, 8, never())).toEqual({
      at: 8,
      running: 1,
      waiting: 2,
      promptTokens: 120,
      generationTokens: 60,
      iterations: 44,
      interToken: { sum: 3, count: 60 },
    });
  });
});

describe("why it ended", () => {
  const failed = "llama_model_load_from_file_impl: failed to load model\nmain: exiting due to model loading error";
  const rows: {
    name: string;
    tail: string;
    input?: Input;
    code: string;
    reason: string;
    retryWith?: { contextLength: number };
  }[] = [
    {
      name: "weights that do not fit",
      tail: `ggml_backend_cuda_buffer_type_alloc_buffer: allocating 12000.50 MiB on device 0: cudaMalloc failed: out of memory\nalloc_tensor_range: failed to allocate CUDA0 buffer of size 12583436288\nllama_model_load: error loading model: unable to allocate CUDA0 buffer\n${failed}`,
      code: "out_of_memory",
      reason: "another",
    },
    {
      name: "a context that does not fit",
      tail: "ggml_backend_cuda_buffer_type_alloc_buffer: allocating 9000.00 MiB on device 0: cudaMalloc failed: out of memory\nllama_init_from_model: failed to initialize the context: failed to allocate buffer for kv cache",
      input: { contextLength: 32_768 },
      code: "context_too_long",
      reason: "a context of 32,768 tokens",
      retryWith: { contextLength: 16_384 },
    },
    {
      name: "an architecture",
      tail: `llama_model_load: error loading model: error loading model architecture: unknown model architecture: 'qwen9'\n${failed}`,
      code: "architecture_unsupported",
      reason: "architecture (qwen9)",
    },
    {
      name: "a tokenizer",
      tail: `llama_model_load: error loading model: error loading model vocabulary: unknown pre-tokenizer type: 'x9'\n${failed}`,
      code: "architecture_unsupported",
      reason: "tokenizer (x9)",
    },
    {
      name: "a file cut short",
      tail: `llama_model_load: error loading model: tensor 'blk.3.attn_qkv.weight' data is not within the file bounds, model is corrupted or incomplete\n${failed}`,
      code: "files_missing",
      reason: "damaged",
    },
    {
      name: "no file",
      tail: `gguf_init_from_file: failed to open GGUF file '/m/q.gguf'\n${failed}`,
      code: "files_missing",
      reason: "cannot be opened",
    },
    {
      name: "something else about the model",
      tail: `llama_model_load: error loading model: heads must be even\n${failed}`,
      code: "files_missing",
      reason: "heads must be even",
    },
    { name: "no word about the model", tail: failed, code: "files_missing", reason: "does not say why" },
    {
      name: "an unknown argument",
      tail: "error: invalid argument: --no-such-flag",
      code: "bad_setting",
      reason: "does not know --no-such-flag",
    },
    {
      name: "a wrong value",
      tail: 'error while handling argument "-c": stoi',
      code: "bad_setting",
      reason: "the value of -c: stoi",
    },
    {
      name: "the port",
      tail: "srv  start: couldn't bind HTTP server socket, hostname: 127.0.0.1, port: 8080",
      code: "port_taken",
      reason: "taken",
    },
    {
      name: "no driver",
      tail: "llama-server: error while loading shared libraries: libcuda.so.1: cannot open shared object file: No such file or directory",
      code: "no_gpu",
      reason: "no GPU",
    },
    {
      name: "a library",
      tail: "llama-server: error while loading shared libraries: libgomp.so.1: cannot open shared object file: No such file or directory",
      code: "python_broken",
      reason: "libgomp.so.1",
    },
    { name: "nothing", tail: "", code: "died", reason: "exit code 1" },
  ];
  for (const { name, tail, input, code, reason, retryWith } of rows) {
    test(name, () => {
      const failure = llamacpp.explain({ code: 1, signal: null }, logTail(tail), settingsFor(input), 3);
      expect(failure).toMatchObject({ code, at: 3 });
      expect(failure.reason).toContain(reason);
      expect(failure.retryWith).toEqual(retryWith);
      expect(failure.reason + failure.fix).not.toMatch(/undefined|NaN/);
    });
  }
});
