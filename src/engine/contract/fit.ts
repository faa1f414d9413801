export type LayerKind = "full" | "sliding" | "linear" | "shared";

/** What of a model's `config.json` decides its KV cache. */
export interface ModelShape {
  architecture: string;
  /** Bytes of KV cache for one token of one layer of each kind, before division by tensor parallelism. */
  layers: { kind: LayerKind; count: number; kvHeads: number; headDim: number; window?: number; stateBytes?: number }[];
  /**
   * Multi-head latent attention: one compressed vector for each token and layer, not divided by tensor parallelism;
   * `indexerBytes` is what a sparse indexer keeps beside it, whatever the cache's precision.
   */
  mla?: { kvLoraRank: number; ropeHeadDim: number; indexerBytes?: number };
  attentionHeads: number;
  maxContext: number;
}

export interface FitInput {
  /** Absent when neither files nor catalogue tell: only the rule of thumb is left. */
  shape: ModelShape | undefined;
  weightsBytes: number;
  /** The GPUs it would run on, alike; their number is the tensor parallel size. */
  gpus: { memoryTotalBytes: number; memoryFreeBytes: number | null }[];
  utilization: number;
  /** The context wanted; `auto` takes what there is room for, up to the model's own. */
  contextLength: number | "auto";
  kvCacheBytesPerElement: 1 | 2;
  maxBatchedTokens: number;
  /** Activations, graphs and the like per GPU; learned on this machine, else the default. */
  reserveBytes: number;
}

export interface FitResult {
  verdict: "fits" | "fits_less_context" | "needs_more_gpus" | "does_not_fit" | "unknown";
  /** One sentence for people. */
  summary: string;
  /** The context it would get. */
  contextLength?: number;
  /** Requests of that length at once. */
  concurrency?: number;
  /** How many GPUs like these it takes. */
  gpusNeeded?: number;
  /** `config` the model's own file, `catalogue` our copy of its shape, `rule` weights × 1.2 + 2 GiB. */
  basis: "config" | "catalogue" | "rule";
  /** The arithmetic, line by line. */
  lines: { label: string; value: string; bytes?: number }[];
}
