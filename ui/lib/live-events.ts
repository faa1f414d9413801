import { createEventParser, type RawEvent } from "./event-parser.ts";
import { ApiError, NetworkError } from "./problem.ts";
import type { Request } from "./request.ts";

export interface FollowOptions {
  url: string;
  onEvent(event: RawEvent): void;
  /** `open` comes before the first event of every connection: what follows is a fresh snapshot. */
  onState?(state: "open" | "reconnecting"): void;
  signal: AbortSignal;
  /** The server sends a comment every 10 s; a connection silent for longer than this is taken for dead. */
  silenceMs?: number;
  wait?(ms: number, signal: AbortSignal): Promise<void>;
}

/**
 * Follows an endless event stream and opens it again whenever it ends, with growing pauses.
 * @throws ApiError when the server refuses for good (401, 403, 404), AbortError when `signal` fires
 */
export async function followEvents(request: Request, options: FollowOptions): Promise<never> {
  const wait = options.wait ?? pause;
  let failures = 0;
  while (true) {
    options.signal.throwIfAborted();
    const reached = await readOnce(request, options).catch((error: unknown) => {
      options.signal.throwIfAborted();
      if (error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429) throw error;
      return false;
    });
    failures = reached ? 1 : failures + 1;
    options.onState?.("reconnecting");
    const ceiling = Math.min(8000, 250 * 2 ** Math.min(failures, 6));
    await wait(ceiling / 2 + (Math.random() * ceiling) / 2, options.signal);
  }
}

/** True when at least one event came before the connection ended. */
async function readOnce(request: Request, options: FollowOptions): Promise<boolean> {
  const connection = new AbortController();
  const abort = () => connection.abort(options.signal.reason);
  options.signal.addEventListener("abort", abort, { once: true });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => connection.abort(new NetworkError("silent")), options.silenceMs ?? 25_000);
  };
  let reached = false;
  try {
    alive();
    const response = await request(options.url, {
      headers: { accept: "text/event-stream" },
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
      if (done) return reached;
      for (const event of parser.feed(decoder.decode(value, { stream: true }))) {
        reached = true;
        options.onEvent(event);
      }
    }
  } catch (error) {
    if (error instanceof ApiError || options.signal.aborted) throw error;
    return reached;
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener("abort", abort);
    connection.abort();
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", abort);
      resolve();
    }, ms);
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    signal.addEventListener("abort", abort, { once: true });
  });
}
