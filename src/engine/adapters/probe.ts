import type { EngineEndpoint, ReadyInfo } from "../contract.ts";
import { type EngineAnswer, EngineRequestError, engineRequest } from "./request.ts";

/** For one request of a probe; the liveness rule's own deadline. */
export const probeTimeoutMs = 10_000;

export interface ListedModel {
  id: string;
  contextLength?: number;
}

/** What a server says of itself, before it is decided whether that is enough. */
export type Sighting =
  /** No connection, or none that answers in time. */
  | { kind: "silent"; error: EngineRequestError }
  /** It answers, and not with 200. */
  | { kind: "refuses"; status: number; path: string }
  /** It answers, and `/models` is no list. */
  | { kind: "unlisted"; status: number }
  | { kind: "lists"; models: ListedModel[]; version?: string };

export interface SightingOptions {
  /** Must answer 200 first; left out, only `/v1/models` is asked. */
  healthPath?: string;
  /** Answers `{version}`. */
  versionPath?: string;
  timeoutMs?: number;
}

/**
 * Asks a server who it is.
 * @throws the signal's reason, and nothing else
 */
export async function look(endpoint: EngineEndpoint, options: SightingOptions, signal: AbortSignal): Promise<Sighting> {
  const get = (path: string): Promise<EngineAnswer> =>
    engineRequest(endpoint, { method: "GET", path, signal, timeoutMs: options.timeoutMs ?? probeTimeoutMs });
  try {
    if (options.healthPath !== undefined) {
      const health = await get(options.healthPath);
      if (health.status !== 200) return { kind: "refuses", status: health.status, path: options.healthPath };
    }
    const answer = await get("/v1/models");
    if (answer.status === 401 || answer.status === 403 || answer.status >= 500) {
      return { kind: "refuses", status: answer.status, path: "/v1/models" };
    }
    const models = listedModels(answer.json());
    if (answer.status !== 200 || !models) return { kind: "unlisted", status: answer.status };
    const version = options.versionPath === undefined ? undefined : await versionAt(get, options.versionPath);
    return { kind: "lists", models, ...(version === undefined ? {} : { version }) };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof EngineRequestError) return { kind: "silent", error };
    throw error;
  }
}

/** A server without a version is no worse for it. */
async function versionAt(get: (path: string) => Promise<EngineAnswer>, path: string): Promise<string | undefined> {
  const answer = await get(path).catch(() => undefined);
  const body = answer?.status === 200 ? answer.json() : undefined;
  return isRecord(body) && typeof body.version === "string" ? body.version.slice(0, 100) : undefined;
}

/** The engine is ready when it lists the name that requests will ask for. */
export function readyIfListed(sighting: Sighting, name: string): ReadyInfo | undefined {
  if (sighting.kind !== "lists") return undefined;
  const own = sighting.models.find((model) => model.id === name);
  if (!own) return undefined;
  return {
    models: sighting.models.map((model) => model.id),
    ...(sighting.version === undefined ? {} : { version: sighting.version }),
    ...(own.contextLength === undefined ? {} : { contextLength: own.contextLength }),
  };
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** vLLM says `max_model_len`; others say nothing. */
function listedModels(body: unknown): ListedModel[] | undefined {
  if (!isRecord(body) || !Array.isArray(body.data)) return undefined;
  const entries: unknown[] = body.data;
  return entries.flatMap((entry) => {
    if (!isRecord(entry) || typeof entry.id !== "string") return [];
    const length = entry.max_model_len;
    const known = typeof length === "number" && Number.isSafeInteger(length) && length > 0;
    return [{ id: entry.id, ...(known ? { contextLength: length } : {}) }];
  });
}

/** Of several tokens: vLLM 0.29's build for processors loses its worker when the first prompt of all has but one. */
const probePrompt = "Are you there? Answer yes or no.";

/** A first request may compile for longer than any of our patience; the caller's signal decides. */
const tokenTimeoutMs = 120_000;

/**
 * Lets an OpenAI-compatible server produce one token: a plain completion, or a chat where there is none.
 * @throws EngineRequestError when it does not answer, Error when it answers with an error or nothing of the sort
 */
export async function oneToken(endpoint: EngineEndpoint, model: string, signal: AbortSignal): Promise<void> {
  const post = (path: string, body: object): Promise<EngineAnswer> =>
    engineRequest(endpoint, { method: "POST", path, body, signal, timeoutMs: tokenTimeoutMs });
  const common = { model, max_tokens: 1, temperature: 0, stream: false };
  let answer = await post("/v1/completions", { ...common, prompt: probePrompt });
  if (answer.status === 404 || answer.status === 405 || answer.status === 501) {
    answer = await post("/v1/chat/completions", { ...common, messages: [{ role: "user", content: probePrompt }] });
  }
  const body = answer.json();
  if (answer.status !== 200) throw new Error(`The engine answered ${answer.status} when asked for one token.`);
  if (!isRecord(body) || !Array.isArray(body.choices) || body.choices.length === 0) {
    throw new Error("The engine's answer to a request for one token holds none.");
  }
}
