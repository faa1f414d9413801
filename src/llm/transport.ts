import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { urlToHttpOptions } from "node:url";
import { AddressRefusedError, guardedLookup, requireAllowedHost } from "../platform/guarded-lookup.ts";
import { LlmError } from "./contract.ts";
import { toLlmError } from "./errors.ts";

/**
 * Plain node:http. `fetch` allows 256 requests at once per process (600 streams would queue for seconds) and cuts a
 * silent connection after 300 s; here neither happens, the connect timer can see the socket, and an abort closes it.
 */
export interface Transport {
  /** @throws LlmError `unavailable` when no answer begins, `invalid_request` for an address that is none */
  send(request: OutgoingRequest): Promise<Answer>;
  /** Drops idle connections. */
  close(): void;
}

export interface OutgoingRequest {
  method: "GET" | "POST";
  url: string;
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
  connected(): void;
  alive(): void;
}

export interface Answer {
  status: number;
  header(name: string): string | undefined;
  /** @throws LlmError `cut` when the connection breaks before the body's end; leaving the loop closes the connection. */
  chunks(): AsyncGenerator<Uint8Array>;
  /** What is still to come does not matter: lets the connection be used again instead of closing it. */
  discardRest(): void;
  /** The body as text, at most `limit` bytes of it. */
  text(limit?: number): Promise<string>;
}

const errorCode = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";

const reasons = new Map([
  ["ECONNREFUSED", "nothing listens there"],
  ["ENOENT", "nothing listens there"],
  ["ENOTFOUND", "its host name is unknown"],
  ["EAI_AGAIN", "its host name cannot be looked up at the moment"],
  ["ECONNRESET", "it closed the connection"],
  ["ETIMEDOUT", "the connection timed out"],
  ["EHOSTUNREACH", "its host cannot be reached"],
  ["ENETUNREACH", "its network cannot be reached"],
]);

function networkError(who: string, host: string, error: unknown): LlmError {
  if (error instanceof AddressRefusedError) return refusedAddress(who, error);
  const code = errorCode(error);
  const why =
    reasons.get(code) ?? (/CERT|TLS|SSL/.test(code) ? "its TLS certificate is not accepted" : "the connection failed");
  return new LlmError("unavailable", `${who} does not answer at ${host}: ${why}.`, { cause: error });
}

const refusedAddress = (who: string, error: AddressRefusedError) =>
  new LlmError("invalid_request", `The base URL of ${who} cannot be used: ${error.message}`, { cause: error });

/** Where a request goes, as node:http wants it. */
interface Address {
  secure: boolean;
  /** Host and port as people know them. */
  host: string;
  target: ReturnType<typeof urlToHttpOptions>;
}

const mostAddresses = 16;

function readAddress(who: string, text: string): Address {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new LlmError("invalid_request", `The base URL of ${who} is no http or https address.`);
  }
  try {
    requireAllowedHost(url, "administrator");
  } catch (error) {
    throw error instanceof AddressRefusedError ? refusedAddress(who, error) : error;
  }
  return { secure: url.protocol === "https:", host: url.host, target: urlToHttpOptions(url) };
}

/**
 * @param who how people know the provider, for messages
 * @param socketPath a Unix socket that every request goes to, whatever host its URL names
 */
export function createTransport(who: string, socketPath?: string): Transport {
  const http = new HttpAgent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY, scheduling: "lifo" });
  const https = new HttpsAgent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY, scheduling: "lifo" });
  const lookup = guardedLookup("administrator");

  // A provider has few addresses, and each is used for every request.
  const parsed = new Map<string, Address>();
  function addressOf(url: string): Address {
    const known = parsed.get(url);
    if (known) return known;
    const address = readAddress(who, url);
    if (parsed.size < mostAddresses) parsed.set(url, address);
    return address;
  }

  function attempt(outgoing: OutgoingRequest, address: Address, fresh: boolean): Promise<Answer> {
    const { signal } = outgoing;
    return new Promise((resolve, reject) => {
      const { secure, target } = address;
      const body = outgoing.body === undefined ? undefined : Buffer.from(outgoing.body);
      const request = (secure ? httpsRequest : httpRequest)({
        ...target,
        ...(socketPath === undefined ? {} : { socketPath }),
        method: outgoing.method,
        agent: fresh ? false : secure ? https : http,
        lookup,
        headers: {
          // A compressed event stream arrives in lumps.
          "accept-encoding": "identity",
          ...outgoing.headers,
          ...(body === undefined ? {} : { "content-length": String(body.length) }),
        },
      });
      const onAbort = () => request.destroy(toLlmError(undefined, signal));
      const finished = () => signal.removeEventListener("abort", onAbort);
      signal.addEventListener("abort", onAbort, { once: true });
      request.on("socket", (socket) => {
        if (socket.connecting) socket.once(secure ? "secureConnect" : "connect", outgoing.connected);
        else outgoing.connected();
      });
      request.on("response", (response: IncomingMessage) => {
        outgoing.connected();
        resolve(answerOf(who, response, outgoing, finished));
      });
      request.on("error", (error) => {
        finished();
        // A kept connection that the server closed just as we used it says nothing about the server.
        if (!signal.aborted && !fresh && request.reusedSocket && errorCode(error) === "ECONNRESET") {
          resolve(attempt(outgoing, address, true));
        } else {
          reject(signal.aborted ? toLlmError(error, signal) : networkError(who, socketPath ?? address.host, error));
        }
      });
      request.end(body);
    });
  }

  return {
    async send(outgoing) {
      if (outgoing.signal.aborted) throw toLlmError(undefined, outgoing.signal);
      return attempt(outgoing, addressOf(outgoing.url), false);
    },
    close() {
      http.destroy();
      https.destroy();
    },
  };
}

/** How long a server may take to close a body that is complete for us. */
const longestRestMs = 1_000;

function answerOf(who: string, response: IncomingMessage, outgoing: OutgoingRequest, finished: () => void): Answer {
  let discarding = false;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of response.iterator({ destroyOnReturn: false })) {
        outgoing.alive();
        yield chunk;
      }
      if (!response.complete) throw new Error("The body is shorter than announced.");
    } catch (error) {
      if (outgoing.signal.aborted) throw toLlmError(error, outgoing.signal);
      throw new LlmError("cut", `${who} broke off in the middle of its answer.`, { cause: error });
    } finally {
      finished();
      if (!response.complete && !discarding) response.destroy();
    }
  }
  return {
    status: response.statusCode ?? 0,
    header(name) {
      const value = response.headers[name];
      return Array.isArray(value) ? value[0] : value;
    },
    chunks,
    discardRest() {
      discarding = true;
      const timer = setTimeout(() => response.destroy(), longestRestMs);
      timer.unref();
      response.once("close", () => clearTimeout(timer));
      response.on("error", () => {});
      response.resume();
    },
    async text(limit = 64 * 1024) {
      const decoder = new TextDecoder();
      let text = "";
      for await (const chunk of chunks()) {
        text += decoder.decode(chunk, { stream: true });
        if (text.length >= limit) return text.slice(0, limit);
      }
      return text;
    },
  };
}
