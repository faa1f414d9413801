import { expect, test } from "bun:test";
import { vllmMetrics } from "./metrics.ts";

const labels = (engine: number): string => `{engine="${engine}",model_name="q"}`;
const engine = (index: number): string =>
  [
    `vllm:num_requests_running${labels(index)} 3.0`,
    `vllm:num_requests_waiting${labels(index)} 1.0`,
    `vllm:num_requests_waiting_by_reason{engine="${index}",model_name="q",reason="capacity"} 1.0`,
    `vllm:kv_cache_usage_perc${labels(index)} 0.25`,
    `vllm:prompt_tokens_total${labels(index)} 1000.0`,
    `vllm:prompt_tokens_created${labels(index)} 1.7e+09`,
    `vllm:generation_tokens_total${labels(index)} 500.0`,
    `vllm:prefix_cache_queries_total${labels(index)} 1000.0`,
    `vllm:prefix_cache_hits_total${labels(index)} 640.0`,
    `vllm:num_preemptions_total${labels(index)} 2.0`,
    `vllm:iteration_tokens_total_bucket{engine="${index}",le="1.0",model_name="q"} 7.0`,
    `vllm:iteration_tokens_total_count${labels(index)} 120.0`,
    `vllm:iteration_tokens_total_sum${labels(index)} 1500.0`,
    `vllm:time_to_first_token_seconds_bucket{engine="${index}",le="+Inf",model_name="q"} 10.0`,
    `vllm:time_to_first_token_seconds_count${labels(index)} 10.0`,
    `vllm:time_to_first_token_seconds_sum${labels(index)} 1.5`,
    `vllm:inter_token_latency_seconds_count${labels(index)} 490.0`,
    `vllm:inter_token_latency_seconds_sum${labels(index)} 9.8`,
    `vllm:e2e_request_latency_seconds_count${labels(index)} 10.0`,
    `vllm:e2e_request_latency_seconds_sum${labels(index)} 30.0`,
    `vllm:request_queue_time_seconds_count${labels(index)} 10.0`,
    `vllm:request_queue_time_seconds_sum${labels(index)} 0.5`,
  ].join("\n");

test("one engine", () => {
  expect(vllmMetrics(engine(0), 7)).toEqual({
    at: 7,
    running: 3,
    waiting: 1,
    kvCacheUsage: 0.25,
    promptTokens: 1000,
    generationTokens: 500,
    prefixCacheHits: 640,
    prefixCacheQueries: 1000,
    preemptions: 2,
    iterations: 120,
    firstToken: { sum: 1.5, count: 10 },
    interToken: { sum: 9.8, count: 490 },
    endToEnd: { sum: 30, count: 10 },
    queueTime: { sum: 0.5, count: 10 },
  });
});

test("data parallel engines are summed", () => {
  expect(vllmMetrics(`${engine(0)}\n${engine(1)}`, 7)).toMatchObject({
    running: 6,
    kvCacheUsage: 0.25,
    iterations: 240,
    firstToken: { sum: 3, count: 20 },
  });
});

test("names of older versions", () => {
  const older =
    'vllm:gpu_cache_usage_perc{model_name="q"} 0.5\nvllm:time_per_output_token_seconds_sum 2\nvllm:time_per_output_token_seconds_count 100';
  expect(vllmMetrics(older, 7)).toEqual({ at: 7, kvCacheUsage: 0.5, interToken: { sum: 2, count: 100 } });
});

test("nothing, or something else, gives nothing", () => {
  expect(vllmMetrics("", 7)).toEqual({ at: 7 });
  expect(vllmMetrics("<!doctype html>", 7)).toEqual({ at: 7 });
});
