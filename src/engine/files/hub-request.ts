import type { Clock } from "../../platform/clock.ts";
import { AddressRefusedError, requireAllowedAddresses } from "../../platform/guarded-lookup.ts";
import { ModelFilesError, systemCode } from "./errors.ts";

/** Where models come from, and as whom; the token is sent there and nowhere else. */
export interface HubAccess {
  /** Without a slash at the end. */
  url: string;
  token: string | undefined;
}

/** How patient a download is; milliseconds. */
export interface Patience {
  /** Nothing came for so long: the connection is given up and made again. */
  stallMs: number;
  /** Tries in a row without a byte before it gives up. */
  tries: number;
  /** The first wait; each further one is twice as long, at most `longestWaitMs`. */
  firstWaitMs: number;
  longestWaitMs: number;
}

/** Something that may go better at another try. */
export class PassingError extends Error {
  readonly retryAfterMs: number | undefined;
  constructor(message: string, retryAfterMs?: number, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "PassingError";
    this.retryAfterMs = retryAfterMs;
  }
}

/** An answer whose body still has to be read; `close` ends it, `alive` says that something came. */
export interface HubAnswer {
  response: Response;
  /** Headers of every answer on the way, the first one first: a hub names size and hash before it redirects. */
  header(name: string): string | undefined;
  alive(): void;
  close(): void;
}

const mostRedirects = 5;

/** The host for people: never a whole address, whose query may hold a signature. */
export const hostOf = (url: string): string => URL.parse(url)?.host ?? "the hub";

/**
 * One GET that follows redirects itself, so that the token is sent to the hub's own origin alone and no redirect leads
 * to a cloud's metadata service. Proxies named in `HTTPS_PROXY` and its like are used, as `fetch` does; it looks names up
 * itself, so a name that changes between the check and the connection is not noticed. The hub is the operator's choice.
 *
 * @throws PassingError when nothing answers or the connection stalls, ModelFilesError for a redirect that is refused,
 *   the signal's reason
 */
export async function hubGet(
  clock: Clock,
  access: HubAccess,
  url: string,
  options: { headers?: Record<string, string>; stallMs: number; signal?: AbortSignal },
): Promise<HubAnswer> {
  const stalled = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stalled.signal]) : stalled.signal;
  const giveUp = () =>
    stalled.abort(new PassingError(`${hostOf(url)} sent nothing for ${Math.ceil(options.stallMs / 1_000)} seconds.`));
  let cancel = clock.after(options.stallMs, giveUp);
  const alive = () => {
    cancel();
    cancel = clock.after(options.stallMs, giveUp);
  };
  const seen: Headers[] = [];
  let target = url;
  try {
    for (let hop = 0; ; hop++) {
      await requireSafe(target);
      const own = originOf(target) === originOf(access.url);
      const response = await fetch(target, {
        redirect: "manual",
        signal,
        // Our own clock watches for silence.
        timeout: false,
        headers: {
          // What is compressed on the way cannot be continued at a byte.
          "accept-encoding": "identity",
          "user-agent": "vitrine",
          ...options.headers,
          ...(own && access.token !== undefined ? { authorization: `Bearer ${access.token}` } : {}),
        },
      });
      alive();
      seen.push(response.headers);
      const next = [301, 302, 303, 307, 308].includes(response.status) ? response.headers.get("location") : null;
      if (next === null) {
        return {
          response,
          header: (name) => seen.map((headers) => headers.get(name)).find((value) => value !== null) ?? undefined,
          alive,
          close() {
            cancel();
            response.body?.cancel().catch(() => {});
          },
        };
      }
      await response.body?.cancel();
      target = redirectTarget(target, next, hop);
    }
  } catch (error) {
    cancel();
    throw passing(error, hostOf(target), options.signal, stalled.signal);
  }
}

async function requireSafe(target: string): Promise<void> {
  try {
    await requireAllowedAddresses(new URL(target), "administrator");
  } catch (error) {
    if (!(error instanceof AddressRefusedError)) throw error;
    throw new ModelFilesError("protocol", error.message, "Check the address of the hub or of its mirror.", error);
  }
}

const originOf = (url: string): string => URL.parse(url)?.origin ?? "";

function redirectTarget(from: string, location: string, hop: number): string {
  const refuse = (why: string): never => {
    throw new ModelFilesError(
      "protocol",
      `${hostOf(from)} redirects ${why}.`,
      "Check the address of the hub or of its mirror.",
    );
  };
  const to = URL.parse(location, from) ?? refuse("to an address that is none");
  if (hop >= mostRedirects) refuse("without end");
  if (!/^https?:$/.test(to.protocol)) refuse("to something that is no web address");
  if (from.startsWith("https:") && to.protocol === "http:") refuse(`from https to plain http (${to.host})`);
  return to.href;
}

const networkReasons = new Map([
  ["ECONNREFUSED", "nothing listens there"],
  ["ConnectionRefused", "nothing listens there"],
  ["ENOTFOUND", "its host name is unknown"],
  ["FailedToOpenSocket", "it cannot be reached"],
  ["ECONNRESET", "it closed the connection"],
  ["ConnectionClosed", "it closed the connection"],
]);

/** What a failed connection means, without the address that was asked for. */
export function passing(error: unknown, host: string, outer: AbortSignal | undefined, stalled?: AbortSignal): unknown {
  if (outer?.aborted) return outer.reason;
  if (stalled?.aborted) return stalled.reason;
  if (error instanceof ModelFilesError || error instanceof PassingError) return error;
  const code = systemCode(error);
  const tls = /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code);
  const why = networkReasons.get(code) ?? (tls ? "its TLS certificate is not accepted" : "the connection failed");
  return new PassingError(`${host} does not answer: ${why}.`, undefined, error);
}

/** `Retry-After` in seconds or as a date, in milliseconds from now. */
export function retryAfterMs(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value.trim())) return Number(value) * 1_000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

const longestRetryAfterMs = 15 * 60_000;

/**
 * Tries again while it fails for passing reasons.
 * @param moved whether something came since it was last asked: a try that brought something does not count
 * @throws ModelFilesError `unreachable` after too many tries, and whatever does not pass
 */
export async function withRetries<T>(
  clock: Clock,
  patience: Patience,
  signal: AbortSignal | undefined,
  attempt: () => Promise<T>,
  moved: () => boolean = () => false,
): Promise<T> {
  for (let failures = 1; ; failures++) {
    try {
      signal?.throwIfAborted();
      return await attempt();
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (!(error instanceof PassingError)) throw error;
      if (moved()) failures = 1;
      if (failures >= patience.tries || (error.retryAfterMs ?? 0) > longestRetryAfterMs)
        throw new ModelFilesError(
          "unreachable",
          error.message,
          "What has been fetched is kept: start the download again to go on from there.",
          error,
        );
      const wait = Math.min(patience.longestWaitMs, patience.firstWaitMs * 2 ** (failures - 1));
      await clock.sleep(Math.max(wait, error.retryAfterMs ?? 0), signal);
    }
  }
}
