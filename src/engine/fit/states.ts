import { type Config, integer, optionalInteger, UnknownShape } from "./config-reader.ts";

const float32 = 4;
const bfloat16 = 2;

/**
 * What one layer without a growing cache keeps for one sequence, in bytes, before division by tensor parallelism. The
 * recurrent part counts as 32-bit numbers and the convolution's as 16-bit ones: engines keep the former in either.
 * Shapes after vLLM's `MambaStateShapeCalculator`.
 */
export function linearStateBytes(config: Config): number {
  if (optionalInteger(config, "linear_num_value_heads") !== undefined) return gatedDeltaState(config);
  if (optionalInteger(config, "mamba_n_heads", "mamba_num_heads") !== undefined) return mamba2State(config);
  if (optionalInteger(config, "mamba_d_state") !== undefined) return mamba1State(config);
  if (optionalInteger(config, "conv_L_cache") !== undefined) return shortConvolutionState(config);
  throw new UnknownShape("it does not say how large the state of its linear layers is");
}

/** Convolution over queries, keys and values, and one matrix (value × key) for each value head. */
function gatedDeltaState(config: Config): number {
  const keyDim = integer(config, "linear_key_head_dim");
  const valueDim = integer(config, "linear_value_head_dim");
  const keyHeads = integer(config, "linear_num_key_heads");
  const valueHeads = integer(config, "linear_num_value_heads");
  const kernel = integer(config, "linear_conv_kernel_dim");
  const convolution = (2 * keyDim * keyHeads + valueDim * valueHeads) * (kernel - 1);
  return convolution * bfloat16 + valueHeads * valueDim * keyDim * float32;
}

function mamba2State(config: Config): number {
  const heads = integer(config, "mamba_n_heads", "mamba_num_heads");
  // "auto" in some files: what expansion leaves for each head.
  const headDim =
    optionalInteger(config, "mamba_d_head", "mamba_head_dim") ??
    Math.floor((integer(config, "hidden_size") * (optionalInteger(config, "mamba_expand") || 2)) / heads);
  const state = integer(config, "mamba_d_state", "ssm_state_size");
  const groups = optionalInteger(config, "mamba_n_groups", "n_groups") || 1;
  const kernel = integer(config, "mamba_d_conv", "conv_kernel");
  const convolution = (heads * headDim + 2 * groups * state) * (kernel - 1);
  return convolution * bfloat16 + heads * headDim * state * float32;
}

function mamba1State(config: Config): number {
  const inner = integer(config, "hidden_size") * (optionalInteger(config, "mamba_expand") || 2);
  const convolution = inner * (integer(config, "mamba_d_conv") - 1);
  return convolution * bfloat16 + inner * integer(config, "mamba_d_state") * float32;
}

function shortConvolutionState(config: Config): number {
  const width = optionalInteger(config, "conv_dim") || integer(config, "hidden_size");
  return width * (integer(config, "conv_L_cache") - 1) * bfloat16;
}

/** Kimi Delta Attention: three convolutions (queries, keys, values) and one square matrix for each head. */
export function kimiDeltaState(linear: Config): number {
  const heads = integer(linear, "num_heads");
  const headDim = integer(linear, "head_dim");
  const kernel = integer(linear, "short_conv_kernel_size");
  return 3 * heads * headDim * (kernel - 1) * bfloat16 + heads * headDim * headDim * float32;
}
