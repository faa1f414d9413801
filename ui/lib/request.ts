import { type ApiError, NetworkError, readProblem } from "./problem.ts";
import type { Session } from "./session.ts";

export interface RequestContext {
  fetch(input: string, init?: RequestInit): Promise<Response>;
  session: Pick<Session, "token" | "renew">;
  /** Called with false when no answer came, with true when one did. */
  reached(answered: boolean): void;
}

export interface RequestOptions {
  method?: string;
  /** Sent as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Without a token, for example before anybody has signed in. */
  anonymous?: boolean;
}

/** Sends one authorised request; a 401 renews the token once. @throws ApiError, NetworkError, AbortError */
export type Request = (path: string, options?: RequestOptions) => Promise<Response>;

export function createRequest(context: RequestContext): Request {
  async function once(path: string, options: RequestOptions, token: string | null): Promise<Response> {
    const headers: Record<string, string> = { accept: "application/json", ...options.headers };
    if (options.body !== undefined) headers["content-type"] = "application/json";
    if (token !== null) headers.authorization = `Bearer ${token}`;
    try {
      const response = await context.fetch(path, {
        method: options.method ?? "GET",
        credentials: "same-origin",
        headers,
        ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
        ...(options.signal ? { signal: options.signal } : {}),
      });
      context.reached(true);
      return response;
    } catch (error) {
      if (options.signal?.aborted) throw error;
      context.reached(false);
      throw new NetworkError(error);
    }
  }

  return async (path, options = {}) => {
    const token = options.anonymous ? null : await context.session.token();
    let response = await once(path, options, token);
    if (response.status === 401 && !options.anonymous) {
      const renewed = await context.session.renew(token);
      if (renewed !== null) response = await once(path, options, renewed);
    }
    if (!response.ok) throw (await readProblem(response)) satisfies ApiError;
    return response;
  };
}
