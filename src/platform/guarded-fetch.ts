import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { parseAddress } from "./address.ts";
import type { App } from "./app.ts";
import { bareHost, guardedLookup } from "./guarded-lookup.ts";
import { Problem } from "./problem.ts";
import { type Lookup, safeUrl, UnknownHostError, type UrlTrust } from "./safe-url.ts";

export type OutgoingFault =
  | "refused_address"
  | "unknown_host"
  | "unreachable"
  | "tls"
  | "timeout"
  | "too_long"
  | "redirect"
  | "broken"
  | "aborted";

/** No answer came, or none that could be used. The message is a sentence for an administrator. */
export class OutgoingError extends Error {
  readonly fault: OutgoingFault;
  constructor(fault: OutgoingFault, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "OutgoingError";
    this.fault = fault;
  }
}

export interface OutgoingRequest {
  method?: "GET" | "POST" | undefined;
  headers?: Headers | Record<string, string> | undefined;
  body?: string | URLSearchParams | undefined;
  signal?: AbortSignal | undefined;
}

export interface Guard {
  trust: UrlTrust;
  /** For everything, redirects and the body included; 10 seconds unless told. */
  timeoutMs?: number;
  /** A longer body is an error; 1 MiB unless told. */
  limitBytes?: number;
  /** How many redirects are followed; none unless told, and the redirect itself is the answer. */
  redirects?: number;
  /** For tests. */
  lookup?: Lookup;
  /** Certificates to trust instead of the usual ones, for tests. */
  ca?: string;
}

/** What is sent to the origin it was meant for and to no other. */
const credentials = ["authorization", "cookie", "proxy-authorization", "x-api-key"];
const redirectStatuses = [301, 302, 303, 307, 308];

/**
 * A small exchange with a server that somebody configured. Against server-side request forgery (CWE-918): the name is
 * looked up once, every address is checked, and the connection goes to one of those while TLS and `Host` keep the name;
 * each redirect is checked the same way, takes no credentials and no body to another origin and never leaves https.
 * Nothing is kept between requests (no pool, no cookies), and proxies of the environment do not count.
 * @throws OutgoingError; a status of 400 or more is an answer
 */
export async function guardedFetch(
  app: Pick<App, "clock">,
  url: string,
  request: OutgoingRequest,
  guard: Guard,
): Promise<Response> {
  const over = new AbortController();
  const timeoutMs = guard.timeoutMs ?? 10_000;
  const cancel = app.clock.after(timeoutMs, () =>
    over.abort(new OutgoingError("timeout", `${hostOf(url)} did not answer within ${timeoutMs / 1000} seconds.`)),
  );
  const onAbort = () => over.abort(new OutgoingError("aborted", "The request was given up.", request.signal?.reason));
  if (request.signal?.aborted) onAbort();
  request.signal?.addEventListener("abort", onAbort, { once: true });
  try {
    return await follow(url, request, guard, over.signal);
  } finally {
    cancel();
    request.signal?.removeEventListener("abort", onAbort);
  }
}

async function follow(url: string, request: OutgoingRequest, guard: Guard, signal: AbortSignal): Promise<Response> {
  let hop: Hop = {
    url,
    method: request.method ?? "GET",
    headers: new Headers(request.headers),
    body: request.body?.toString(),
  };
  if (request.body instanceof URLSearchParams && !hop.headers.has("content-type")) {
    hop.headers.set("content-type", "application/x-www-form-urlencoded;charset=UTF-8");
  }
  for (let left = guard.redirects ?? 0; ; left--) {
    const response = await exchange(hop, guard, signal);
    const location = redirectStatuses.includes(response.status) ? response.headers.get("location") : null;
    if (location === null || guard.redirects === undefined) return response;
    if (left <= 0) throw new OutgoingError("redirect", `${hostOf(url)} redirects too often.`);
    hop = nextHop(hop, response.status, location);
  }
}

interface Hop {
  url: string;
  method: "GET" | "POST";
  headers: Headers;
  body: string | undefined;
}

function nextHop(from: Hop, status: number, location: string): Hop {
  const refuse = (why: string) => new OutgoingError("redirect", `${hostOf(from.url)} redirects ${why}.`);
  const before = new URL(from.url);
  const to = URL.parse(location, from.url);
  if (!to || !/^https?:$/.test(to.protocol)) throw refuse("to something that is no web address");
  if (before.protocol === "https:" && to.protocol === "http:") throw refuse("from https to plain http");
  const keepsBody = (status === 307 || status === 308) && from.body !== undefined;
  const elsewhere = to.origin !== before.origin;
  if (keepsBody && elsewhere) throw refuse(`what was sent to it to ${to.host}`);
  const headers = new Headers(from.headers);
  if (!keepsBody) headers.delete("content-type");
  if (elsewhere) for (const name of credentials) headers.delete(name);
  return { url: to.href, method: keepsBody ? from.method : "GET", headers, body: keepsBody ? from.body : undefined };
}

async function exchange(hop: Hop, guard: Guard, signal: AbortSignal): Promise<Response> {
  const { url, addresses } = await unlessAborted(signal, checked(hop.url, guard));
  const secure = url.protocol === "https:";
  const host = bareHost(url);
  const body = hop.body === undefined ? undefined : Buffer.from(hop.body);
  const headers: Record<string, string> = {
    "user-agent": "vitrine",
    ...Object.fromEntries(hop.headers),
    // A compressed body could be far larger than it looks.
    "accept-encoding": "identity",
    ...(body ? { "content-length": String(body.length) } : {}),
  };
  return new Promise((resolve, reject) => {
    const request = (secure ? httpsRequest : httpRequest)({
      hostname: host,
      port: url.port || (secure ? 443 : 80),
      path: `${url.pathname}${url.search}`,
      method: hop.method,
      headers: { ...headers, host: url.host },
      agent: false,
      lookup: guardedLookup(guard.trust, async () => addresses),
      ...(secure && !parseAddress(host) ? { servername: host } : {}),
      ...(guard.ca === undefined ? {} : { ca: guard.ca }),
    });
    const fail = (error: unknown) => {
      signal.removeEventListener("abort", onAbort);
      request.destroy();
      reject(signal.aborted ? signal.reason : outgoing(error, url.host));
    };
    const onAbort = () => fail(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) return onAbort();
    request.on("error", fail);
    request.on("response", (response) => {
      collect(response, url.host, guard.limitBytes ?? 1024 * 1024).then((bytes) => {
        signal.removeEventListener("abort", onAbort);
        resolve(toResponse(response, bytes));
      }, fail);
    });
    request.end(body);
  });
}

async function checked(url: string, guard: Guard) {
  try {
    return await safeUrl(url, guard.trust, guard.lookup);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const fault = error.cause instanceof UnknownHostError ? "unknown_host" : "refused_address";
    throw new OutgoingError(fault, error.message, error);
  }
}

function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) return onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}

async function collect(response: IncomingMessage, host: string, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const encoding = response.headers["content-encoding"] ?? "identity";
  if (encoding !== "identity")
    throw new OutgoingError("broken", `${host} sent a compressed answer that was not asked for.`);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    length += bytes.length;
    if (length > limit) throw new OutgoingError("too_long", `The answer of ${host} is longer than ${limit} bytes.`);
    chunks.push(bytes);
  }
  if (!response.complete) throw new OutgoingError("broken", `${host} broke off in the middle of its answer.`);
  return Uint8Array.from(Buffer.concat(chunks));
}

function toResponse(response: IncomingMessage, bytes: Uint8Array<ArrayBuffer>): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(response.headers)) {
    for (const one of Array.isArray(value) ? value : [value ?? ""]) headers.append(name, one);
  }
  const status = response.statusCode ?? 502;
  return new Response([204, 205, 304].includes(status) ? null : bytes, { status, headers });
}

const hostOf = (url: string): string => URL.parse(url)?.host ?? "the server";

const reasons = new Map([
  ["ECONNREFUSED", "nothing listens there"],
  ["ECONNRESET", "it closed the connection"],
  ["EHOSTUNREACH", "its host cannot be reached"],
  ["ENETUNREACH", "its network cannot be reached"],
]);

function outgoing(error: unknown, host: string): OutgoingError {
  if (error instanceof OutgoingError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code)) {
    return new OutgoingError("tls", `The TLS certificate of ${host} is not accepted (${code}).`, error);
  }
  const why = reasons.get(code) ?? "the connection failed";
  return new OutgoingError(code === "ECONNRESET" ? "broken" : "unreachable", `${host} does not answer: ${why}.`, error);
}
