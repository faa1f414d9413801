import type { Clock } from "../platform/clock.ts";
import type { Random } from "../platform/random.ts";
import { type AttemptContext, attemptStream, type Outcome } from "./attempt.ts";
import { pickOfTwo } from "./balance.ts";
import { type ChatRequest, LlmError, type RoutedPart, type RoutedRequest } from "./contract.ts";
import { toLlmError } from "./errors.ts";
import type { LlmLog } from "./log.ts";
import { type Candidate, hasImage, type Plan, type Stage } from "./route.ts";
import type { Target } from "./target.ts";

export interface RetryContext extends AttemptContext {
  clock: Clock;
  random: Random;
  log: LlmLog;
}

const firstDelayMs = 500;
const longestDelayMs = 5_000;

/** Full jitter: anything from nothing to min(500 ms · 2ⁿ, 5 s), `n` counted from 0. */
export const backOffMs = (random: Random, n: number): number =>
  Math.floor(random.unit() * Math.min(firstDelayMs * 2 ** n, longestDelayMs));

interface Pick extends Candidate {
  key: number;
  waitMs: number;
}

/** What one request remembers over its attempts. */
interface Progress {
  attempts: number;
  backOffs: number;
  deadline: number;
  lastError: LlmError | undefined;
  routedTo: string | undefined;
}

/**
 * The only place that retries: keys, back-off, addresses and fallbacks under one budget of attempts and one deadline.
 * Once anything real was delivered nothing is tried again.
 * @throws LlmError
 */
export async function* streamPlan(
  context: RetryContext,
  plan: Plan,
  request: RoutedRequest,
  signal: AbortSignal,
): AsyncGenerator<RoutedPart> {
  const progress: Progress = {
    attempts: 0,
    backOffs: 0,
    deadline: context.clock.now() + context.settings.deadlineMs,
    lastError: undefined,
    routedTo: undefined,
  };
  for (const [at, stage] of plan.stages.entries()) {
    const last = at === plan.stages.length - 1;
    if (yield* streamStage(context, plan, stage, last, request, signal, progress)) return;
  }
  throw progress.lastError ?? new LlmError("unavailable", "No model could be tried in time.");
}

/** Tries one model until it answers (true) or the next one should (false). @throws LlmError when nothing should */
async function* streamStage(
  context: RetryContext,
  plan: Plan,
  stage: Stage,
  lastStage: boolean,
  request: RoutedRequest,
  signal: AbortSignal,
  progress: Progress,
): AsyncGenerator<RoutedPart, boolean> {
  const { clock, settings, log } = context;
  const dead = new Map<Target, Set<number>>();
  let avoid: Target | undefined;
  let tries = 0;

  while (stage.lastResort || (progress.attempts < settings.attempts && clock.now() < progress.deadline)) {
    if (signal.aborted) throw toLlmError(undefined, signal);
    const pick = choose(context, stage, dead, avoid);
    if (!pick) break;
    if (pick.waitMs > 0) {
      if (pick.waitMs > settings.longestWaitMs || clock.now() + pick.waitMs > progress.deadline) {
        progress.lastError ??= barred(pick);
        break;
      }
      yield retryPart(progress, pick.waitMs, progress.lastError ?? barred(pick));
      await clock.sleep(pick.waitMs, signal);
      continue;
    }
    const route: RoutedPart | undefined =
      progress.routedTo === pick.model.id
        ? undefined
        : {
            type: "route",
            model: pick.model,
            reason: routeReason(stage, progress.lastError),
            ...(stage.standsIn || progress.lastError ? { standsIn: true } : {}),
          };
    progress.routedTo = pick.model.id;
    progress.attempts++;
    const outcome: Outcome = yield* attempt(context, pick, plan, request, signal, progress, stage.lastResort, route);
    const { error } = outcome;
    progress.deadline += outcome.waitedMs;
    if (!error) return true;
    progress.lastError = error;
    if (outcome.committed || error.kind === "cancelled" || error.kind === "invalid_request") throw error;
    log.warn(
      {
        model: pick.model.id,
        attempt: progress.attempts,
        kind: error.kind,
        status: error.status,
        cause: causeText(error),
      },
      error.message,
    );
    if (error.kind === "model_unknown") {
      pick.target.listedAt = undefined;
      if (plan.explicit) throw error;
      break;
    }
    if (stage.lastResort) break;
    if (error.kind === "credentials") {
      const keys = dead.get(pick.target) ?? new Set();
      dead.set(pick.target, keys.add(pick.key));
      pick.target.keyFailed(pick.key);
      if (keys.size >= pick.target.endpoint.credentials) progress.lastError = exhausted(pick);
      continue;
    }
    avoid = pick.target;
    const delayMs = backOffMs(context.random, progress.backOffs++);
    if (error.kind === "rate_limit")
      pick.target.barKey(pick.key, error.retryAfterMs ?? Math.max(delayMs, firstDelayMs));
    if (++tries >= settings.attemptsPerModel && !lastStage) break;
    if (progress.attempts >= settings.attempts || clock.now() + delayMs >= progress.deadline) break;
    // A rate limit with nowhere else to go is waited out at the top of the loop instead.
    const next = choose(context, stage, dead, avoid);
    if (!next || next.waitMs > 0) continue;
    yield retryPart(progress, delayMs, error);
    if (delayMs > 0) await clock.sleep(delayMs, signal);
  }
  return false;
}

function attempt(
  context: RetryContext,
  pick: Pick,
  plan: Plan,
  request: RoutedRequest,
  signal: AbortSignal,
  progress: Progress,
  lastResort: boolean,
  route: RoutedPart | undefined,
): AsyncGenerator<RoutedPart, Outcome> {
  const left = lastResort ? Number.POSITIVE_INFINITY : progress.deadline - context.clock.now();
  const { model: _, cacheScope: __, ...rest } = request;
  const chat: ChatRequest = { ...rest, model: pick.model.model };
  const blind = !plan.explicit && !pick.model.vision && !pick.model.builtin && hasImage(request);
  return attemptStream(context, pick.target, pick.key, blind ? withoutImages(chat) : chat, signal, left, route);
}

/** A model that cannot see would refuse the whole request; it is told that something is missing instead. */
const withoutImages = (request: ChatRequest): ChatRequest => ({
  ...request,
  messages: request.messages.map((message) =>
    typeof message.content === "string"
      ? message
      : {
          ...message,
          content: message.content.map((part) =>
            part.type === "image" ? { type: "text", text: "[An image was attached here that you cannot see.]" } : part,
          ),
        },
  ),
});

/**
 * The better of two ready targets, rather not the one that just failed; with none ready the least bad of those whose
 * breaker is open; with all of them rate-limited the one whose wait ends first. Undefined when every key is dead.
 */
function choose(
  { random }: RetryContext,
  stage: Stage,
  dead: ReadonlyMap<Target, ReadonlySet<number>>,
  avoid: Target | undefined,
): Pick | undefined {
  const none: ReadonlySet<number> = new Set();
  const usable: Pick[] = stage.candidates.flatMap((candidate) => {
    const next = candidate.target.nextKey(dead.get(candidate.target) ?? none);
    return next ? [{ ...candidate, ...next }] : [];
  });
  const free = usable.filter((one) => one.waitMs === 0);
  const ready = free.filter((one) => one.target.breaker.available);
  const others = ready.filter((one) => one.target !== avoid);
  const pool = others.length > 0 ? others : ready;
  const picked = pickOfTwo(pool, ({ target }) => target.score, random);
  if (picked) return picked;
  const [leastBad] = free.sort((a, b) => a.target.breaker.failureRatio - b.target.breaker.failureRatio);
  return leastBad ?? usable.sort((a, b) => a.waitMs - b.waitMs)[0];
}

const routeReason = (stage: Stage, failed: LlmError | undefined): string => {
  if (!failed) return stage.reason;
  const happened = /[.!?…]$/.test(failed.message) ? failed.message : `${failed.message}.`;
  if (stage.lastResort) return `${happened} The built-in pattern engine stands in; it is not a language model.`;
  return `${happened} Another model answers instead.`;
};

const retryPart = (progress: Progress, delayMs: number, error: LlmError): RoutedPart => ({
  type: "retry",
  attempt: progress.attempts + 1,
  delayMs,
  message: error.message,
});

const barred = ({ target, waitMs }: Pick): LlmError =>
  new LlmError("rate_limit", `${target.provider.label} takes no more requests at the moment.`, {
    status: 429,
    retryAfterMs: waitMs,
  });

const exhausted = ({ target }: Pick): LlmError =>
  new LlmError(
    "credentials",
    target.endpoint.credentials === 1
      ? `${target.provider.label} refused its access key.`
      : `${target.provider.label} refused every one of its ${target.endpoint.credentials} access keys.`,
  );

const causeText = (error: LlmError): string | undefined =>
  error.cause instanceof Error ? error.cause.message : undefined;
