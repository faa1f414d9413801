import type { Channel } from "../platform/bus.ts";
import type { Db } from "../platform/database.ts";
import type { FrameSource } from "../platform/event-stream.ts";
import { type Frame, type FrameMessage, readFrames } from "./event-log.ts";

export interface WatchOptions {
  /** Live frames that may wait for one watcher; beyond them it is caught up from the log. */
  capacity?: number;
  /** Frames that are read from the log at a time. */
  batch?: number;
}

/**
 * One watcher of one generation: everything after `after` from the log, then live, each event once and in order, up to
 * and with `done`. What a slow watcher misses is read from the log when it gets there; nothing piles up for it.
 */
export function watch(
  db: Db,
  channel: Channel<FrameMessage>,
  generationId: string,
  after: number,
  { capacity = 256, batch = 256 }: WatchOptions = {},
): FrameSource {
  // Subscribed before the log is read, so that nothing falls between the two.
  const live = channel.subscribe(generationId, capacity);
  let cursor = after;
  let behind = true;
  let over = false;

  const take = (frame: Frame): Uint8Array => {
    cursor = frame.seq;
    if (frame.type === "done") over = true;
    return frame.bytes;
  };

  function fromLog(): Uint8Array[] {
    const frames = readFrames(db, generationId, cursor, batch);
    if (frames.length < batch) behind = false;
    return frames.map(take);
  }

  function fromQueue(messages: FrameMessage[]): Uint8Array[] {
    const frames: Uint8Array[] = [];
    for (const message of messages) {
      if (message === "broken") throw new Error("the generation can no longer be stored");
      if (message.seq <= cursor) continue;
      if (message.seq > cursor + 1) {
        behind = true;
        break;
      }
      frames.push(take(message));
    }
    if (live.takeOverflow()) behind = true;
    return frames;
  }

  return {
    async next(waitMs, signal) {
      const deadline = performance.now() + waitMs;
      while (!signal.aborted) {
        if (over) return undefined;
        const ready = behind ? fromLog() : fromQueue(live.drain());
        if (ready.length > 0) return ready;
        if (behind) continue;
        const left = deadline - performance.now();
        if (left <= 0) return [];
        const message = await live.next(left, signal);
        if (message !== undefined) {
          const frames = fromQueue([message, ...live.drain()]);
          if (frames.length > 0) return frames;
        } else if (live.closed && !signal.aborted) {
          throw new Error("the server is closing");
        } else if (live.takeOverflow()) behind = true;
      }
      return undefined;
    },
    close: () => live.close(),
  };
}
