import { type Adapter, type EngineEndpoint, type Failure, type ReadyInfo, SettingsError } from "../../contract.ts";
import type { EngineSettings } from "../../settings.ts";
import { failureOf } from "../failure.ts";
import { engineModel } from "../openai-base.ts";
import { look, oneToken, readyIfListed, type Sighting } from "../probe.ts";
import { engineRequest } from "../request.ts";
import { explainLooks } from "../silence.ts";
import { vllmMetrics } from "../vllm/metrics.ts";

const hasNoList = (sighting: Sighting): boolean =>
  sighting.kind === "unlisted" && (sighting.status === 404 || sighting.status === 405);

/** A server that somebody else runs: attached to, never started or stopped. */
export const remote: Adapter = {
  kind: "remote",
  phases: [{ id: "attach", label: "Reaching the server" }],
  owned: false,
  /** There is nothing to start: `argv` is empty, and `endpoint` is what counts. */
  plan({ settings, launchId, scratchDir }) {
    if (settings.adapter !== "remote") throw new SettingsError("These settings are not for a remote engine.");
    return {
      argv: [],
      env: {},
      cwd: scratchDir,
      endpoint: endpointOf(settings.baseUrl, settings.apiKey),
      titlePrefix: `vitrine-${launchId}`,
      shown: withoutPassword(settings.baseUrl),
    };
  },
  readLine: () => undefined,
  explain: (_exit, _tail, settings, now): Failure =>
    failureOf(
      {
        code: "unreachable",
        reason: `The server at ${settings.adapter === "remote" ? withoutPassword(settings.baseUrl) : "the engine's address"} is no longer reached.`,
        fix: "Check that it runs and that this machine reaches it.",
        retryable: true,
      },
      now,
    ),
  async probeReady(endpoint, settings, signal): Promise<ReadyInfo | undefined> {
    const sighting = await look(endpoint, { versionPath: "/version" }, signal);
    return hasNoList(sighting) ? { models: [] } : readyIfListed(sighting, engineModel(settings));
  },
  async readMetrics(endpoint, now, signal) {
    const answer = await engineRequest(endpoint, { method: "GET", path: "/metrics", signal, timeoutMs: 5_000 });
    // Most servers keep their numbers to themselves; a web page in their place says nothing either.
    if (answer.status !== 200 || !answer.text.includes("vllm:")) return undefined;
    return vllmMetrics(answer.text, now);
  },
  probeToken: oneToken,
  async explainSilence(endpoint, settings: EngineSettings, now, signal) {
    const sighting = await look(endpoint, {}, signal);
    return hasNoList(sighting) ? undefined : explainLooks(sighting, "remote", engineModel(settings), now);
  },
};

const endpointOf = (baseUrl: string, apiKey: string | undefined): EngineEndpoint => ({
  kind: "remote",
  baseUrl,
  ...(apiKey === undefined ? {} : { apiKey }),
});

/** Some write a name and a password into the address. */
function withoutPassword(address: string): string {
  const url = URL.parse(address);
  if (!url) return address;
  if (url.password !== "") url.password = "•••";
  return decodeURI(url.href);
}
