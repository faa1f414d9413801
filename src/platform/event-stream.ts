import type { Server } from "bun";

const encoder = new TextEncoder();
/** Bytes that may wait for a slow reader before nothing more is fetched for it. */
const highWaterMark = 64 * 1024;
const usualHeartbeatMs = 10_000;
const idleLimitSeconds = 60;

/**
 * One server-sent event as bytes, made once and shared by everybody who gets it.
 * @param data one line, for example JSON
 */
export function eventFrame(event: { id?: number; event?: string; data: string }): Uint8Array {
  const id = event.id === undefined ? "" : `id: ${event.id}\n`;
  const name = event.event === undefined ? "" : `event: ${event.event}\n`;
  return encoder.encode(`${id}${name}data: ${event.data}\n\n`);
}

const comment = encoder.encode(": \n\n");

/** Where a stream's frames come from. It is asked only when the reader has room. */
export interface FrameSource {
  /**
   * The next frames; an empty list when `waitMs` passed without any; undefined at the proper end.
   * @throws whatever ends the stream as a broken connection instead
   */
  next(waitMs: number, signal: AbortSignal): Promise<Uint8Array[] | undefined>;
  close(): void;
}

export interface EventStreamOptions {
  /** Silence after which a comment is sent. */
  heartbeatMs?: number;
  headers?: Record<string, string>;
  /** Lets the connection be silent for longer than usual; a reader that takes nothing for 60 s is cut. */
  server?: Server<unknown> | null;
  /** What the stream hangs on, such as a session: it is cut when the signal aborts. */
  until?: { signal: AbortSignal; release(): void };
}

/** An answer of type `text/event-stream` that follows the reader's pace and ends when the source does. */
export function eventStream(request: Request, source: FrameSource, options: EventStreamOptions = {}): Response {
  const { heartbeatMs = usualHeartbeatMs, headers = {}, server, until } = options;
  server?.timeout(request, idleLimitSeconds);
  const gone = new AbortController();
  let end: (() => void) | undefined;
  const cut = () => {
    leave();
    end?.();
  };
  const leave = () => {
    release();
    gone.abort();
    source.close();
  };
  const release = () => {
    until?.signal.removeEventListener("abort", cut);
    until?.release();
  };
  if (request.signal.aborted) leave();
  else request.signal.addEventListener("abort", leave, { once: true });
  until?.signal.addEventListener("abort", cut, { once: true });
  const finish = () => {
    release();
    request.signal.removeEventListener("abort", leave);
    source.close();
  };
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        end = () => controller.close();
        // Headers go out with the first byte.
        controller.enqueue(comment);
      },
      async pull(controller) {
        try {
          const frames = await source.next(heartbeatMs, gone.signal);
          if (gone.signal.aborted) return;
          if (frames === undefined) {
            finish();
            controller.close();
          } else if (frames.length === 0) controller.enqueue(comment);
          else controller.enqueue(joined(frames));
        } catch (error) {
          if (gone.signal.aborted) return;
          finish();
          controller.error(error);
        }
      },
      cancel: leave,
    },
    { highWaterMark, size: (chunk) => chunk?.byteLength ?? 0 },
  );
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
      ...headers,
    },
  });
}

function joined(frames: Uint8Array[]): Uint8Array {
  const [only] = frames;
  return frames.length === 1 && only ? only : Buffer.concat(frames);
}
