import { type Adapter, type EngineEndpoint, type ReadyInfo, SettingsError } from "../../contract.ts";
import { isRecord, look, oneToken, readyIfListed } from "../probe.ts";
import { engineRequest } from "../request.ts";
import { explainLooks } from "../silence.ts";
import { explainLlamacpp } from "./explain.ts";
import { llamacppMetrics } from "./metrics.ts";
import { llamacppPhases, readLlamacppLine } from "./phases.ts";
import { planLlamacpp } from "./plan.ts";

const options = { healthPath: "/health" } as const;

/** llama.cpp's `llama-server`: for processors, small GPUs and quantised single-file models. */
export const llamacpp: Adapter = {
  kind: "llamacpp",
  phases: llamacppPhases,
  owned: true,
  plan: planLlamacpp,
  readLine: readLlamacppLine,
  explain(exit, tail, settings, now) {
    if (settings.adapter !== "llamacpp") throw new SettingsError("These settings are not for llama.cpp.");
    return explainLlamacpp(exit, tail, settings, now);
  },
  async probeReady(endpoint, settings, signal) {
    const ready = readyIfListed(await look(endpoint, options, signal), settings.servedName);
    return ready && { ...ready, ...(await properties(endpoint, signal)) };
  },
  async readMetrics(endpoint, now, signal) {
    const answer = await engineRequest(endpoint, { method: "GET", path: "/metrics", signal, timeoutMs: 5_000 });
    return answer.status === 200 ? llamacppMetrics(answer.text, now) : undefined;
  },
  probeToken: oneToken,
  async explainSilence(endpoint, settings, now, signal) {
    return explainLooks(await look(endpoint, options, signal), "llamacpp", settings.servedName, now);
  },
};

/** The build and the context of one request, which `/v1/models` does not say; nothing where `/props` is closed. */
async function properties(endpoint: EngineEndpoint, signal: AbortSignal): Promise<Partial<ReadyInfo>> {
  const answer = await engineRequest(endpoint, { method: "GET", path: "/props", signal, timeoutMs: 5_000 }).catch(
    () => undefined,
  );
  if (signal.aborted) throw signal.reason;
  const body = answer?.status === 200 ? answer.json() : undefined;
  if (!isRecord(body)) return {};
  const build = body.build_info;
  const defaults = body.default_generation_settings;
  const length = isRecord(defaults) ? defaults.n_ctx : undefined;
  return {
    ...(typeof build === "string" ? { version: build.slice(0, 100) } : {}),
    ...(typeof length === "number" && length > 0 ? { contextLength: length } : {}),
  };
}
