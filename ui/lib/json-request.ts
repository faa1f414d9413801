import type { Request } from "./request.ts";

/** Requests whose answers are JSON documents. All throw ApiError or NetworkError. */
export interface JsonRequest {
  get<T>(path: string, signal?: AbortSignal): Promise<T>;
  send<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** For an answer without a body. */
  act(method: string, path: string, body?: unknown): Promise<void>;
  file(path: string, accept?: string): Promise<Blob>;
}

export function jsonRequest(request: Request): JsonRequest {
  return {
    get: async (path, signal) => (await request(path, signal ? { signal } : {})).json(),
    send: async (method, path, body = {}) => (await request(path, { method, body })).json(),
    act: async (method, path, body) => {
      await request(path, { method, ...(body === undefined ? {} : { body }) });
    },
    file: async (path, accept = "*/*") => (await request(path, { headers: { accept } })).blob(),
  };
}
