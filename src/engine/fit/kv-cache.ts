import type { ModelShape } from "../contract.ts";

export interface CacheOptions {
  tensorParallel: number;
  /** 2 for 16-bit, 1 for FP8. */
  bytesPerElement: 1 | 2;
  /** Tokens in the steps that are under way at once: a window layer must hold them beside its window. */
  maxBatchedTokens?: number;
  /** Tokens in one block of the cache; vLLM's own is 16. */
  blockTokens?: number;
}

const defaultBatchedTokens = 8192;
const defaultBlockTokens = 16;
const statesPerSequence = 2;

/**
 * Bytes of KV cache that one more token of one sequence takes on one GPU while every layer still grows. Full and
 * sliding layers: `2 · max(1, kv_heads // tp) · head_dim · bytes` (vLLM's `AttentionSpec.page_size_bytes` over its
 * block size); latent attention: `(kv_lora_rank + qk_rope_head_dim) · bytes` on every GPU (`MLAAttentionSpec`).
 * With `growing: "full"` sliding layers, which stop growing past their window, are left out.
 */
export function bytesPerToken(
  shape: ModelShape,
  options: Pick<CacheOptions, "tensorParallel" | "bytesPerElement">,
  growing: "all" | "full" = "full",
): number {
  let bytes = 0;
  for (const layer of shape.layers) {
    if (layer.kind === "full" || (layer.kind === "sliding" && growing === "all"))
      bytes += layer.count * layerBytes(shape, layer, options);
  }
  return bytes;
}

function layerBytes(
  shape: ModelShape,
  layer: ModelShape["layers"][number],
  { tensorParallel, bytesPerElement }: Pick<CacheOptions, "tensorParallel" | "bytesPerElement">,
): number {
  if (shape.mla !== undefined && layer.kind === "full") {
    const { kvLoraRank, ropeHeadDim, indexerBytes = 0 } = shape.mla;
    return (kvLoraRank + ropeHeadDim) * bytesPerElement + indexerBytes;
  }
  return 2 * Math.max(1, Math.floor(layer.kvHeads / tensorParallel)) * layer.headDim * bytesPerElement;
}

/**
 * Bytes of KV cache of one sequence of so many tokens on one GPU. Whole blocks; a sliding layer holds at most
 * `(ceil((window − 1 + batched tokens) / block) + 1) · block` tokens (vLLM's `SlidingWindowSpec.max_memory_usage_bytes`),
 * a linear layer two states whatever the length (`MambaSpec` with prefix caching: the running one and one to return
 * to), a layer that shares another's cache nothing.
 */
export function kvCacheBytes(shape: ModelShape, tokens: number, options: CacheOptions): number {
  const block = options.blockTokens ?? defaultBlockTokens;
  const batched = options.maxBatchedTokens ?? defaultBatchedTokens;
  const whole = Math.ceil(tokens / block) * block;
  let bytes = 0;
  for (const layer of shape.layers) {
    if (layer.kind === "shared") continue;
    if (layer.kind === "linear") {
      bytes += layer.count * statesPerSequence * Math.ceil((layer.stateBytes ?? 0) / options.tensorParallel);
      continue;
    }
    const cap = layer.kind === "sliding" ? windowCap(layer.window ?? tokens, batched, block) : whole;
    bytes += layer.count * layerBytes(shape, layer, options) * Math.min(whole, cap);
  }
  return bytes;
}

function windowCap(window: number, batched: number, block: number): number {
  return (Math.ceil((window - 1 + batched) / block) + 1) * block;
}

/** The most tokens of one sequence, in whole blocks and up to `most`, whose cache takes at most so many bytes. */
export function tokensWithin(shape: ModelShape, bytes: number, most: number, options: CacheOptions): number {
  if (kvCacheBytes(shape, most, options) <= bytes) return most;
  const block = options.blockTokens ?? defaultBlockTokens;
  let low = 0;
  let high = Math.floor(most / block);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (kvCacheBytes(shape, middle * block, options) <= bytes) low = middle;
    else high = middle - 1;
  }
  return low * block;
}
