import type { AdapterKind } from "../contract.ts";

const labels: Record<AdapterKind, string> = {
  vllm: "vLLM",
  llamacpp: "llama.cpp",
  command: "The engine",
  remote: "The remote engine",
};

/** How sentences call an engine of this kind, fit for the beginning of one. */
export const engineLabel = (kind: AdapterKind): string => labels[kind];
