/** Sum and count of a histogram; seconds, or tokens for iterations. */
interface Tally {
  sum: number;
  count: number;
}

const tally = (): Tally => ({ sum: 0, count: 0 });

/** What a running stand-in counts. */
export class Meters {
  running = 0;
  waiting = 0;
  promptTokens = 0;
  generationTokens = 0;
  prefixQueries = 0;
  prefixHits = 0;
  finished = 0;
  readonly iterations = tally();
  readonly firstToken = tally();
  readonly interToken = tally();
  readonly endToEnd = tally();
  readonly queue = tally();

  add(to: Tally, value: number): void {
    to.sum += value;
    to.count += 1;
  }

  /**
   * Prometheus text under vLLM's names.
   * @param form `old` has the names from before V1 settled; `malformed` breaks off in mid-line
   */
  text(model: string, form: "current" | "old" | "malformed"): string {
    const labels = `engine="0",model_name="${model}"`;
    const old = form === "old";
    const lines: string[] = [];
    const number = (name: string, kind: "gauge" | "counter", help: string, value: number) => {
      lines.push(`# HELP vllm:${name} ${help}`, `# TYPE vllm:${name} ${kind}`, `vllm:${name}{${labels}} ${value}`);
    };
    const histogram = (name: string, help: string, of: Tally) => {
      lines.push(`# HELP vllm:${name} ${help}`, `# TYPE vllm:${name} histogram`);
      for (const edge of ["0.1", "1.0", "10.0", "+Inf"]) {
        lines.push(`vllm:${name}_bucket{${labels.replace(",", `,le="${edge}",`)}} ${of.count}`);
      }
      lines.push(`vllm:${name}_count{${labels}} ${of.count}`, `vllm:${name}_sum{${labels}} ${of.sum}`);
    };
    lines.push("# HELP python_info Python platform information", "# TYPE python_info gauge");
    lines.push('python_info{implementation="CPython",major="3",minor="12",version="3.12.3"} 1.0');
    number("num_requests_running", "gauge", "Requests in model execution batches.", this.running);
    number("num_requests_waiting", "gauge", "Requests waiting to be processed.", this.waiting);
    number(
      old ? "gpu_cache_usage_perc" : "kv_cache_usage_perc",
      "gauge",
      "1 means full.",
      Math.min(1, this.running / 64),
    );
    number("prompt_tokens_total", "counter", "Prefill tokens processed.", this.promptTokens);
    number("generation_tokens_total", "counter", "Generation tokens processed.", this.generationTokens);
    const prefix = old ? "gpu_prefix_cache" : "prefix_cache";
    number(`${prefix}_queries_total`, "counter", "Queried tokens.", this.prefixQueries);
    number(`${prefix}_hits_total`, "counter", "Cached tokens.", this.prefixHits);
    number("num_preemptions_total", "counter", "Preemptions.", 0);
    number("request_success_total", "counter", "Requests that were answered.", this.finished);
    histogram("iteration_tokens_total", "Tokens per engine step.", this.iterations);
    histogram("time_to_first_token_seconds", "Time to first token.", this.firstToken);
    histogram(
      old ? "time_per_output_token_seconds" : "inter_token_latency_seconds",
      "Time between tokens.",
      this.interToken,
    );
    histogram("e2e_request_latency_seconds", "Whole requests.", this.endToEnd);
    histogram("request_queue_time_seconds", "Time in the queue.", this.queue);
    const text = `${lines.join("\n")}\n`;
    return form === "malformed"
      ? `${text.slice(0, text.length / 2)}\n{{{ not a metric\nvllm:num_requests_running{`
      : text;
  }
}
