/** Flags of `vllm serve` that take a value, as far as anybody here uses them. */
const valued = new Set(
  (
    "model served-model-name uds host port root-path api-key allowed-origins gpu-memory-utilization kv-cache-memory-bytes max-model-len max-num-seqs " +
    "max-num-batched-tokens max-num-queued-reqs tensor-parallel-size pipeline-parallel-size data-parallel-size " +
    "distributed-executor-backend nnodes node-rank master-addr master-port dtype quantization kv-cache-dtype " +
    "reasoning-parser tool-call-parser tool-parser-plugin limit-mm-per-prompt chat-template default-chat-template-kwargs " +
    "chat-template-content-format generation-config override-generation-config shutdown-timeout load-format " +
    "disable-access-log-for-endpoints swap-space cpu-offload-gb block-size seed revision tokenizer tokenizer-mode hf-overrides " +
    "mm-processor-kwargs speculative-config compilation-config config-format attention-backend additional-config uvicorn-log-level"
  ).split(" "),
);
const switches = new Set(
  (
    "enable-auto-tool-choice language-model-only trust-remote-code enforce-eager enable-prompt-tokens-details " +
    "enable-prefix-caching no-enable-prefix-caching enable-chunked-prefill enable-expert-parallel enable-sleep-mode " +
    "disable-log-stats enable-log-requests disable-uvicorn-access-log enable-force-include-usage async-scheduling headless"
  ).split(" "),
);
const short: Record<string, string> = {
  "-tp": "tensor-parallel-size",
  "-pp": "pipeline-parallel-size",
  "-dp": "data-parallel-size",
  "-q": "quantization",
};

export interface VllmArguments {
  model: string;
  values: Map<string, string>;
  switches: Set<string>;
  unknown: string[];
}

/** Reads what follows `vllm serve`; a later flag wins, `--a_b` is `--a-b`, `--a=b` is `--a b`. */
export function parseVllmArguments(argv: readonly string[]): VllmArguments {
  const found: VllmArguments = { model: "", values: new Map(), switches: new Set(), unknown: [] };
  for (let at = 0; at < argv.length; at++) {
    const argument = argv[at] ?? "";
    if (!argument.startsWith("-")) {
      if (found.model === "") found.model = argument;
      else found.unknown.push(argument);
      continue;
    }
    const [flag = "", inline] = splitOnce(argument);
    const name = short[flag] ?? flag.replace(/^--/, "").replaceAll("_", "-");
    if (valued.has(name)) {
      const value = inline ?? argv[++at] ?? "";
      found.values.set(name, value);
    } else if (switches.has(name)) found.switches.add(name);
    else {
      found.unknown.push(argument);
      // Like argparse, which cannot know whether the next word belongs to it, and so names that as well.
      while (argv[at + 1] !== undefined && !argv[at + 1]?.startsWith("-")) found.unknown.push(argv[++at] ?? "");
    }
  }
  if (found.model === "") found.model = found.values.get("model") ?? "";
  return found;
}

function splitOnce(argument: string): [string, string | undefined] {
  const at = argument.indexOf("=");
  return at < 0 ? [argument, undefined] : [argument.slice(0, at), argument.slice(at + 1)];
}

/** `32k` is 32,000 and `32K` is 32,768, as in vLLM; "auto" is undefined. */
export function readLength(text: string | undefined): number | undefined {
  const [, digits, unit] = /^([\d.]+)([kKmM]?)$/.exec(text ?? "") ?? [];
  if (digits === undefined) return undefined;
  const factor: Record<string, number> = { k: 1_000, K: 1_024, m: 1_000_000, M: 1_048_576 };
  return Math.floor(Number(digits) * (factor[unit ?? ""] ?? 1));
}
