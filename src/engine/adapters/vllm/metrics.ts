import type { EngineMetrics } from "../../contract.ts";
import { present } from "../present.ts";
import { parsePrometheus, Readings } from "../prometheus.ts";

/** vLLM's numbers in our names, older ones of its own included; several engines (data parallel) are summed. */
export function vllmMetrics(text: string, now: number): EngineMetrics {
  const readings = new Readings(parsePrometheus(text));
  return {
    at: now,
    ...present({
      running: readings.sum("vllm:num_requests_running"),
      waiting: readings.sum("vllm:num_requests_waiting"),
      kvCacheUsage: readings.share("vllm:kv_cache_usage_perc", "vllm:gpu_cache_usage_perc"),
      promptTokens: readings.sum("vllm:prompt_tokens_total"),
      generationTokens: readings.sum("vllm:generation_tokens_total"),
      prefixCacheHits: readings.sum("vllm:prefix_cache_hits_total", "vllm:gpu_prefix_cache_hits_total"),
      prefixCacheQueries: readings.sum("vllm:prefix_cache_queries_total", "vllm:gpu_prefix_cache_queries_total"),
      preemptions: readings.sum("vllm:num_preemptions_total"),
      iterations: readings.sum("vllm:iteration_tokens_total_count"),
      firstToken: readings.histogram("vllm:time_to_first_token_seconds"),
      interToken: readings.histogram("vllm:inter_token_latency_seconds", "vllm:time_per_output_token_seconds"),
      endToEnd: readings.histogram("vllm:e2e_request_latency_seconds"),
      queueTime: readings.histogram("vllm:request_queue_time_seconds"),
    }),
  };
}
