import type { VllmSettings } from "../../settings.ts";
import type { Rule } from "../failure.ts";

/** What vLLM says of this machine where the advice depends on its settings. */
export const hostFailures: Rule<VllmSettings>[] = [
  {
    pattern:
      /Failed to infer device type|No CUDA GPUs are available|Found no NVIDIA driver|no CUDA-capable device|CUDA driver initialization failed|invalid device ordinal|CUDA unknown error|NVML Shared Library Not Found|libcuda\.so\.1: cannot open/,
    draft: (_, settings) => ({
      code: "no_gpu",
      reason:
        settings.gpus === "none"
          ? "This build of vLLM does not run on a processor."
          : "vLLM found no GPU that it can use.",
      fix:
        settings.gpus === "none"
          ? "Install vLLM's build for processors, or use llama.cpp."
          : "Run `vitrine doctor`: it names what is wrong with the driver or the GPU.",
    }),
  },
  {
    pattern:
      /NCCL (?:error|WARN|failure)|ncclSystemError|ncclUnhandledCudaError|ncclInternalError|DistBackendError|DistNetworkError|DistStoreError/,
    rank: "consequence",
    draft: (_, settings) => ({
      code: "died",
      reason: "The GPUs could not talk to each other (NCCL).",
      fix: `Start it again; if that repeats, set NCCL_P2P_DISABLE=1 in the engine's environment, or use one GPU (tensor parallel, now ${settings.tensorParallel}).`,
      retryable: true,
    }),
  },
];
