import { describe, expect, test } from "bun:test";
import type { ExitInfo, Failure, FailureCode } from "../../contract.ts";
import type { EngineSettingsInput } from "../../settings.ts";
import { logTail, settingsOf } from "../testing.ts";
import { explainVllm } from "./explain.ts";

type Input = Partial<Extract<EngineSettingsInput, { adapter: "vllm" }>>;

const died: ExitInfo = { code: 1, signal: null };
const core = (text: string): string =>
  text
    .split("\n")
    .map((line) => `(EngineCore pid=77) ERROR 11-21 02:46:00 [core.py:1107] ${line}`)
    .join("\n");
const api = (text: string): string =>
  text
    .split("\n")
    .map((line) => `(APIServer pid=41) ${line}`)
    .join("\n");

/** How every start that fails in the engine's own process ends. */
const useless = api(
  [
    "Traceback (most recent call last):",
    '  File "/opt/engine/bin/vllm", line 8, in <module>',
    "    sys.exit(main())",
    '  File "/opt/engine/lib/vllm/v1/engine/utils.py", line 1432, in wait_for_engine_startup',
    "    raise RuntimeError(",
    "RuntimeError: Engine core initialization failed. See root cause above. Failed core proc(s): {'EngineCore': 1}",
  ].join("\n"),
);
const notices = [
  "(APIServer pid=41) INFO 11-21 02:46:00 [api_utils.py:286] non-default args: {'model_tag': '/m', 'max_model_len': 131072}",
  "(EngineCore pid=77) WARNING 11-21 02:46:00 [parallel.py:746] Address already in use. Retrying with a new port.",
  "(EngineCore pid=77) INFO 11-21 02:46:00 [gpu_worker.py:760] Free memory on device (70/79 GiB) on startup. Desired GPU memory utilization is (0.92, 72.6 GiB).",
].join("\n");

/** A root cause in the engine's own process, between what comes before and after it. */
const inCore = (cause: string): string =>
  [
    notices,
    core(`EngineCore failed to start.\nTraceback (most recent call last):\n  File "core.py", line 1, in run\n${cause}`),
    "(EngineCore pid=77) Process EngineCore:",
    "(EngineCore pid=77) Traceback (most recent call last):",
    "[rank0]:[W1121 02:46:00.1 ProcessGroupNCCL.cpp:1553] Warning: WARNING: destroy_process_group() was not called before program exit, which can leak resources.",
    useless,
  ].join("\n");

/** While settings and files are read: pydantic wraps the sentence. */
const inConfig = (cause: string, what = "ModelConfig"): string =>
  [
    notices,
    api(
      [
        "Traceback (most recent call last):",
        `pydantic_core._pydantic_core.ValidationError: 1 validation error for ${what}`,
        `  Value error, ${cause} [type=value_error, input_value=ArgsKwargs((), {'model': '/m'}), input_type=ArgsKwargs]`,
        "    For further information visit https://errors.pydantic.dev/2.12/v/value_error",
      ].join("\n"),
    ),
  ].join("\n");

interface Row {
  name: string;
  tail: string;
  input?: Input;
  exit?: ExitInfo;
  code: FailureCode;
  reason: string;
  fix: string;
  retryable?: boolean;
  retryWith?: Failure["retryWith"];
  evidence?: string;
}

const rows: Row[] = [
  {
    name: "the context is longer than the cache",
    tail: inCore(
      "ValueError: To serve at least one request with the model's max seq len (131072), (16.0 GiB KV cache is needed, which is larger than the available KV cache memory (7.41 GiB). Based on the available memory, the estimated maximum model length is 60704. Try increasing `gpu_memory_utilization` or decreasing `max_model_len` when initializing the engine.",
    ),
    input: { contextLength: 131_072 },
    code: "context_too_long",
    reason: "room for a context of about 60,704 tokens, and the context length is 131,072 tokens",
    fix: "Set the context length to 59,392",
    retryable: true,
    retryWith: { contextLength: 59_392 },
    evidence: "ValueError: To serve at least one request",
  },
  {
    name: "hardly any context fits",
    tail: inCore(
      "ValueError: Based on the available memory, the estimated maximum model length is 208. Try increasing",
    ),
    code: "no_kv_memory",
    reason: "room for a context of only 208 tokens",
    fix: "Raise the GPU memory utilization (now 0.92)",
  },
  {
    name: "the context is too long and no length is named",
    tail: inCore(
      "ValueError: To serve at least one request with the model's max seq len (131072), (16.0 GiB KV cache is needed, which is larger than the available KV cache memory (0.2 GiB). Try increasing `gpu_memory_utilization`",
    ),
    code: "context_too_long",
    reason: "One request of 131,072 tokens needs 16.0 GiB of KV cache, and 0.2 GiB are left",
    fix: "Set a smaller context length",
  },
  {
    name: "no room for a cache",
    tail: inCore(
      "ValueError: No available memory for the cache blocks. Try increasing `gpu_memory_utilization` when initializing the engine.",
    ),
    code: "no_kv_memory",
    reason: "leave no room for the KV cache at a GPU memory utilization of 0.92",
    fix: "Choose a smaller or quantised model that fits",
  },
  {
    name: "no context fits",
    tail: inCore(
      "ValueError: Cannot auto-fit max_model_len: not enough GPU memory available to serve even a single token. Try increasing `gpu_memory_utilization`.",
    ),
    input: { quantization: "awq" },
    code: "no_kv_memory",
    reason: "leave no room",
    fix: "Choose a smaller model that fits",
  },
  {
    name: "somebody holds the GPU",
    tail: inCore(
      "ValueError: Free memory on device cuda:0 (3.02/79.18 GiB) on startup is less than desired GPU memory utilization (0.92, 72.84 GiB). Decrease GPU memory utilization or reduce GPU memory used by other processes.",
    ),
    code: "gpu_busy",
    reason: "3.02 of 79.18 GiB are free on cuda:0, and 72.84 GiB are wanted (GPU memory utilization 0.92)",
    fix: "End the other process",
    retryable: true,
  },
  {
    name: "a processor has too little memory",
    tail: inCore(
      "ValueError: Available memory on node 0 (5.1/15.6 GiB) on startup is less than desired CPU memory utilization (0.92, 14.35 GiB). On the CPU backend, the `--gpu-memory-utilization` flag controls the fraction of CPU memory reserved (despite its name).",
    ),
    code: "host_memory",
    reason: "wants 14.35 GiB of main memory, and 5.1 of 15.6 GiB are free",
    fix: "--kv-cache-memory-bytes",
  },
  {
    name: "the weights do not fit; a worker's NCCL complains afterwards",
    tail: [
      core(
        "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 224.00 MiB. GPU 0 has a total capacity of 23.56 GiB of which 141.69 MiB is free. Including non-PyTorch memory, this process has 23.42 GiB memory in use.",
      ),
      "(Worker_TP1 pid=79) ERROR 11-21 02:46:09 [multiproc_executor.py:1] torch.distributed.DistBackendError: NCCL error in: ProcessGroupNCCL.cpp:77, remote process exited",
      useless,
    ].join("\n"),
    code: "out_of_memory",
    reason: "The memory of GPU 0 ran out: another 224.00 MiB did not fit, with 141.69 MiB of 23.56 GiB free",
    fix: "Choose a quantised variant, spread it over more GPUs (tensor parallel, now 1), or turn on eager mode (--enforce-eager)",
  },
  {
    name: "the weights do not fit, in vLLM's own words",
    tail: core(
      "Failed to load model - not enough GPU memory. Try lowering --gpu-memory-utilization to free memory for weights, increasing --tensor-parallel-size, or using --quantization.",
    ),
    input: { quantization: "awq", enforceEager: true },
    code: "out_of_memory",
    reason: "the weights, or the graphs beside them, do not fit",
    fix: "Choose a smaller model, or spread it over more GPUs (tensor parallel, now 1).",
  },
  {
    name: "too many requests at once",
    tail: inCore(
      "RuntimeError: CUDA out of memory occurred when warming up sampler with 1024 dummy requests. Please try lowering `max_num_seqs` or `gpu_memory_utilization` when initializing the engine.",
    ),
    input: { maxConcurrent: 1024 },
    code: "out_of_memory",
    reason: "tried 1024 requests at once",
    fix: "Lower the requests at once (now 1024)",
  },
  {
    name: "no usable GPU",
    tail: api(
      "RuntimeError: Failed to infer device type, please set the environment variable `VLLM_LOGGING_LEVEL=DEBUG` to turn on verbose logging to help debug the issue.",
    ),
    code: "no_gpu",
    reason: "vLLM found no GPU that it can use.",
    fix: "vitrine doctor",
  },
  {
    name: "a build for CUDA on a processor",
    tail: api("RuntimeError: Failed to infer device type, please set the environment variable"),
    input: { gpus: "none" },
    code: "no_gpu",
    reason: "does not run on a processor",
    fix: "build for processors, or use llama.cpp",
  },
  {
    name: "the driver is too old",
    tail: inCore(
      "RuntimeError: The NVIDIA driver on your system is too old (found version 12040). Please update your GPU driver",
    ),
    code: "driver_too_old",
    reason: "it runs CUDA 12.4",
    fix: "R580 or newer",
  },
  {
    name: "no kernels for this GPU",
    tail: inCore("torch.AcceleratorError: CUDA error: no kernel image is available for execution on the device"),
    code: "no_gpu",
    reason: "no code for this GPU",
    fix: "compute capability",
  },
  {
    name: "an architecture that it does not know",
    tail: inConfig(
      "Model architectures ['Qwen9ForCausalLM'] are not supported for now. Supported architectures: dict_keys(['LlamaForCausalLM'])",
    ),
    code: "architecture_unsupported",
    reason: "does not know the model's architecture (Qwen9ForCausalLM)",
    fix: "Update vLLM",
  },
  {
    name: "an architecture that it knew once",
    tail: inConfig(
      "Model architecture PhiSmallForCausalLM was supported in vLLM until v0.9.2, and is not supported anymore.",
    ),
    code: "architecture_unsupported",
    reason: "until 0.9.2",
    fix: "Install vLLM 0.9.2 or older",
  },
  {
    name: "a type that Transformers does not know",
    tail: inConfig(
      "The checkpoint you are trying to load has model type `qwen9` but Transformers does not recognize this architecture.",
    ),
    code: "architecture_unsupported",
    reason: "does not know models of the type qwen9",
    fix: "Update vLLM",
  },
  {
    name: "no model folder",
    tail: inConfig(
      "Invalid repository ID or local directory specified: '/models/none'.\nPlease verify the following requirements:",
    ),
    code: "files_missing",
    reason: "holds no config.json",
    fix: "vitrine models verify",
  },
  {
    name: "no weights",
    tail: inCore("RuntimeError: Cannot find any model weights with `/models/none`"),
    code: "files_missing",
    reason: "holds no weights",
    fix: "vitrine models verify",
  },
  {
    name: "a gated repository",
    tail: api(
      "OSError: You are trying to access a gated repo.\nMake sure to have access to it at https://huggingface.co/x/y.",
    ),
    code: "files_missing",
    reason: "has to be asked for at its hub",
    fix: "with a token",
  },
  {
    name: "a damaged file",
    tail: inCore(
      "safetensors_rust.SafetensorError: Error while deserializing header: incomplete metadata, file not fully covered",
    ),
    code: "files_missing",
    reason: "damaged or incomplete",
    fix: "vitrine models verify",
  },
  {
    name: "no tokenizer",
    tail: api(
      "OSError: Can't load tokenizer for '/models/q'. If you were trying to load it from 'https://huggingface.co/models', make sure",
    ),
    code: "files_missing",
    reason: "files for its tokenizer are missing",
    fix: "vitrine models verify",
  },
  {
    name: "a file that the hub would have",
    tail: api(
      "huggingface_hub.errors.LocalEntryNotFoundError: Cannot find the requested files in the disk cache and outgoing traffic has been disabled.",
    ),
    code: "files_missing",
    reason: "looked for a file at the hub",
    fix: "vitrine models verify",
  },
  {
    name: "gpt-oss without its vocabulary",
    tail: inCore(
      "openai_harmony.HarmonyError: error downloading or loading vocab file: failed to download or load vocab file",
    ),
    code: "files_missing",
    reason: "two vocabulary files",
    fix: "TIKTOKEN_ENCODINGS_BASE",
  },
  {
    name: "a model with code of its own",
    tail: inConfig(
      "The repository /m contains custom code which must be executed to correctly load the model. Please pass the argument `trust_remote_code=True`",
    ),
    code: "bad_setting",
    reason: "Python code of its own",
    fix: "trust remote code",
  },
  {
    name: "a chat template that is not there",
    tail: api(
      "ValueError: The supplied chat template string (/srv/none.jinja) appears path-like, but doesn't exist! Tried: [Errno 2] No such file or directory: '/srv/none.jinja'",
    ),
    code: "files_missing",
    reason: "The chat template /srv/none.jinja is not there.",
    fix: "Correct the path",
  },
  {
    name: "the port is taken",
    tail: api("OSError: [Errno 98] Address already in use"),
    code: "port_taken",
    reason: "taken by another process",
    fix: "tried again with a fresh one",
    retryable: true,
  },
  {
    name: "longer than the model was made for",
    tail: inConfig(
      "User-specified max_model_len (65536) is greater than the derived max_model_len (max_position_embeddings=32768.0 or model_max_length=None in model's config.json). To allow overriding this maximum, set the env var VLLM_ALLOW_LONG_MAX_MODEL_LEN=1.",
    ),
    code: "bad_setting",
    reason: "The context length of 65,536 is more than the model was made for (32,768).",
    fix: "Set it to 32,768 or less",
  },
  {
    name: "heads that cannot be shared",
    tail: inConfig("Total number of attention heads (40) must be divisible by tensor parallel size (3).", "VllmConfig"),
    code: "bad_setting",
    reason: "40 attention heads cannot be shared evenly among 3 GPUs",
    fix: "a number that divides 40: 1, 2, 4, 8.",
  },
  {
    name: "more GPUs than there are",
    tail: inConfig(
      "World size (4) is larger than the number of available GPUs (1) in this node. If this is intentional and you are using:",
      "ParallelConfig",
    ),
    code: "bad_setting",
    reason: "ask for 4 GPUs, and the engine sees 1",
    fix: "to 1 in all",
  },
  {
    name: "a GPU too old for the precision",
    tail: inConfig(
      "The quantization method fp8 is not supported for the current GPU. Minimum capability: 80. Current capability: 75.",
      "VllmConfig",
    ),
    code: "bad_setting",
    reason: "needs a GPU of compute capability 8.0, and this one has 7.5",
    fix: "another precision",
  },
  {
    name: "no CUDA compiler",
    tail: inCore("RuntimeError: Could not find nvcc and default cuda_home='/usr/local/cuda' doesn't exist"),
    code: "toolchain_missing",
    reason: "no CUDA compiler (nvcc)",
    fix: "CUDA toolkit",
  },
  {
    name: "no C compiler",
    tail: inCore(
      "torch._inductor.exc.InductorError: RuntimeError: Failed to find C compiler. Please specify via CC environment variable",
    ),
    code: "toolchain_missing",
    reason: "finds no C compiler",
    fix: "build-essential",
  },
  {
    name: "no headers of Python",
    tail: inCore(
      "/tmp/tmpx/main.c:2:10: fatal error: Python.h: No such file or directory\nsubprocess.CalledProcessError: Command '['/usr/bin/gcc', 'main.c']' returned non-zero exit status 1.",
    ),
    code: "toolchain_missing",
    reason: "no headers of Python",
    fix: "python3-dev",
  },
  {
    name: "a tool parser that does not exist",
    tail: api("KeyError: 'invalid tool call parser: qwen9 (chose from { hermes,llama3_json,qwen3_coder })'"),
    code: "bad_setting",
    reason: "no tool call parser called qwen9",
    fix: "hermes, llama3_json, qwen3_coder",
  },
  {
    name: "a reasoning parser that does not exist",
    tail: api("KeyError: 'invalid reasoning parser: x (chose from { deepseek_r1,qwen3 })'"),
    code: "bad_setting",
    reason: "no reasoning parser called x",
    fix: "deepseek_r1, qwen3",
  },
  {
    name: "a reasoning parser that does not exist, in 0.29's words",
    tail: api(`KeyError: "Reasoning parser 'nosuch' not found. Available parsers: gemma4, qwen3"`),
    code: "bad_setting",
    reason: "no reasoning parser called nosuch",
    fix: "Choose one of: gemma4, qwen3.",
  },
  {
    name: "a folder that is not there, in 0.29's words",
    tail: api(
      "huggingface_hub.errors.HFValidationError: Repo id must be in the form 'repo_name' or 'namespace/repo_name': '/m/none'. Use `repo_type` argument if needed.",
    ),
    code: "files_missing",
    reason: "The model's folder is missing",
    fix: "vitrine models verify",
  },
  {
    name: "no tokenizer, in 0.29's words",
    tail: api(
      "ValueError: Couldn't instantiate the backend tokenizer from one of: \n(1) a `tokenizers` library serialization file,",
    ),
    code: "files_missing",
    reason: "files for its tokenizer",
    fix: "vitrine models verify",
  },
  {
    name: "a processor that is not shared",
    tail: inCore(
      "AssertionError: Not enough allowed NUMA nodes to bind threads of 2 local CPUWorkers. Allowed NUMA nodes are [0].",
    ),
    input: { gpus: "none", tensorParallel: 2 },
    code: "bad_setting",
    reason: "not shared among 2 workers",
    fix: "parallel to 1",
  },
  {
    name: "a precision that the build lacks",
    tail: inCore(
      "RuntimeError: _C::static_scaled_fp8_quant() expected at most 0 argument(s) but received 4 argument(s).",
    ),
    code: "bad_setting",
    reason: "lacks static_scaled_fp8_quant",
    fix: "another precision",
  },
  {
    name: "arguments that it does not know",
    tail: "usage: vllm serve [model_tag] [options]\nvllm serve: error: unrecognized arguments: --no-such-flag 3",
    exit: { code: 2, signal: null },
    code: "bad_setting",
    reason: "does not know: --no-such-flag 3",
    fix: "Remove it from the extra arguments",
  },
  {
    name: "a value that it does not take",
    tail: "vllm serve: error: argument --dtype: invalid choice: 'int3' (choose from auto, half, float16)",
    exit: { code: 2, signal: null },
    code: "bad_setting",
    reason: "does not take the value of --dtype: invalid choice: 'int3'",
    fix: "Correct --dtype",
  },
  {
    name: "a quantization that does not exist",
    tail: inConfig("Unknown quantization method: q9. Must be one of ['awq', 'fp8', 'gptq']."),
    code: "bad_setting",
    reason: "no quantization called q9",
    fix: "awq, fp8, gptq",
  },
  {
    name: "another quantization than the model's",
    tail: inConfig(
      "Quantization method specified in the model config (awq) does not match the quantization method specified in the `quantization` argument (fp8).",
    ),
    code: "bad_setting",
    reason: "quantised with awq, and the settings ask for fp8",
    fix: "Leave the quantization empty",
  },
  {
    name: "no bfloat16",
    tail: inCore(
      "ValueError: Bfloat16 is only supported on GPUs with compute capability of at least 8.0. Your Tesla T4 GPU has compute capability 7.5.",
    ),
    code: "bad_setting",
    reason: "does not compute in bfloat16",
    fix: "half",
  },
  {
    name: "some other value of the configuration",
    tail: inConfig("something new is wrong", "CacheConfig"),
    code: "bad_setting",
    reason: "(CacheConfig)",
    fix: "name the value",
  },
  {
    name: "a module is missing",
    tail: "Traceback (most recent call last):\n  File \"/opt/engine/bin/vllm\", line 3, in <module>\nModuleNotFoundError: No module named 'einops'",
    code: "python_broken",
    reason: "lacks the module einops",
    fix: "vitrine engine install",
  },
  {
    name: "a library does not fit",
    tail: "ImportError: /opt/engine/lib/vllm/_C.abi3.so: undefined symbol: _ZN3c104cuda",
    code: "python_broken",
    reason: "_C.abi3.so is missing or of another version",
    fix: "vitrine engine install",
  },
  {
    name: "no driver library",
    tail: "ImportError: libcuda.so.1: cannot open shared object file: No such file or directory",
    code: "no_gpu",
    reason: "found no GPU",
    fix: "vitrine doctor",
  },
  {
    name: "a full disk",
    tail: inCore("OSError: [Errno 28] No space left on device: '/data/engine-cache/torch_compile_cache'"),
    code: "disk_full",
    reason: "is full",
    fix: "Make room",
  },
  {
    name: "main memory",
    tail: inCore(
      "RuntimeError: [enforce fail at alloc_cpu.cpp:124] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 34359738368 bytes. Error code 12 (Cannot allocate memory)",
    ),
    code: "host_memory",
    reason: "main memory ran out",
    fix: "Free main memory",
  },
  {
    name: "shared memory",
    tail: inCore(
      "torch.distributed.DistBackendError: NCCL error: unhandled system error\nError while creating shared memory segment /dev/shm/nccl-x (size 9637888)",
    ),
    input: { tensorParallel: 2 },
    code: "host_memory",
    reason: "/dev/shm",
    fix: "remount",
  },
  {
    name: "GPUs that cannot talk",
    tail: inCore("torch.distributed.DistBackendError: NCCL error in: NCCLUtils.cpp:94, unhandled cuda error"),
    input: { tensorParallel: 2 },
    code: "died",
    reason: "could not talk to each other",
    fix: "NCCL_P2P_DISABLE=1",
    retryable: true,
  },
  {
    name: "a computation failed in the middle of work",
    tail: [
      core("torch.AcceleratorError: CUDA error: an illegal memory access was encountered"),
      "(APIServer pid=41) ERROR 11-21 02:46:00 [async_llm.py:700] vllm.v1.engine.exceptions.EngineDeadError: EngineCore encountered an issue. See stack trace (above) for the root cause.",
    ].join("\n"),
    exit: { code: 0, signal: null },
    code: "died",
    reason: "an illegal memory access",
    fix: "started again",
    retryable: true,
  },
  {
    name: "an image that is not here",
    tail: 'docker: Error response from daemon: No such image: vllm/vllm-openai:v9\nSee "docker run --help"',
    input: { container: { runtime: "docker", image: "vllm/vllm-openai:v9" } },
    exit: { code: 125, signal: null },
    code: "executable_missing",
    reason: "vllm/vllm-openai:v9 is not on this machine",
    fix: "docker pull vllm/vllm-openai:v9",
  },
  {
    name: "a runtime without GPUs",
    tail: 'docker: Error response from daemon: could not select device driver "" with capabilities: [[gpu]]',
    input: { container: { runtime: "docker", image: "i" } },
    exit: { code: 125, signal: null },
    code: "no_gpu",
    reason: "cannot hand a GPU",
    fix: "NVIDIA Container Toolkit",
  },
  {
    name: "success, although nobody asked",
    tail: "(APIServer pid=41) INFO:     Application shutdown complete.",
    exit: { code: 0, signal: null },
    code: "exited",
    reason: "ended by itself and reported success",
    fix: "started again",
    retryable: true,
  },
  {
    name: "an exception that nobody foresaw",
    tail: inCore("AssertionError: heads must be even"),
    code: "died",
    reason: "vLLM ended with exit code 1: AssertionError: heads must be even.",
    fix: "Read the end of its log",
    retryable: true,
    evidence: "AssertionError: heads must be even",
  },
  {
    name: "an exception that ends with a full stop, and the noise of a process that ends",
    tail: `${inCore("ValueError: this is wrong.")}\nnanobind: leaked 3 instances!\n - leaked instance 0x1 of type "x"\nUserWarning: resource_tracker: There appear to be 1 leaked shared_memory objects`,
    code: "died",
    reason: "vLLM ended with exit code 1: ValueError: this is wrong.",
    fix: "Read the end of its log",
    retryable: true,
    evidence: "ValueError: this is wrong.",
  },
  {
    name: "a warning about limits is no cause",
    tail: "(APIServer pid=41) WARNING 11-21 02:46:00 [utils.py:1] Found ulimit of 1024. This can cause fd limit errors like `OSError: [Errno 24] Too many open files`",
    code: "died",
    reason: "ended with exit code 1.",
    fix: "Read the end of its log",
    retryable: true,
  },
  {
    name: "a part died and nothing says why",
    tail: `${useless}\n(APIServer pid=41) ERROR 11-21 02:46:00 [core_client.py:600] Engine core proc EngineCore_DP0 died unexpectedly, shutting down client.`,
    code: "died",
    reason: "A part of vLLM died",
    fix: "dmesg",
    retryable: true,
  },
  {
    name: "killed for its memory",
    tail: "(EngineCore pid=77) INFO 11-21 02:46:00 [x.py:1] Loading weights took 1 seconds",
    exit: { code: null, signal: "SIGKILL", oomKilled: true },
    code: "host_memory",
    reason: "killed because the machine's main memory ran out",
    fix: "Free main memory",
  },
  {
    name: "killed by somebody",
    tail: "(EngineCore pid=77) INFO 11-21 02:46:00 [x.py:1] Loading weights took 1 seconds",
    exit: { code: null, signal: "SIGKILL" },
    code: "died",
    reason: "killed by SIGKILL from outside",
    fix: "dmesg",
    retryable: true,
  },
  {
    name: "killed in a container",
    tail: "",
    exit: { code: 137, signal: null },
    code: "died",
    reason: "SIGKILL",
    fix: "dmesg",
    retryable: true,
  },
  {
    name: "ended from outside while requests were under way",
    tail: "asyncio.exceptions.CancelledError: Task cancelled, timeout graceful shutdown exceeded\nKeyboardInterrupt: terminated",
    exit: { code: null, signal: "SIGTERM" },
    code: "died",
    reason: "ended by SIGTERM from outside",
    fix: "Nothing has to be changed",
    retryable: true,
  },
  {
    name: "a crash",
    tail: "Fatal Python error: Segmentation fault",
    exit: { code: null, signal: "SIGSEGV" },
    code: "died",
    reason: "crashed with SIGSEGV",
    fix: "update the engine",
    retryable: true,
  },
  {
    name: "no program",
    tail: "",
    exit: { code: 127, signal: null },
    code: "executable_missing",
    reason: "could not be started",
    fix: "vitrine engine install",
  },
  {
    name: "nothing at all",
    tail: "",
    code: "died",
    reason: "ended with exit code 1.",
    fix: "Read the end of its log",
    retryable: true,
  },
];

const base = { adapter: "vllm", label: "Q", servedName: "q", model: "a/b" } as const;

describe("why vLLM ended", () => {
  for (const { name, tail, input, exit = died, ...expected } of rows) {
    test(name, () => {
      const failure = explainVllm(exit, logTail(tail), settingsOf({ ...base, ...input }), 42);
      expect(failure).toMatchObject({ code: expected.code, retryable: expected.retryable ?? false, at: 42 });
      expect(failure.reason).toContain(expected.reason);
      expect(failure.fix).toContain(expected.fix);
      expect(failure.retryWith).toEqual(expected.retryWith);
      if (expected.evidence) expect(failure.evidence).toContain(expected.evidence);
      for (const text of [failure.reason, failure.fix]) {
        expect(text).toEndWith(".");
        expect(text).not.toContain("..");
        expect(text).not.toMatch(/undefined|NaN|null|!|\s{2}/);
      }
      expect(failure.evidence ?? "").not.toContain("See root cause above");
    });
  }
});

test("a notice is never a cause", () => {
  const failure = explainVllm(died, logTail(notices), settingsOf(base), 1);
  expect(failure.code).toBe("died");
  expect(failure.reason).toBe("vLLM ended with exit code 1.");
});

test("evidence is short, and the log may be long", () => {
  const noise = "(EngineCore pid=77) INFO 11-21 02:46:00 [x.py:1] noise\n".repeat(5_000);
  const failure = explainVllm(died, logTail(`${noise}ValueError: ${"x".repeat(5_000)}`), settingsOf(base), 1);
  expect(failure.evidence?.length).toBeLessThanOrEqual(500);
  expect(failure.reason.length).toBeLessThan(400);
});
