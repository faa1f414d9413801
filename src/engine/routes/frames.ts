import type { Subscription } from "../../platform/bus.ts";
import { eventFrame, type FrameSource } from "../../platform/event-stream.ts";

/** One named event with JSON. */
export const jsonFrame = (event: string, data: unknown): Uint8Array =>
  eventFrame({ event, data: JSON.stringify(data) });

/** A subscription, how its messages are told, and what is told anew when some were lost. */
export interface Feed {
  /** The frames that are there now; then it waits. */
  take(): Uint8Array[];
  wait(waitMs: number, signal: AbortSignal): Promise<void>;
  readonly closed: boolean;
  close(): void;
}

export function feedOf<T>(
  subscription: Subscription<T>,
  frame: (message: T) => Uint8Array,
  all: () => Uint8Array[],
): Feed {
  let first: T | undefined;
  return {
    take() {
      const messages = subscription.drain();
      const ahead = first === undefined ? [] : [first];
      first = undefined;
      if (subscription.takeOverflow()) return all();
      return [...ahead, ...messages].map(frame);
    },
    async wait(waitMs, signal) {
      // What ends the wait is taken off the queue with it.
      first = await subscription.next(waitMs, signal);
    },
    get closed() {
      return subscription.closed;
    },
    close: () => subscription.close(),
  };
}

/** Several feeds as one stream, which begins with `opening`. */
export function mergedSource(
  opening: Uint8Array[],
  feeds: readonly Feed[],
  onWait: () => void = () => {},
): FrameSource {
  let pending: Uint8Array[] | undefined = opening;
  return {
    async next(waitMs, signal) {
      if (pending) {
        const frames = pending;
        pending = undefined;
        return frames;
      }
      if (feeds.some((feed) => feed.closed)) return undefined;
      onWait();
      const waiting = new AbortController();
      const stop = () => waiting.abort();
      signal.addEventListener("abort", stop, { once: true });
      // Each wait ends when one of them does; none is left behind, since what it took off its queue would be lost.
      await Promise.all(feeds.map((feed) => feed.wait(waitMs, waiting.signal).finally(stop)));
      signal.removeEventListener("abort", stop);
      return feeds.flatMap((feed) => feed.take());
    },
    close() {
      for (const feed of feeds) feed.close();
    },
  };
}
