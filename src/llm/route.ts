import { LlmError, type ModelInfo, type RoutedRequest } from "./contract.ts";
import { nearNames } from "./near-names.ts";
import type { LlmSettings } from "./settings.ts";
import type { Target } from "./target.ts";

export interface Candidate {
  target: Target;
  model: ModelInfo;
}

/** One model, wherever it is served; the retry loop goes from stage to stage. */
export interface Stage {
  candidates: Candidate[];
  /** Why this one, for people to read. */
  reason: string;
  /** The pattern engine standing in: always allowed to answer, whatever the attempts have cost so far. */
  lastResort: boolean;
  /** It is here only because a provider that comes before it cannot be asked. */
  standsIn?: boolean;
}

export interface Plan {
  explicit: boolean;
  stages: Stage[];
}

export const hasImage = (request: Pick<RoutedRequest, "messages">): boolean =>
  request.messages.some(
    (message) => typeof message.content !== "string" && message.content.some((part) => part.type === "image"),
  );

/**
 * Which models may answer, in which order. A named model stands alone; `auto` prefers the administrator's choice, then
 * the providers in their order, and for an image those that see.
 * @throws LlmError `model_unknown`, `unavailable` when there is nothing at all
 */
export function planRoute(targets: readonly Target[], request: RoutedRequest, settings: LlmSettings): Plan {
  if (request.model !== undefined && request.model !== "" && request.model !== "auto") {
    const candidates = named(targets, request.model);
    return { explicit: true, stages: [{ candidates, reason: "This model was asked for.", lastResort: false }] };
  }
  return { explicit: false, stages: automatic(targets, request, settings) };
}

/**
 * Finds a model by its id, or by its bare name wherever it is served.
 * @throws LlmError `model_unknown` with names that come near
 */
export function named(targets: readonly Target[], wanted: string): Candidate[] {
  const matches = (test: (model: ModelInfo) => boolean): Candidate[] =>
    targets.flatMap((target) => target.models.filter(test).map((model) => ({ target, model })));
  const lower = wanted.toLowerCase();
  const found = [
    () => matches((model) => model.id === wanted),
    () => matches((model) => model.model === wanted),
    () => matches((model) => model.id.toLowerCase() === lower || model.model.toLowerCase() === lower),
  ];
  for (const find of found) {
    const candidates = find();
    if (candidates.length > 0) return candidates;
  }
  // A provider that cannot list at the moment may still serve it; its own error says more than "unknown" would.
  const slash = wanted.indexOf("/");
  const unlisted = targets.filter(
    ({ listError, provider }) =>
      listError !== undefined &&
      slash > 0 &&
      provider.id === wanted.slice(0, slash) &&
      (provider.serves?.(wanted.slice(slash + 1)) ?? true),
  );
  const model = wanted.slice(slash + 1);
  if (unlisted.length > 0 && model !== "") {
    return unlisted.map((target) => ({
      target,
      model: { id: wanted, provider: target.provider.id, model, label: model, vision: false, builtin: false },
    }));
  }
  throw unknownModel(targets, wanted);
}

function unknownModel(targets: readonly Target[], wanted: string): LlmError {
  const ids = [...new Set(targets.flatMap((target) => target.models.map((model) => model.id)))];
  const near = nearNames(wanted, ids);
  const shown = wanted.length > 80 ? `${wanted.slice(0, 79)}…` : wanted;
  const help =
    near.length > 0
      ? `Did you mean ${list(near)}?`
      : ids.length > 0
        ? `There are ${list(ids.slice(0, 5))}${ids.length > 5 ? ` and ${ids.length - 5} more` : ""}.`
        : "No model is available at the moment.";
  return new LlmError("model_unknown", `There is no model named “${shown}”. ${help}`);
}

const list = (names: readonly string[]): string => names.map((name) => `“${name}”`).join(", ");

function automatic(targets: readonly Target[], request: RoutedRequest, settings: LlmSettings): Stage[] {
  const image = hasImage(request);
  const servers = targets.filter((target) => !target.models.some((model) => model.builtin));
  const builtin = targets.flatMap((target) =>
    target.models.filter((model) => model.builtin).map((model) => ({ target, model })),
  );
  let healthy = servers.filter((target) => target.healthy);
  // Everything is failing: try the least bad, unless the pattern engine can stand in.
  if (healthy.length === 0 && builtin.length === 0) {
    healthy = servers
      .filter((target) => target.models.length > 0)
      .sort((a, b) => a.breaker.failureRatio - b.breaker.failureRatio);
  }

  const stages: Stage[] = [];
  const add = (model: ModelInfo, reason: string) => {
    if (stages.some((stage) => stage.candidates.some((one) => one.model.model === model.model))) return;
    const candidates = healthy.flatMap((target) =>
      target.models.filter((other) => other.model === model.model).map((other) => ({ target, model: other })),
    );
    if (candidates.length > 0) stages.push({ candidates, reason, lastResort: false });
  };

  const chosen = healthy.flatMap((target) => target.models).find((model) => model.id === settings.defaultModel);
  if (chosen && (!image || chosen.vision)) add(chosen, "It is this server's default model.");
  if (image) {
    for (const target of healthy) {
      const seeing = target.models.find((model) => model.vision);
      if (seeing) add(seeing, "The request has an image, and this model can see.");
    }
  }
  if (chosen) add(chosen, "It is this server's default model, though it cannot see the image.");
  for (const target of healthy) {
    const first = target.models[0];
    if (!first) continue;
    const why = image ? ", though it cannot see the image" : "";
    const reason =
      target.provider.live === true
        ? `It ${first.loading === undefined ? "runs" : "is being started"} on this machine`
        : `${target.provider.label} is the first provider that is ready`;
    add(first, `${reason}${why}.`);
  }

  const [patterns] = builtin;
  if (patterns) {
    const standsIn = servers.some((target) => !target.healthy);
    stages.push({ candidates: [patterns], reason: patternReason(servers), lastResort: true, standsIn });
  }
  if (stages.length === 0) throw nothingThere(servers);
  return stages;
}

function patternReason(servers: readonly Target[]): string {
  const down = servers.find((target) => !target.healthy);
  const why = !down
    ? "No language model is connected."
    : (down.listError?.message ?? `${down.provider.label} is not ready.`);
  return `${why} The built-in pattern engine answers instead; it is not a language model.`;
}

function nothingThere(servers: readonly Target[]): LlmError {
  const failed = servers.find((target) => target.listError !== undefined)?.listError;
  if (failed) return failed;
  return new LlmError("unavailable", "No model is available: no provider is connected, or none lists a model.");
}
