import type { ModelShape } from "../contract.ts";
import { modelTypes, textArchitectures, visionArchitectures } from "./architectures.ts";
import { latent, uniform } from "./attention.ts";
import { type Config, integer, isConfig, optionalInteger, strings, UnknownShape } from "./config-reader.ts";

/**
 * What of a Hugging Face `config.json`, or of Mistral's `params.json`, decides the KV cache of a model.
 *
 * @returns the shape, or in one sentence why it is not known: an unknown architecture is refused rather than guessed
 */
export function shapeOf(config: unknown): ModelShape | { unsupported: string } {
  if (!isConfig(config)) return { unsupported: "The model's config.json is not a JSON object." };
  try {
    return isMistralParameters(config) ? fromMistralParameters(config) : fromHuggingFace(config);
  } catch (error) {
    if (!(error instanceof UnknownShape)) throw error;
    return { unsupported: `The model's config.json does not tell how much memory a token takes: ${error.message}.` };
  }
}

function fromHuggingFace(config: Config): ModelShape {
  const named = strings(config.architectures)?.[0];
  if (named === undefined) throw new UnknownShape("it names no architecture");
  const inner = textConfig(config);
  const architecture = textArchitecture(named, inner);
  const family = textArchitectures.get(architecture);
  if (family === undefined) throw new UnknownShape(`the architecture ${architecture} is not known here`);
  return {
    architecture: named,
    ...family(inner),
    attentionHeads: integer(inner, "num_attention_heads"),
    maxContext: contextOf(inner, config),
  };
}

function textConfig(config: Config): Config {
  for (const name of ["text_config", "llm_config", "language_config"]) {
    const inner = config[name];
    if (isConfig(inner)) return inner;
  }
  return config;
}

function textArchitecture(named: string, inner: Config): string {
  const outer = visionArchitectures.get(named);
  if (outer === undefined) return named;
  if (outer !== null) return outer;
  const own = strings(inner.architectures)?.[0];
  if (own !== undefined && textArchitectures.has(own)) return own;
  const type = typeof inner.model_type === "string" ? inner.model_type : "";
  const known = modelTypes.get(type);
  if (known === undefined) throw new UnknownShape(`the text model ${own ?? type} inside ${named} is not known here`);
  return known;
}

/**
 * The longest context by the rule that vLLM applies (`_get_and_verify_max_len`): positions times the factor of the rope
 * scaling, counted from the original positions for YaRN; Llama 3's and longrope's scaling is in the positions already.
 */
function contextOf(inner: Config, outer: Config): number {
  const positions =
    optionalInteger(inner, "max_position_embeddings", "max_seq_len", "seq_length", "model_max_length") ??
    integer(outer, "max_position_embeddings");
  const scaling = isConfig(inner.rope_scaling) ? inner.rope_scaling : inner.rope_parameters;
  if (!isConfig(scaling)) return positions;
  const type = scaling.rope_type ?? scaling.type;
  const factor = scaling.factor;
  if (typeof factor !== "number" || (type !== "yarn" && type !== "linear" && type !== "dynamic")) return positions;
  if (String(inner.model_type).startsWith("gemma3")) return positions;
  const original = type === "yarn" ? optionalInteger(scaling, "original_max_position_embeddings") : undefined;
  return Math.floor((original ?? positions) * factor);
}

function isMistralParameters(config: Config): boolean {
  return config.architectures === undefined && "dim" in config && "n_layers" in config;
}

/** `params.json` of Mistral's own format says the same things in other words. */
function fromMistralParameters(config: Config): ModelShape {
  const attentionHeads = integer(config, "n_heads");
  const renamed: Config = {
    hidden_size: config.dim,
    num_hidden_layers: config.n_layers,
    num_attention_heads: attentionHeads,
    num_key_value_heads: config.n_kv_heads,
    head_dim: config.head_dim,
    kv_lora_rank: config.kv_lora_rank,
    qk_rope_head_dim: config.qk_rope_head_dim,
    sliding_window: config.sliding_window,
    max_position_embeddings: optionalInteger(config, "max_position_embeddings", "max_seq_len"),
  };
  const family = optionalInteger(config, "kv_lora_rank") ? latent : uniform;
  return {
    architecture: "Mistral",
    ...family(renamed),
    attentionHeads,
    maxContext: contextOf(renamed, renamed),
  };
}
