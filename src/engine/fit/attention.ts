import type { ModelShape } from "../contract.ts";
import { type Config, headDimension, integer, optionalInteger, strings, UnknownShape } from "./config-reader.ts";
import { linearStateBytes } from "./states.ts";

export type Layer = ModelShape["layers"][number];
export type Family = (config: Config) => Pick<ModelShape, "layers" | "mla">;

const heads = (config: Config): number => integer(config, "num_attention_heads");
const layerCount = (config: Config): number => integer(config, "num_hidden_layers");
/** Absent means one key/value head for each query head. */
const kvHeads = (config: Config): number => optionalInteger(config, "num_key_value_heads") || heads(config);

const full = (config: Config, count: number): Layer => ({
  kind: "full",
  count,
  kvHeads: kvHeads(config),
  headDim: headDimension(config, heads(config)),
});

const sliding = (config: Config, count: number, window: number): Layer => ({
  ...full(config, count),
  kind: "sliding",
  window,
});

const present = (layers: Layer[]): Layer[] => layers.filter((layer) => layer.count > 0);

/**
 * Every layer attends to everything, or, where the file says so, to a window: `sliding_window` for all of them, or for
 * those from `max_window_layers` on where `use_sliding_window` is there (Qwen 2).
 */
export const uniform: Family = (config) => {
  const types = strings(config.layer_types);
  if (types !== undefined) return patterned(types)(config);
  const count = layerCount(config);
  const window = optionalInteger(config, "sliding_window");
  if (window === undefined || window === 0 || config.use_sliding_window === false)
    return { layers: [full(config, count)] };
  const first = config.use_sliding_window === true ? (optionalInteger(config, "max_window_layers") ?? 0) : 0;
  const windowed = Math.max(0, count - first);
  return { layers: present([full(config, count - windowed), sliding(config, windowed, window)]) };
};

/** One full layer in every `full_attention_interval`, `sliding_window_pattern` or so many; the others see a window. */
export function interleaved(defaultPattern: number): Family {
  return (config) => {
    const count = layerCount(config);
    const pattern = optionalInteger(config, "sliding_window_pattern", "_sliding_window_pattern") || defaultPattern;
    const types = Array.from({ length: count }, (_, index) =>
      (index + 1) % pattern === 0 ? "full_attention" : "sliding_attention",
    );
    return patterned(strings(config.layer_types) ?? types)(config);
  };
}

/** Layers by their names, minus the last `num_kv_shared_layers`, which read the cache of earlier ones (Gemma 3n, 4). */
export function patterned(types: readonly string[]): Family {
  return (config) => {
    const count = layerCount(config);
    if (types.length !== count) throw new UnknownShape(`it names ${types.length} layer types and has ${count} layers`);
    const shared = optionalInteger(config, "num_kv_shared_layers") ?? 0;
    const own = types.slice(0, count - shared);
    const counted = new Map<string, number>();
    for (const type of own) counted.set(type, (counted.get(type) ?? 0) + 1);
    const layers = [...counted].map(([type, layersOfType]) => layerOf(type, config, layersOfType));
    if (shared > 0) layers.push({ kind: "shared", count: shared, kvHeads: 0, headDim: 0 });
    return { layers };
  };
}

function layerOf(type: string, config: Config, count: number): Layer {
  switch (type) {
    case "full_attention":
    case "attention":
      return full(config, count);
    case "sliding_attention":
      return sliding(config, count, integer(config, "sliding_window"));
    // A chunk holds itself and nothing before it: vLLM keeps chunk + batched tokens, a window one token less.
    case "chunked_attention":
      return sliding(config, count, integer(config, "attention_chunk_size") + 1);
    case "linear_attention":
    case "mamba":
    case "conv":
      return { kind: "linear", count, kvHeads: 0, headDim: 0, stateBytes: linearStateBytes(config) };
    default:
      throw new UnknownShape(`its layers of the kind ${type} are not known here`);
  }
}

/** Gemma 4: full layers have heads of their own size, and their own number of them where keys serve as values. */
export const gemma4: Family = (config) => {
  const { layers } = interleaved(6)(config);
  const headDim = optionalInteger(config, "global_head_dim") || 512;
  const ownHeads =
    config.attention_k_eq_v === false ? undefined : optionalInteger(config, "num_global_key_value_heads");
  return {
    layers: layers.map((layer) =>
      layer.kind === "full" ? { ...layer, headDim, kvHeads: ownHeads || layer.kvHeads } : layer,
    ),
  };
};

/** MiMo-V2: keys and values differ in size, and windowed layers have their own; `headDim` is the mean of both. */
export const mimoV2: Family = (config) => {
  const pattern = config.hybrid_layer_pattern;
  if (!Array.isArray(pattern)) throw new UnknownShape("it does not say hybrid_layer_pattern");
  const windowed = pattern.filter((item) => item === 1).length;
  const mean = (key: number, value: number): number => (key + value) / 2;
  return {
    layers: present([
      {
        ...full(config, pattern.length - windowed),
        headDim: mean(integer(config, "head_dim"), integer(config, "v_head_dim")),
      },
      {
        kind: "sliding",
        count: windowed,
        kvHeads: integer(config, "swa_num_key_value_heads"),
        headDim: mean(integer(config, "swa_head_dim"), integer(config, "swa_v_head_dim")),
        window: integer(config, "sliding_window"),
      },
    ]),
  };
};

/** Llama 4: chunked attention, but every `no_rope_layer_interval`-th layer sees everything. */
export const llama4: Family = (config) => {
  const ropeFree = optionalInteger(config, "no_rope_layer_interval") || 4;
  const flags = Array.isArray(config.no_rope_layers) && config.no_rope_layers.length > 0 ? config.no_rope_layers : null;
  const types = Array.from({ length: layerCount(config) }, (_, index) => {
    // In the list 1 stands for a layer with rotary positions, which is the chunked one.
    const chunked = flags === null ? (index + 1) % ropeFree !== 0 : flags[index] === 1;
    return chunked ? "chunked_attention" : "full_attention";
  });
  return patterned(strings(config.layer_types) ?? types)(config);
};

/**
 * Multi-head latent attention (DeepSeek-V2 and later, Kimi K2, GLM-5, Mistral 4). Models with a sparse indexer keep one
 * more vector of 8-bit numbers and a 4-byte scale for each token and layer.
 */
export const latent: Family = (config) => {
  const kvLoraRank = integer(config, "kv_lora_rank");
  const ropeHeadDim = integer(config, "qk_rope_head_dim");
  const indexer = optionalInteger(config, "index_head_dim");
  return {
    layers: [{ kind: "full", count: layerCount(config), kvHeads: 1, headDim: kvLoraRank + ropeHeadDim }],
    mla: { kvLoraRank, ropeHeadDim, ...(indexer ? { indexerBytes: indexer + 4 } : {}) },
  };
};

/** Qwen3-Next, 3.5, 3.6, 3.8: one full layer in every `full_attention_interval`, gated delta networks between them. */
export const gatedDelta: Family = (config) => {
  const interval = optionalInteger(config, "full_attention_interval") || 4;
  const types = Array.from({ length: layerCount(config) }, (_, index) =>
    (index + 1) % interval === 0 ? "full_attention" : "linear_attention",
  );
  return patterned(strings(config.layer_types) ?? types)(config);
};
