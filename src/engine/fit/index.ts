export { fit, smallestUsefulContext } from "./fit.ts";
export { type FitRequest, fitOnGpus, type GpuFit, neededBytes, runs } from "./gpus.ts";
export { bytesPerToken, type CacheOptions, kvCacheBytes, tokensWithin } from "./kv-cache.ts";
export { mostGpusForBlocks } from "./quantized-blocks.ts";
export { defaultReserveBytes, learnReserve, type MeasuredLaunch, ruleOfThumb } from "./reserve.ts";
export { shapeOf } from "./shape.ts";
export { gib, soldSizeFor } from "./units.ts";
export { weightsBytesOf } from "./weights.ts";
