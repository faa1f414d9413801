import type { Clock } from "../platform/clock.ts";
import { LlmError } from "./contract.ts";

/** All in milliseconds, counted anew for each attempt. */
export interface Timers {
  /** Until the connection stands. */
  connectMs: number;
  /** From the start until the first real delta. Long: an engine may be loading weights or queueing. */
  firstTokenMs: number;
  /** Between two arrivals of anything once the first delta is there. */
  betweenMs: number;
  totalMs: number;
}

export const defaultTimers: Timers = {
  connectMs: 10_000,
  firstTokenMs: 300_000,
  betweenMs: 120_000,
  totalMs: 1_800_000,
};

export interface ArmedTimers {
  /** Aborts when the caller aborts or a timer runs out; the reason is then an LlmError of kind `timeout`. */
  readonly signal: AbortSignal;
  connected(): void;
  alive(): void;
  /** The first real delta is there. */
  committed(): void;
  /** The provider says that it has to wait: nothing runs out until `resume`, which begins anew. */
  pause(): void;
  resume(): void;
  /** Ends all timers; aborts what still runs unless it came to its own end. */
  dispose(complete: boolean): void;
}

const seconds = (ms: number): string => `${ms >= 1000 ? Math.round(ms / 1000) : ms / 1000} s`;

/**
 * Arms the four timers for one attempt.
 * @param deadlineMs how long until the first delta may take at most because of the deadline over all attempts
 */
export function armTimers(clock: Clock, timers: Timers, parent: AbortSignal, deadlineMs: number): ArmedTimers {
  const controller = new AbortController();
  const cancels = new Set<() => void>();
  let lastAlive = clock.now();
  let committed = false;

  const expire = (message: string) => {
    if (!controller.signal.aborted) controller.abort(new LlmError("timeout", message));
  };
  const arm = (ms: number, run: () => void): (() => void) => {
    const cancel = clock.after(ms, () => {
      cancels.delete(cancel);
      run();
    });
    cancels.add(cancel);
    return () => {
      cancel();
      cancels.delete(cancel);
    };
  };
  const onAbort = () => controller.abort(parent.reason);
  if (parent.aborted) onAbort();
  else parent.addEventListener("abort", onAbort, { once: true });

  const firstMs = Math.max(0, Math.min(timers.firstTokenMs, deadlineMs));
  let stopConnect = () => {};
  let stopFirst = () => {};
  const begin = () => {
    stopConnect = arm(timers.connectMs, () =>
      expire(`The model server could not be connected to within ${seconds(timers.connectMs)}.`),
    );
    stopFirst = arm(firstMs, () => expire(`The model said nothing for ${seconds(firstMs)}.`));
    arm(timers.totalMs, () => expire(`The answer was not complete after ${seconds(timers.totalMs)}.`));
  };
  const cancelAll = () => {
    for (const cancel of cancels) cancel();
    cancels.clear();
  };
  begin();

  // One timer that looks at the last arrival when it fires is far cheaper than one re-armed for every chunk.
  const watchSilence = (ms: number) => {
    arm(ms, () => {
      const left = lastAlive + timers.betweenMs - clock.now();
      if (left <= 0) expire(`The model fell silent for ${seconds(timers.betweenMs)} in the middle of its answer.`);
      else watchSilence(left);
    });
  };

  return {
    signal: controller.signal,
    connected: () => stopConnect(),
    alive() {
      lastAlive = clock.now();
    },
    committed() {
      if (committed) return;
      committed = true;
      stopConnect();
      stopFirst();
      lastAlive = clock.now();
      watchSilence(timers.betweenMs);
    },
    pause: cancelAll,
    resume() {
      cancelAll();
      begin();
    },
    dispose(complete) {
      cancelAll();
      parent.removeEventListener("abort", onAbort);
      if (!complete && !controller.signal.aborted) controller.abort();
    },
  };
}
