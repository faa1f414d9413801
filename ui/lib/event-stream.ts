import { createEventParser, readEvent } from "./event-parser.ts";
import { ApiError, NetworkError } from "./problem.ts";
import type { Request } from "./request.ts";
import type { LoggedEvent } from "./types.ts";

export type StreamState = "open" | "reconnecting";

export interface WatchOptions {
  url: string;
  /** The last sequence number already applied; 0 for none. */
  after?: number;
  onEvent(event: LoggedEvent): void;
  onState?(state: StreamState): void;
  signal: AbortSignal;
  /** The server sends a comment every 10 s; a connection silent for longer than this is taken for dead. */
  silenceMs?: number;
  wait?(ms: number, signal: AbortSignal): Promise<void>;
}

class Broken extends Error {}

/**
 * Watches a generation until its `done` event. Whatever else ends the stream is a broken connection: it is opened again
 * with `Last-Event-ID`, and events already seen are dropped.
 * @throws ApiError when the server refuses for good (403, 404, 410), AbortError when `signal` fires.
 */
export async function watchGeneration(request: Request, options: WatchOptions): Promise<void> {
  const wait = options.wait ?? pause;
  let last = options.after ?? 0;
  let failures = 0;
  while (true) {
    options.signal.throwIfAborted();
    const before = last;
    try {
      const done = await readOnce(request, options, last, (seq) => {
        last = seq;
      });
      if (done) return;
      throw new Broken("The stream ended without done.");
    } catch (error) {
      options.signal.throwIfAborted();
      if (error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429) throw error;
      if (!(error instanceof Broken) && !(error instanceof ApiError) && !(error instanceof NetworkError)) throw error;
    }
    failures = last > before ? 1 : failures + 1;
    options.onState?.("reconnecting");
    const ceiling = Math.min(8000, 250 * 2 ** Math.min(failures, 6));
    await wait(ceiling / 2 + (Math.random() * ceiling) / 2, options.signal);
  }
}

async function readOnce(
  request: Request,
  options: WatchOptions,
  after: number,
  reached: (seq: number) => void,
): Promise<boolean> {
  const connection = new AbortController();
  const abort = () => connection.abort(options.signal.reason);
  options.signal.addEventListener("abort", abort, { once: true });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => connection.abort(new Broken("silent")), options.silenceMs ?? 25_000);
  };
  let last = after;
  try {
    alive();
    const response = await request(options.url, {
      headers: { accept: "text/event-stream", ...(after > 0 ? { "last-event-id": String(after) } : {}) },
      signal: connection.signal,
    });
    if (!response.body) return false;
    options.onState?.("open");
    const parser = createEventParser();
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    while (true) {
      alive();
      const { done, value } = await reader.read();
      if (done) return false;
      for (const raw of parser.feed(decoder.decode(value, { stream: true }))) {
        const seq = Number(raw.id);
        if (!Number.isInteger(seq) || seq <= last) continue;
        if (seq > last + 1) throw new Broken("gap");
        last = seq;
        reached(seq);
        const event = readEvent(raw);
        if (event === null) continue;
        options.onEvent(event);
        if (event.type === "done") return true;
      }
    }
  } catch (error) {
    if (options.signal.aborted || error instanceof ApiError || error instanceof Broken) throw error;
    throw new NetworkError(error);
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener("abort", abort);
    connection.abort();
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    signal.addEventListener("abort", abort, { once: true });
  });
}
