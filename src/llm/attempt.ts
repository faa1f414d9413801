import type { Clock } from "../platform/clock.ts";
import { type ChatRequest, LlmError, type RoutedPart, type StreamPart } from "./contract.ts";
import { timersOf } from "./endpoint.ts";
import { toLlmError } from "./errors.ts";
import { priced } from "./price.ts";
import type { LlmSettings } from "./settings.ts";
import type { Target } from "./target.ts";
import { armTimers } from "./timers.ts";
import { estimateUsage, TokenMeter } from "./usage-estimate.ts";

export interface AttemptContext {
  clock: Clock;
  settings: LlmSettings;
}

/** How an attempt went; `error` is absent when the stream ended as the provider meant it to. */
export interface Outcome {
  error?: LlmError;
  /** Something was delivered, so nothing else may answer any more. */
  committed: boolean;
  /** How long the provider let the request wait before it began; counts against nothing. */
  waitedMs: number;
}

/** What may be held back before the first real delta. */
const mostHeld = 64;

/**
 * One call of one endpoint with one key under its own four timers. Delivers nothing before the first real delta.
 * Adds what the provider left out: usage (as an estimate) and cost; also ahead of a failure, so that a stream that was
 * cut or stopped is still accounted for.
 * @param opening what is to be told about this call; it is told while the model is already at work
 */
export async function* attemptStream(
  { clock, settings }: AttemptContext,
  target: Target,
  key: number,
  request: ChatRequest,
  signal: AbortSignal,
  deadlineMs: number,
  opening?: RoutedPart,
): AsyncGenerator<RoutedPart, Outcome> {
  const timers = armTimers(clock, { ...settings.timers, ...timersOf(target.provider) }, signal, deadlineMs);
  const price = target.endpoint.price?.(request.model);
  const meter = new TokenMeter();
  let started = clock.now();
  let waitingSince: number | undefined;
  let waitedMs = 0;
  const held: StreamPart[] = [];
  let committed = false;
  let usageSeen = false;
  let verdict: "succeeded" | "failed" | "ignored" = "ignored";
  let iterator: AsyncIterator<StreamPart> | undefined;

  target.load.begin();
  target.breaker.start();
  try {
    const { connected, alive } = timers;
    const source = target.endpoint.stream(request, { signal: timers.signal, credential: key, connected, alive });
    iterator = source[Symbol.asyncIterator]();
    const next = nextUnlessAborted(iterator, timers.signal);
    // The request goes out here, before whoever reads us stores what they are told.
    let sent: Promise<IteratorResult<StreamPart>> | undefined = next();
    if (opening) {
      // Seen below; without this a failure while the reader is busy would count as nobody's.
      sent.catch(() => {});
      yield opening;
    }
    for (;;) {
      const step = await (sent ?? next());
      sent = undefined;
      if (step.done) throw new LlmError("cut", `${target.provider.label} broke off in the middle of its answer.`);
      let part = step.value;
      alive();
      if (part.type === "wait") {
        if (waitingSince === undefined) timers.pause();
        waitingSince ??= clock.now();
        yield part;
        continue;
      }
      if (part.type === "begin") {
        if (waitingSince !== undefined) {
          waitedMs = clock.now() - waitingSince;
          waitingSince = undefined;
          started += waitedMs;
          timers.resume();
        }
        yield part;
        continue;
      }
      if (part.type === "text" || part.type === "reasoning") {
        if (part.text === "") continue;
        meter.add(part.text);
      } else if (part.type === "usage") {
        usageSeen = true;
        part = { type: "usage", usage: priced(part.usage, price) };
      }
      if (!committed) {
        if (part.type === "usage" && held.length < mostHeld) {
          held.push(part);
          continue;
        }
        committed = true;
        timers.committed();
        target.breaker.proved();
        target.keyWorked(key);
        target.load.observeFirstToken(clock.now() - started);
        yield* held;
      }
      if (part.type !== "end") {
        yield part;
        continue;
      }
      if (!usageSeen) yield { type: "usage", usage: priced(estimateUsage(request, meter.tokens), price) };
      verdict = "succeeded";
      target.lastError = undefined;
      yield part;
      return { committed, waitedMs };
    }
  } catch (thrown) {
    const error = toLlmError(thrown, timers.signal);
    if (countsAgainst(error)) verdict = "failed";
    if (error.kind !== "cancelled") target.lastError = error.message;
    if (committed && !usageSeen) {
      yield { type: "usage", usage: priced(estimateUsage(request, meter.tokens), price) };
    }
    if (waitingSince !== undefined) waitedMs = clock.now() - waitingSince;
    return { error, committed, waitedMs };
  } finally {
    timers.dispose(verdict === "succeeded");
    target.load.end();
    target.breaker[verdict]();
    // Not awaited: a provider that is stuck in a wait of its own would hold us up.
    iterator?.return?.()?.catch(() => {});
  }
}

/** Speaks against the endpoint, not against the request or the caller. */
const countsAgainst = (error: LlmError): boolean =>
  error.kind === "unavailable" || error.kind === "timeout" || error.kind === "protocol" || error.kind === "cut";

/**
 * `iterator.next()` that rejects as soon as the signal aborts, also when the iterator itself does not listen.
 * One listener for the whole stream: a race against a long-lived promise would keep every step's result alive.
 */
function nextUnlessAborted<T>(iterator: AsyncIterator<T>, signal: AbortSignal): () => Promise<IteratorResult<T>> {
  let rejectCurrent: ((reason: unknown) => void) | undefined;
  signal.addEventListener("abort", () => rejectCurrent?.(toLlmError(undefined, signal)), { once: true });
  return () =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(toLlmError(undefined, signal));
      rejectCurrent = reject;
      iterator.next().then(resolve, reject);
    });
}
