import { type Adapter, SettingsError } from "../../contract.ts";
import { look, oneToken, readyIfListed } from "../probe.ts";
import { engineRequest } from "../request.ts";
import { explainLooks } from "../silence.ts";
import { explainVllm } from "./explain.ts";
import { vllmMetrics } from "./metrics.ts";
import { readVllmLine, vllmPhases } from "./phases.ts";
import { planVllm } from "./plan.ts";

const options = { healthPath: "/health", versionPath: "/version" } as const;

/** vLLM, from a Python environment, from anything on the PATH, or in a container. */
export const vllm: Adapter = {
  kind: "vllm",
  phases: vllmPhases,
  owned: true,
  plan: planVllm,
  readLine: readVllmLine,
  explain(exit, tail, settings, now) {
    if (settings.adapter !== "vllm") throw new SettingsError("These settings are not for vLLM.");
    return explainVllm(exit, tail, settings, now);
  },
  async probeReady(endpoint, settings, signal) {
    return readyIfListed(await look(endpoint, options, signal), settings.servedName);
  },
  async readMetrics(endpoint, now, signal) {
    const answer = await engineRequest(endpoint, { method: "GET", path: "/metrics", signal, timeoutMs: 5_000 });
    return answer.status === 200 ? vllmMetrics(answer.text, now) : undefined;
  },
  probeToken: oneToken,
  async explainSilence(endpoint, settings, now, signal) {
    return explainLooks(await look(endpoint, options, signal), "vllm", settings.servedName, now);
  },
};
