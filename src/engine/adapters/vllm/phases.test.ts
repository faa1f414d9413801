import { describe, expect, test } from "bun:test";
import type { LogFact } from "../../contract.ts";
import { readVllmLine, vllmPhases } from "./phases.ts";

const gib = (amount: number): number => Math.round(amount * 2 ** 30);
const at = "INFO 11-21 02:46:00";

/** A whole start of 0.29 on a GPU, and what each of its lines says. */
const start: [line: string, fact: LogFact | undefined][] = [
  [`(APIServer pid=41) ${at} [api_utils.py:339] `, undefined],
  [
    `(APIServer pid=41) ${at} [api_utils.py:339]  ▄▄ ▄█ █     █     █ ▀▄▀ █  version 0.29.0`,
    { phase: "configure", version: "0.29.0" },
  ],
  [
    `(APIServer pid=41) ${at} [api_utils.py:286] non-default args: {'model_tag': '/models/q', 'uds': '/run/s.sock'}`,
    undefined,
  ],
  [`(APIServer pid=41) ${at} [model.py:684] Resolved architecture: Qwen3ForCausalLM`, { phase: "configure" }],
  [
    `(APIServer pid=41) ${at} [model.py:2021] Using max model len 40960`,
    { phase: "configure", measured: { contextLength: 40_960 } },
  ],
  [
    `(APIServer pid=41) ${at} [scheduler.py:222] Chunked prefill is enabled with max_num_batched_tokens=8192.`,
    undefined,
  ],
  [
    `(EngineCore pid=77) ${at} [core.py:124] Initializing a V1 LLM engine (v0.29.0) with config: model='/models/q', dtype=torch.bfloat16`,
    { phase: "initialise", version: "0.29.0" },
  ],
  [`(EngineCore pid=77) ${at} [gpu_model_runner.py:5380] Starting to load model /models/q...`, { phase: "load" }],
  ["Loading safetensors checkpoint shards:   0% Completed | 0/4 [00:00<?, ?it/s]", { phase: "load", progress: 0 }],
  [
    "\rLoading safetensors checkpoint shards:  25% Completed | 1/4 [00:01<00:03,  1.1s/it]",
    { phase: "load", progress: 0.25 },
  ],
  [
    "\rLoading safetensors checkpoint shards:  50% Completed | 2/4 [00:02<00:02,  1.1s/it]\rLoading safetensors checkpoint shards:  75% Completed | 3/4 [00:03<00:01,  1.1s/it]",
    { phase: "load", progress: 0.75 },
  ],
  [
    "(EngineCore pid=77) Loading safetensors checkpoint shards: 100% Completed | 4/4 [00:04<00:00,  1.1s/it]",
    { phase: "load", progress: 1 },
  ],
  ["(EngineCore pid=77) ", undefined],
  [
    `(EngineCore pid=77) ${at} [default_loader.py:431] Loading weights took 4.53 seconds`,
    { phase: "load", progress: 1 },
  ],
  [
    `(EngineCore pid=77) ${at} [gpu_model_runner.py:5472] Model loading took 15.27 GiB memory and 5.113204 seconds`,
    { phase: "load", progress: 1, measured: { weightsBytes: gib(15.27) } },
  ],
  [`(EngineCore pid=77) ${at} [backends.py:1156] Dynamo bytecode transform time: 6.15 s`, { phase: "compile" }],
  [
    `(EngineCore pid=77) ${at} [backends.py:293] Directly load the compiled graph(s) for compile range (1, 8192) from the cache, took 1.204 s`,
    { phase: "compile" },
  ],
  [
    `(EngineCore pid=77) ${at} [backends.py:394] Compiling a graph for compile range (1, 8192) takes 14.02 s`,
    { phase: "compile" },
  ],
  [`(EngineCore pid=77) ${at} [monitor.py:48] torch.compile took 20.31 s in total`, { phase: "compile" }],
  [
    `(EngineCore pid=77) ${at} [gpu_worker.py:626] Available KV cache memory: 23.77 GiB`,
    { phase: "cache", measured: { kvCacheBytes: gib(23.77) } },
  ],
  [
    `(EngineCore pid=77) ${at} [kv_cache_utils.py:2033] GPU KV cache size: 173,088 tokens, Maximum concurrency for 40,960 tokens per request: 4.23x`,
    { phase: "cache", measured: { kvCacheTokens: 173_088, contextLength: 40_960, concurrencyAtContext: 4.23 } },
  ],
  [
    "Capturing CUDA graphs (mixed prefill-decode, PIECEWISE):   0%|          | 0/67 [00:00<?, ?it/s]",
    { phase: "capture", progress: 0 },
  ],
  [
    "\rCapturing CUDA graphs (decode, FULL):  40%|████      | 14/35 [00:01<00:01, 13.9it/s]",
    { phase: "capture", progress: 0.4 },
  ],
  [
    `(EngineCore pid=77) ${at} [gpu_model_runner.py:7002] Graph capturing finished in 5 secs, took 0.61 GiB`,
    { phase: "capture", progress: 1 },
  ],
  [
    `(EngineCore pid=77) ${at} [core.py:369] init engine (profile, create kv cache, warmup model) took 38.12 s`,
    { phase: "warm" },
  ],
  [`(APIServer pid=41) ${at} [entry.py:139] Starting vLLM server on unix:/run/s.sock`, { phase: "serve" }],
  [`(APIServer pid=41) ${at} [launcher.py:58] Available routes are:`, undefined],
  ["(APIServer pid=41) INFO:     Started server process [41]", undefined],
  ["(APIServer pid=41) INFO:     Waiting for application startup.", undefined],
  ["(APIServer pid=41) INFO:     Application startup complete.", { phase: "serve", progress: 1 }],
  ['(APIServer pid=41) INFO:     127.0.0.1:0 - "POST /v1/chat/completions HTTP/1.1" 200 OK', undefined],
];

test("a whole start, line by line, in the order of the phases", () => {
  const order: number[] = [];
  for (const [line, fact] of start) {
    const read = readVllmLine(line);
    expect({ line, read }).toEqual({ line, read: fact });
    if (read?.phase) order.push(vllmPhases.findIndex(({ id }) => id === read.phase));
  }
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(order).not.toContain(-1);
});

const others: [name: string, line: string, fact: LogFact | undefined][] = [
  [
    "without the process's name",
    `${at} [gpu_worker.py:298] Available KV cache memory: 1,024.50 GiB`,
    { phase: "cache", measured: { kvCacheBytes: gib(1024.5) } },
  ],
  [
    "in decimal units",
    `${at} [gpu_worker.py:298] Available KV cache memory: 20.5 GB`,
    { phase: "cache", measured: { kvCacheBytes: 20_500_000_000 } },
  ],
  [
    "a data parallel rank",
    `(EngineCore_DP1 pid=9) ${at} [gpu_worker.py:298] Available KV cache memory: 2 GiB`,
    { phase: "cache", measured: { kvCacheBytes: gib(2) } },
  ],
  [
    "a tensor parallel rank",
    `(Worker_TP1_EP1 pid=9) ${at} [gpu_model_runner.py:1] Model loading took 7.6 GiB memory and 5 seconds`,
    { phase: "load", progress: 1, measured: { weightsBytes: gib(7.6) } },
  ],
  [
    "ranks within ranks",
    `(EngineCore_DP0 pid=8) (Worker_PP0_TP1 pid=9) ${at} [x.py:1] Loading weights took 1.00 seconds`,
    { phase: "load", progress: 1 },
  ],
  [
    "ray",
    `(RayWorkerWrapper pid=3, ip=10.0.0.2) ${at} [x.py:1] Loading weights took 1.00 seconds`,
    { phase: "load", progress: 1 },
  ],
  [
    "0.24: tokens alone",
    `(EngineCore pid=7) ${at} [kv_cache_utils.py:2146] GPU KV cache size: 61,920 tokens`,
    { phase: "cache", measured: { kvCacheTokens: 61_920 } },
  ],
  [
    "0.24: concurrency alone",
    `(EngineCore pid=7) ${at} [kv_cache_utils.py:2148] Maximum concurrency for 4,096 tokens per request: 15.12x`,
    { phase: "cache", measured: { contextLength: 4096, concurrencyAtContext: 15.12 } },
  ],
  [
    "0.32: a processor",
    `(EngineCore pid=7) ${at} [kv_cache_utils.py:2328] CPU KV cache size: 9,344 tokens, Maximum concurrency for 256 tokens per request: 36.50x`,
    { phase: "cache", measured: { kvCacheTokens: 9344, contextLength: 256, concurrencyAtContext: 36.5 } },
  ],
  [
    "the context that fits",
    `${at} [x.py:1] Auto-fit max_model_len: reduced from 262144 to 98304 to fit in available GPU memory (7.1 GiB available for KV cache)`,
    { phase: "cache", measured: { contextLength: 98_304 } },
  ],
  [
    "the whole context fits",
    `${at} [x.py:1] Auto-fit max_model_len: full model context length 32768 fits in available GPU memory`,
    { phase: "cache", measured: { contextLength: 32_768 } },
  ],
  [
    "an older banner",
    `${at} [api_server.py:1] vLLM API server version 0.11.2`,
    { phase: "configure", version: "0.11.2" },
  ],
  [
    "the banner without a picture",
    `${at} [x.py:1] vLLM server version 0.29.0, serving model /m`,
    { phase: "configure", version: "0.29.0" },
  ],
  [
    "several loaders at once",
    "Multi-thread loading shards:  50% Completed | 3/6 [00:01<00:01,  2it/s]",
    { phase: "load", progress: 0.5 },
  ],
  [
    "weights of an older format",
    "Loading pt checkpoint shards: 100% Completed | 2/2 [00:01<00:00,  2it/s]",
    { phase: "load", progress: 1 },
  ],
  [
    "a processor compiles",
    `${at} [cpu_model_runner.py:150] Warming up model for the compilation...`,
    { phase: "compile" },
  ],
  ["kernels of a kind", `${at} [kernel_warmup.py:219] Warming up FlashInfer attention.`, { phase: "warm" }],
  [
    "a compiled graph with a tag",
    `${at} [backends.py:399] [encoder] Compiling a graph for compile range (1, 2) takes 1.00 s`,
    { phase: "compile" },
  ],
  [
    "a processor's cache",
    `(Worker pid=9) ${at} [cpu_worker.py:225] Explicitly set (1.0/9.21) GiB for KV cache on node 0.`,
    { phase: "cache", measured: { kvCacheBytes: gib(1) } },
  ],
  [
    "before a process has a name",
    `${at} [importing.py:74] Triton is installed but 0 active driver(s) found`,
    undefined,
  ],
  [
    "colours",
    `\u001b[0;36m(EngineCore pid=7)\u001b[0;0m ${at} [x.py:1] Loading weights took 1.00 seconds`,
    { phase: "load", progress: 1 },
  ],
  ["an amount that is none", `${at} [x.py:1] Available KV cache memory: -1.20 GiB`, undefined],
  ["an error that quotes", `ERROR 11-21 02:46:00 [x.py:1] Loading weights took too long`, undefined],
  [
    "a later message of work",
    `${at} [loggers.py:271] Engine 000: Avg prompt throughput: 1.0 tokens/s, Running: 1 reqs, GPU KV cache usage: 0.1%`,
    undefined,
  ],
  ["nothing", "", undefined],
];

describe("other lines", () => {
  for (const [name, line, fact] of others) {
    test(name, () => expect(readVllmLine(line)).toEqual(fact));
  }
});
