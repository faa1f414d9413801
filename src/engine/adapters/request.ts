import { request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { urlToHttpOptions } from "node:url";
import { AddressRefusedError, guardedLookup, requireAllowedHost } from "../../platform/guarded-lookup.ts";
import type { EngineEndpoint } from "../contract.ts";

export interface EngineCall {
  method: "GET" | "POST";
  /** From the server's root, `/v1/models` or `/health`; a remote engine's base path goes before it. */
  path: string;
  /** Sent as JSON. */
  body?: unknown;
  signal: AbortSignal;
  /** For the whole exchange. */
  timeoutMs: number;
  /** A longer answer is an error; 4 MiB unless told. */
  limitBytes?: number;
}

export interface EngineAnswer {
  status: number;
  text: string;
  /** The body as JSON; undefined where it is none. */
  json(): unknown;
}

export type RequestFault = "timeout" | "refused" | "dns" | "tls" | "broken" | "too_long" | "aborted" | "bad_address";

/** No answer came, or none that could be used. */
export class EngineRequestError extends Error {
  readonly fault: RequestFault;
  constructor(fault: RequestFault, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "EngineRequestError";
    this.fault = fault;
  }
}

const defaultLimit = 4 * 1024 * 1024;

/**
 * One small exchange with an engine, over its socket, its port or its address. The connection is not kept: polls are
 * seconds apart, and an engine closes idle connections at a moment of its own.
 * @throws EngineRequestError when no whole answer came in time; a status of 400 or more is an answer
 */
export function engineRequest(endpoint: EngineEndpoint, call: EngineCall): Promise<EngineAnswer> {
  const { signal } = call;
  if (signal.aborted)
    return Promise.reject(new EngineRequestError("aborted", "The request was given up.", signal.reason));
  let target: ReturnType<typeof targetOf>;
  try {
    target = targetOf(endpoint, call.path);
  } catch (error) {
    return Promise.reject(toRequestError(error));
  }
  if (!target)
    return Promise.reject(new EngineRequestError("bad_address", "The engine's address is no http or https address."));

  return new Promise((resolve, reject) => {
    const body = call.body === undefined ? undefined : Buffer.from(JSON.stringify(call.body));
    const request = (target.secure ? httpsRequest : httpRequest)({
      ...target.options,
      method: call.method,
      agent: false,
      headers: {
        accept: "application/json, text/plain",
        "accept-encoding": "identity",
        ...(endpoint.kind === "remote" && endpoint.apiKey ? { authorization: `Bearer ${endpoint.apiKey}` } : {}),
        ...(body ? { "content-type": "application/json", "content-length": String(body.length) } : {}),
      },
    });
    const settle = (outcome: EngineAnswer | EngineRequestError): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      if (outcome instanceof EngineRequestError) {
        reject(outcome);
        request.destroy();
      } else resolve(outcome);
    };
    const onAbort = () => settle(new EngineRequestError("aborted", "The request was given up.", signal.reason));
    const timer = setTimeout(
      () => settle(new EngineRequestError("timeout", `There was no whole answer within ${call.timeoutMs} ms.`)),
      call.timeoutMs,
    );
    signal.addEventListener("abort", onAbort, { once: true });
    request.on("error", (error) => settle(toRequestError(error)));
    request.on("response", (response) => {
      collect(response, call.limitBytes ?? defaultLimit).then(
        (text) => settle({ status: response.statusCode ?? 0, text, json: () => parseJson(text) }),
        (error: unknown) => settle(toRequestError(error)),
      );
    });
    request.end(body);
  });
}

async function collect(response: IncomingMessage, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    length += bytes.length;
    if (length > limit) throw new EngineRequestError("too_long", `The answer is longer than ${limit} bytes.`);
    chunks.push(bytes);
  }
  if (!response.complete) throw new EngineRequestError("broken", "The connection broke in the middle of the answer.");
  return Buffer.concat(chunks).toString("utf8");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function targetOf(endpoint: EngineEndpoint, path: string): { secure: boolean; options: RequestOptions } | undefined {
  switch (endpoint.kind) {
    case "unix":
      return {
        secure: false,
        options: { socketPath: endpoint.path, host: "localhost", path: localPath(endpoint, path) },
      };
    case "tcp":
      return { secure: false, options: { host: endpoint.host, port: endpoint.port, path: localPath(endpoint, path) } };
    case "remote": {
      const url = URL.parse(remoteUrl(endpoint.baseUrl, path));
      if (!url || !/^https?:$/.test(url.protocol)) return undefined;
      requireAllowedHost(url, "administrator");
      const lookup = guardedLookup("administrator");
      return { secure: url.protocol === "https:", options: { ...urlToHttpOptions(url), lookup } };
    }
    default:
      return endpoint satisfies never;
  }
}

/** `command` engines may keep their OpenAI-compatible routes elsewhere. */
function localPath(endpoint: { basePath?: string }, path: string): string {
  if (endpoint.basePath === undefined || !path.startsWith("/v1/")) return path;
  return trimEnd(endpoint.basePath) + path.slice("/v1".length);
}

/** A base URL names where the OpenAI-compatible routes begin; the server's other routes lie beside its `/v1`. */
function remoteUrl(baseUrl: string, path: string): string {
  const base = trimEnd(baseUrl);
  if (path.startsWith("/v1/")) return base + path.slice("/v1".length);
  return base.replace(/\/v1$/, "") + path;
}

const trimEnd = (text: string): string => text.replace(/\/+$/, "");

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";

function toRequestError(error: unknown): EngineRequestError {
  if (error instanceof EngineRequestError) return error;
  if (error instanceof AddressRefusedError) return new EngineRequestError("bad_address", error.message, error);
  const code = codeOf(error);
  const text = error instanceof Error ? error.message : String(error);
  const fault: RequestFault =
    code === "ENOTFOUND" || code === "EAI_AGAIN" || /getaddrinfo/i.test(text)
      ? "dns"
      : /CERT|TLS|SSL|SELF_SIGNED|ALTNAME|UNABLE_TO_/.test(code) || /certificate/i.test(text)
        ? "tls"
        : code === "ETIMEDOUT"
          ? "timeout"
          : /^(ECONNREFUSED|ENOENT|EACCES|EHOSTUNREACH|ENETUNREACH|FailedToOpenSocket|ConnectionRefused)$/.test(code)
            ? "refused"
            : "broken";
  return new EngineRequestError(fault, text, error);
}
