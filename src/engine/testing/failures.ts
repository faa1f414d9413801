import type { StandInPhase } from "./script.ts";

export interface KnownFailure {
  /** Where it happens: while arguments and the model's configuration are read, or in the engine's own process. */
  where: "server" | "core";
  phase: StandInPhase;
  /** As Python names it. */
  exception: string;
  message: string;
  /** Lines before the exception. */
  before?: string[];
  code?: number;
}

/** What vLLM prints when a start fails, by a name of ours. */
export const failures = {
  contextTooLong: {
    where: "core",
    phase: "cache",
    exception: "ValueError",
    message:
      "To serve at least one request with the model's max seq len (131072), (16.0 GiB KV cache is needed, which is larger than the available KV cache memory (7.4 GiB). Based on the available memory, the estimated maximum model length is 60608. Try increasing `gpu_memory_utilization` or decreasing `max_model_len` when initializing the engine. See https://docs.vllm.ai/en/latest/configuration/conserving_memory/ for more details.",
  },
  noKvMemory: {
    where: "core",
    phase: "cache",
    exception: "ValueError",
    message:
      "No available memory for the cache blocks. Try increasing `gpu_memory_utilization` when initializing the engine. See https://docs.vllm.ai/en/latest/configuration/conserving_memory/ for more details.",
  },
  cannotAutoFit: {
    where: "core",
    phase: "cache",
    exception: "ValueError",
    message:
      "Cannot auto-fit max_model_len: not enough GPU memory available to serve even a single token. Try increasing `gpu_memory_utilization`.",
  },
  gpuBusy: {
    where: "core",
    phase: "initialise",
    exception: "ValueError",
    message:
      "Free memory on device cuda:0 (2.02/44.39 GiB) on startup is less than desired GPU memory utilization (0.92, 40.84 GiB). Decrease GPU memory utilization or reduce GPU memory used by other processes.",
  },
  outOfMemory: {
    where: "core",
    phase: "load",
    exception: "torch.OutOfMemoryError",
    message:
      "CUDA out of memory. Tried to allocate 224.00 MiB. GPU 0 has a total capacity of 23.56 GiB of which 141.69 MiB is free. Including non-PyTorch memory, this process has 23.42 GiB memory in use. Of the allocated memory 23.01 GiB is allocated by PyTorch, and 14.58 MiB is reserved by PyTorch but unallocated. If reserved but unallocated memory is large try setting PYTORCH_ALLOC_CONF=expandable_segments:True to avoid fragmentation.  See documentation for Memory Management  (https://docs.pytorch.org/docs/stable/notes/cuda.html#environment-variables)",
    before: [
      "Failed to load model - not enough GPU memory. Try lowering --gpu-memory-utilization to free memory for weights, increasing --tensor-parallel-size, or using --quantization. See https://docs.vllm.ai/en/latest/configuration/conserving_memory/ for more tips.",
    ],
  },
  noDevice: {
    where: "server",
    phase: "configure",
    exception: "RuntimeError",
    message:
      "Failed to infer device type, please set the environment variable `VLLM_LOGGING_LEVEL=DEBUG` to turn on verbose logging to help debug the issue.",
  },
  driverTooOld: {
    where: "core",
    phase: "initialise",
    exception: "RuntimeError",
    message:
      "The NVIDIA driver on your system is too old (found version 12040). Please update your GPU driver by downloading and installing a new version from the URL: http://www.nvidia.com/Download/index.aspx Alternatively, go to: https://pytorch.org to install a PyTorch version that has been compiled with your version of the CUDA driver.",
  },
  architecture: {
    where: "server",
    phase: "configure",
    exception: "pydantic_core._pydantic_core.ValidationError",
    message:
      "1 validation error for ModelConfig\n  Value error, Model architectures ['Qwen9ForCausalLM'] are not supported for now. Supported architectures: dict_keys(['LlamaForCausalLM', 'Qwen3ForCausalLM']) [type=value_error, input_value=ArgsKwargs((), {'model': ...}), input_type=ArgsKwargs]",
  },
  noConfig: {
    where: "server",
    phase: "configure",
    exception: "pydantic_core._pydantic_core.ValidationError",
    message:
      "1 validation error for ModelConfig\n  Value error, Invalid repository ID or local directory specified: '/models/none'.\nPlease verify the following requirements:\n1. Provide a valid Hugging Face repository ID.\n2. Specify a local directory that contains a recognized configuration file.\n   - For Hugging Face models: ensure the presence of a 'config.json'. [type=value_error, input_value=ArgsKwargs((), {'model': ...}), input_type=ArgsKwargs]",
  },
  noWeights: {
    where: "core",
    phase: "load",
    exception: "RuntimeError",
    message: "Cannot find any model weights with `/models/none`",
  },
  gatedRepo: {
    where: "server",
    phase: "configure",
    exception: "OSError",
    message:
      "You are trying to access a gated repo.\nMake sure to have access to it at https://huggingface.co/meta-llama/Llama-3.3-70B-Instruct.\n401 Client Error. (Request ID: Root=1-0)",
  },
  addressInUse: {
    where: "server",
    phase: "configure",
    exception: "OSError",
    message: "[Errno 98] Address already in use",
  },
  overDerivedLength: {
    where: "server",
    phase: "configure",
    exception: "pydantic_core._pydantic_core.ValidationError",
    message:
      "1 validation error for ModelConfig\n  Value error, User-specified max_model_len (65536) is greater than the derived max_model_len (max_position_embeddings=32768.0 or model_max_length=None in model's config.json). To allow overriding this maximum, set the env var VLLM_ALLOW_LONG_MAX_MODEL_LEN=1. [type=value_error, input_value=ArgsKwargs((), {'model': ...}), input_type=ArgsKwargs]",
  },
  tensorParallel: {
    where: "server",
    phase: "configure",
    exception: "ValueError",
    message: "Total number of attention heads (32) must be divisible by tensor parallel size (3).",
  },
  worldSize: {
    where: "server",
    phase: "configure",
    exception: "pydantic_core._pydantic_core.ValidationError",
    message:
      "1 validation error for ParallelConfig\n  Value error, World size (4) is larger than the number of available GPUs (1) in this node. If this is intentional and you are using:\n- ray, set '--distributed-executor-backend ray'.\n- multiprocessing, set '--nnodes' appropriately. [type=value_error, input_value=ArgsKwargs((), {'pipeline...}), input_type=ArgsKwargs]",
  },
  capability: {
    where: "server",
    phase: "configure",
    exception: "ValueError",
    message:
      "The quantization method fp8 is not supported for the current GPU. Minimum capability: 80. Current capability: 75.",
  },
  noNvcc: {
    where: "core",
    phase: "compile",
    exception: "RuntimeError",
    message: "Could not find nvcc and default cuda_home='/usr/local/cuda' doesn't exist",
  },
  noCompiler: {
    where: "core",
    phase: "compile",
    exception: "torch._inductor.exc.InductorError",
    message:
      "RuntimeError: Failed to find C compiler. Please specify via CC environment variable or set triton.knobs.build.impl.",
  },
  toolParser: {
    where: "server",
    phase: "configure",
    exception: "KeyError",
    message: "'invalid tool call parser: qwen9 (chose from { hermes,llama3_json,mistral,qwen3_coder,qwen3_xml })'",
  },
  diskFull: {
    where: "core",
    phase: "compile",
    exception: "OSError",
    message: "[Errno 28] No space left on device",
  },
} as const satisfies Record<string, KnownFailure>;

export type FailureName = keyof typeof failures;
export const failureNames = Object.keys(failures).filter((name): name is FailureName => name in failures);
