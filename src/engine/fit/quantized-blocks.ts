import { integers, isConfig, optionalInteger } from "./config-reader.ts";

const mostGpus = 64;

/**
 * Over how many GPUs weights that are quantised in blocks can be divided: each part of a layer must be whole blocks, or
 * the engine refuses (“not divisible by weight quantization block_n”, vllm-project/vllm#25292). Undefined where the
 * weights have no blocks, or the file does not tell the sizes.
 */
export function mostGpusForBlocks(config: unknown): number | undefined {
  if (!isConfig(config)) return undefined;
  const inner = isConfig(config.text_config) ? config.text_config : config;
  const quantization = config.quantization_config ?? inner.quantization_config;
  const block = isConfig(quantization) ? integers(quantization.weight_block_size)?.[0] : undefined;
  const width = optionalInteger(inner, "moe_intermediate_size", "intermediate_size");
  if (block === undefined || block < 1 || width === undefined) return undefined;
  let most = 1;
  while (most < mostGpus && width % (most * 2 * block) === 0) most *= 2;
  return most;
}
