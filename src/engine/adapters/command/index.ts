import { type Adapter, SettingsError } from "../../contract.ts";
import { commonFailures } from "../common-failures.ts";
import { explainExit, failureOf, findFailure, outOfHostMemory } from "../failure.ts";
import { engineLabel } from "../label.ts";
import { look, oneToken, readyIfListed } from "../probe.ts";
import { engineRequest } from "../request.ts";
import { explainLooks } from "../silence.ts";
import { vllmMetrics } from "../vllm/metrics.ts";
import { planCommand } from "./plan.ts";

/** Any server with OpenAI-compatible routes, started by a command that the administrator wrote. */
export const command: Adapter = {
  kind: "command",
  phases: [{ id: "launch", label: "Starting the program" }],
  owned: true,
  plan: planCommand,
  readLine: () => undefined,
  explain(exit, tail, _settings, now) {
    if (exit.oomKilled) return failureOf(outOfHostMemory(engineLabel("command")), now, tail.at(-1)?.text);
    return findFailure(commonFailures, tail, undefined, now) ?? explainExit(engineLabel("command"), exit, tail, now);
  },
  async probeReady(endpoint, settings, signal) {
    if (settings.adapter !== "command") throw new SettingsError("These settings are not for a command.");
    const sighting = await look(endpoint, { healthPath: settings.healthPath }, signal);
    // Without a list of models its health has to do.
    if (sighting.kind === "unlisted" && (sighting.status === 404 || sighting.status === 405)) return { models: [] };
    return readyIfListed(sighting, settings.servedName);
  },
  async readMetrics(endpoint, now, signal) {
    const path = endpoint.kind === "remote" ? undefined : endpoint.metricsPath;
    if (path === undefined) return undefined;
    const answer = await engineRequest(endpoint, { method: "GET", path, signal, timeoutMs: 5_000 });
    return answer.status === 200 ? vllmMetrics(answer.text, now) : undefined;
  },
  probeToken: oneToken,
  async explainSilence(endpoint, settings, now, signal) {
    if (settings.adapter !== "command") return undefined;
    const sighting = await look(endpoint, { healthPath: settings.healthPath }, signal);
    return sighting.kind === "lists" ? explainLooks(sighting, "command", settings.servedName, now) : undefined;
  },
};
