import type { Clock } from "../../platform/clock.ts";

/** A job did not end in its time. */
export class TooSlow extends Error {
  constructor(ms: number) {
    super(`There was no answer within ${ms / 1000} seconds.`);
    this.name = "TooSlow";
  }
}

/**
 * Ends after `ms` at the latest, whether the job obeys its signal or not.
 * @throws TooSlow, the outer signal's reason, or what the job throws
 */
export function bounded<T>(
  clock: Clock,
  ms: number,
  outer: AbortSignal | undefined,
  job: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const controller = new AbortController();
    const give = (reason: unknown) => {
      done();
      reject(reason);
      controller.abort(reason);
    };
    const cancel = clock.after(ms, () => give(new TooSlow(ms)));
    const onAbort = () => give(outer?.reason);
    const done = () => {
      cancel();
      outer?.removeEventListener("abort", onAbort);
    };
    if (outer?.aborted) return give(outer.reason);
    outer?.addEventListener("abort", onAbort, { once: true });
    // A job that fails before its first await fails like any other.
    Promise.resolve()
      .then(() => job(controller.signal))
      .then(
        (value) => {
          done();
          resolve(value);
        },
        (error: unknown) => {
          done();
          reject(error);
        },
      );
  });
}
