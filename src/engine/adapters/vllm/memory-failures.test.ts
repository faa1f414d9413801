import { core, explains, inCore, useless } from "./explain-samples.ts";

explains("memory", [
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
]);
