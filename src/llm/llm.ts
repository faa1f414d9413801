import type { Clock } from "../platform/clock.ts";
import type { Random } from "../platform/random.ts";
import { ResponseCache } from "./cache.ts";
import { createCatalogue } from "./catalogue.ts";
import type { GenerateResult, Llm, ModelInfo, Provider, RoutedPart, RoutedRequest } from "./contract.ts";
import { LlmError } from "./contract.ts";
import type { LlmLog } from "./log.ts";
import { streamPlan } from "./retry.ts";
import { planRoute } from "./route.ts";
import { defaultSettings, type LlmSettings } from "./settings.ts";
import { createTargets } from "./target.ts";

export interface LlmOptions {
  clock: Clock;
  random: Random;
  log: LlmLog;
  /** In order of preference; a function where the set changes while the server runs. */
  providers: readonly Provider[] | (() => readonly Provider[]);
  settings?: Partial<LlmSettings>;
}

/** The model layer: every provider behind one face, with retries, routing and accounting. */
export function createLlm(options: LlmOptions): Llm {
  const { clock, random, log } = options;
  const settings: LlmSettings = { ...defaultSettings, ...options.settings };
  const given = options.providers;
  const providers = typeof given === "function" ? given : () => given;
  const targetsOf = createTargets(clock, settings.breaker);
  const catalogue = createCatalogue({ clock, log, settings, providers, targetsOf });
  const cache = new ResponseCache(clock, settings.cache);
  const context = { clock, random, log, settings };

  async function* stream(request: RoutedRequest, signal: AbortSignal): AsyncGenerator<RoutedPart> {
    let targets = await catalogue.targets("soon", signal);
    let plan: ReturnType<typeof planRoute>;
    try {
      plan = planRoute(targets, request, settings);
    } catch (error) {
      // It may be a model that was added a moment ago.
      if (!(error instanceof LlmError)) throw error;
      targets = await catalogue.targets("newest", signal);
      plan = planRoute(targets, request, settings);
    }
    const answering = plan.stages[0]?.candidates[0]?.model.id;
    const key = answering === undefined ? undefined : cache.keyOf(answering, request);
    if (key === undefined) return yield* streamPlan(context, plan, request, signal);
    const kept = cache.read(key);
    if (kept) yield* kept;
    else yield* cache.keep(key, streamPlan(context, plan, request, signal));
  }

  return {
    async models(signal) {
      const targets = await catalogue.targets("now", signal);
      return [...new Map(targets.flatMap((target) => target.models).map((model) => [model.id, model])).values()];
    },
    async defaultModel(signal) {
      const targets = await catalogue.targets("soon", signal);
      const [first] = planRoute(targets, { messages: [] }, settings).stages;
      if (!first?.candidates[0]) throw new LlmError("unavailable", "No model is available.");
      return first.candidates[0].model;
    },
    stream,
    generate: (request, signal) => collect(stream(request, signal)),
    status: () =>
      providers().map((provider) => {
        const targets = targetsOf(provider);
        const asked = targets.filter((target) => target.listedAt !== undefined);
        const well = asked.some((target) => target.healthy);
        const lastError = targets.find((target) => target.lastError !== undefined)?.lastError;
        return {
          id: provider.id,
          label: provider.label,
          state: well ? "ok" : asked.length > 0 ? "open" : "unknown",
          ...(lastError === undefined ? {} : { lastError }),
        };
      }),
  };
}

async function collect(parts: AsyncIterable<RoutedPart>): Promise<GenerateResult & { model: ModelInfo }> {
  let model: ModelInfo | undefined;
  const result: GenerateResult = {
    reasoning: "",
    text: "",
    usage: { promptTokens: 0, completionTokens: 0, totalTokens: 0, estimated: true },
    finishReason: "unknown",
  };
  for await (const part of parts) {
    if (part.type === "text") result.text += part.text;
    else if (part.type === "reasoning") result.reasoning += part.text;
    else if (part.type === "usage") result.usage = part.usage;
    else if (part.type === "end") result.finishReason = part.finishReason;
    else if (part.type === "route") model = part.model;
    else if (part.type === "begin") model = part.instead?.model ?? model;
  }
  if (!model) throw new LlmError("unavailable", "No model answered.");
  return { ...result, model };
}
