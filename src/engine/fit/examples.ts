/** The fields that matter of published `config.json` files, for the tests. */
export const llama8b = {
  architectures: ["LlamaForCausalLM"],
  hidden_size: 4096,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  max_position_embeddings: 131_072,
  rope_scaling: { rope_type: "llama3", factor: 8, original_max_position_embeddings: 8192 },
};

export const llama70b = { ...llama8b, hidden_size: 8192, num_hidden_layers: 80, num_attention_heads: 64 };

export const qwen3CoderNext = {
  architectures: ["Qwen3NextForCausalLM"],
  hidden_size: 2048,
  num_hidden_layers: 48,
  full_attention_interval: 4,
  num_attention_heads: 16,
  num_key_value_heads: 2,
  head_dim: 256,
  linear_num_key_heads: 16,
  linear_num_value_heads: 32,
  linear_key_head_dim: 128,
  linear_value_head_dim: 128,
  linear_conv_kernel_dim: 4,
  max_position_embeddings: 262_144,
};

export const gptOss20b = {
  architectures: ["GptOssForCausalLM"],
  hidden_size: 2880,
  num_hidden_layers: 24,
  layer_types: Array.from({ length: 24 }, (_, index) => (index % 2 === 0 ? "sliding_attention" : "full_attention")),
  sliding_window: 128,
  num_attention_heads: 64,
  num_key_value_heads: 8,
  head_dim: 64,
  max_position_embeddings: 131_072,
  rope_scaling: { rope_type: "yarn", factor: 32, original_max_position_embeddings: 4096 },
};

export const deepseekV3 = {
  architectures: ["DeepseekV3ForCausalLM"],
  hidden_size: 7168,
  num_hidden_layers: 61,
  num_attention_heads: 128,
  num_key_value_heads: 128,
  kv_lora_rank: 512,
  qk_rope_head_dim: 64,
  max_position_embeddings: 163_840,
  rope_scaling: { type: "yarn", factor: 40, original_max_position_embeddings: 4096 },
};

export const nemotron3Nano = {
  architectures: ["NemotronHForCausalLM"],
  hidden_size: 2688,
  num_hidden_layers: 52,
  hybrid_override_pattern: "MEMEM*EMEMEM*EMEMEM*EMEMEM*EMEMEM*EMEMEMEM*EMEMEMEME",
  num_attention_heads: 32,
  num_key_value_heads: 2,
  head_dim: 128,
  mamba_num_heads: 64,
  mamba_head_dim: 64,
  ssm_state_size: 128,
  n_groups: 8,
  conv_kernel: 4,
  max_position_embeddings: 262_144,
};

/** Numbers in [0, 1) that are the same in every run (a linear congruential generator), so that a failure can be run again. */
export function drawFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
