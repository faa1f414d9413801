import type { EngineMetrics } from "../../contract.ts";
import { present } from "../present.ts";
import { parsePrometheus, Readings } from "../prometheus.ts";

/** llama-server's numbers in our names. It has no histograms: seconds and tokens of generation stand for one. */
export function llamacppMetrics(text: string, now: number): EngineMetrics {
  const readings = new Readings(parsePrometheus(text));
  const generationTokens = readings.sum("llamacpp:tokens_predicted_total");
  const generationSeconds = readings.sum("llamacpp:tokens_predicted_seconds_total");
  return {
    at: now,
    ...present({
      running: readings.sum("llamacpp:requests_processing"),
      waiting: readings.sum("llamacpp:requests_deferred"),
      kvCacheUsage: readings.share("llamacpp:kv_cache_usage_ratio"),
      promptTokens: readings.sum("llamacpp:prompt_tokens_total"),
      generationTokens,
      iterations: readings.sum("llamacpp:n_decode_total"),
      interToken:
        generationTokens === undefined || generationSeconds === undefined
          ? undefined
          : { sum: generationSeconds, count: generationTokens },
    }),
  };
}
