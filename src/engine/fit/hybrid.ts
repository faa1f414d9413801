import { type Family, latent, patterned } from "./attention.ts";
import { integer, integers, isConfig, optionalInteger, strings, UnknownShape } from "./config-reader.ts";
import { kimiDeltaState, linearStateBytes } from "./states.ts";

/** Nemotron-H: a letter or a name for each layer; those of neither attention nor Mamba keep nothing. */
export const nemotronH: Family = (config) => {
  const letters: Record<string, string> = { M: "mamba", "*": "attention", "-": "mlp", E: "moe" };
  const pattern = config.hybrid_override_pattern;
  const named = strings(config.layers_block_type) ?? strings(config.layer_types);
  const types = named ?? (typeof pattern === "string" ? [...pattern].map((letter) => letters[letter] ?? letter) : null);
  if (types === null) throw new UnknownShape("it does not say hybrid_override_pattern");
  const keeping = types.filter((type) => type !== "mlp" && type !== "moe");
  return patterned(keeping)({ ...config, num_hidden_layers: keeping.length });
};

/** Bamba: full attention in the layers that are listed. */
export const bamba: Family = (config) => {
  const attention = integers(config.attn_layer_indices);
  if (attention === undefined) throw new UnknownShape("it does not say attn_layer_indices");
  const types = Array.from({ length: integer(config, "num_hidden_layers") }, (_, index) =>
    attention.includes(index) ? "attention" : "mamba",
  );
  return patterned(types)(config);
};

/** Jamba: full attention in every `attn_layer_period`-th layer from `attn_layer_offset` on. */
export const jamba: Family = (config) => {
  const period = integer(config, "attn_layer_period");
  const offset = optionalInteger(config, "attn_layer_offset") ?? 0;
  const types = Array.from({ length: integer(config, "num_hidden_layers") }, (_, index) =>
    index % period === offset ? "attention" : "mamba",
  );
  return patterned(types)(config);
};

/** Falcon-H1: attention and Mamba side by side in every layer. */
export const falconH1: Family = (config) => {
  const count = integer(config, "num_hidden_layers");
  const { layers } = patterned(Array.from({ length: count }, () => "attention"))(config);
  return {
    layers: [...layers, { kind: "linear", count, kvHeads: 0, headDim: 0, stateBytes: linearStateBytes(config) }],
  };
};

/** LFM2: `layer_types`, or the older list of the layers that attend. */
export const lfm2: Family = (config) => {
  const count = integer(config, "num_hidden_layers");
  const listed = integers(config.full_attn_idxs);
  const types =
    strings(config.layer_types) ??
    (listed && Array.from({ length: count }, (_, index) => (listed.includes(index) ? "full_attention" : "conv")));
  if (types === undefined) throw new UnknownShape("it does not say layer_types");
  return patterned(types)(config);
};

/** Kimi Linear: latent attention in the listed layers, delta attention in the others. */
export const kimiLinear: Family = (config) => {
  const linear = config.linear_attn_config;
  if (!isConfig(linear)) throw new UnknownShape("it does not say linear_attn_config");
  const attending = integers(linear.full_attn_layers)?.length;
  const recurrent = integers(linear.kda_layers)?.length;
  if (attending === undefined || recurrent === undefined)
    throw new UnknownShape("its linear_attn_config does not list its layers");
  const { layers, mla } = latent({ ...config, num_hidden_layers: attending });
  return {
    layers: [
      ...layers,
      { kind: "linear", count: recurrent, kvHeads: 0, headDim: 0, stateBytes: kimiDeltaState(linear) },
    ],
    ...(mla ? { mla } : {}),
  };
};
