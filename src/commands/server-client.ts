import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { signOperatorToken } from "../accounts/index.ts";
import type { App } from "../platform/app.ts";
import { EventReader } from "./event-reader.ts";

/** The server said no; the message is its own sentence. */
export class ServerProblem extends Error {
  readonly code: string;
  readonly status: number;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = "ServerProblem";
    this.status = status;
    this.code = code;
  }
}

/** The Vitrine that serves a data folder on this machine, as its administrator sees it. */
export interface ServerClient {
  url: string;
  /** @throws ServerProblem with the server's sentence; Error when it does not answer */
  request<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** The events of a stream until it ends or the signal aborts. @throws ServerProblem */
  events(path: string, signal: AbortSignal): AsyncIterable<{ event: string; data: string }>;
}

const serverFile = z.object({ url: z.url(), pid: z.number() });
const live = z.object({ service: z.literal("vitrine") });
const problem = z.object({ code: z.string(), detail: z.string() });

/** The running server of this data folder; undefined when none answers. */
export async function findServer(app: App): Promise<ServerClient | undefined> {
  const known = readServerFile(app.paths.serverFile);
  if (!known) return undefined;
  const answer = await fetch(`${known.url}/health/live`, { signal: AbortSignal.timeout(2_000) })
    .then((response) => response.json())
    .catch(() => undefined);
  return live.safeParse(answer).success ? clientOf(app, known.url) : undefined;
}

function readServerFile(file: string): z.infer<typeof serverFile> | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return serverFile.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}

function clientOf(app: App, url: string): ServerClient {
  const send = async (method: string, path: string, options: { body?: unknown; signal?: AbortSignal } = {}) => {
    const { body, signal } = options;
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Operator ${signOperatorToken(app)}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
    if (response.ok) return response;
    const said = problem.safeParse(await response.json().catch(() => undefined));
    if (said.success) throw new ServerProblem(response.status, said.data.code, said.data.detail);
    throw new ServerProblem(response.status, "unknown", `The server answered ${response.status} to ${method} ${path}.`);
  };
  return {
    url,
    async request(method, path, body) {
      const response = await send(method, path, { body, signal: AbortSignal.timeout(60_000) });
      const text = await response.text();
      return text === "" ? undefined : JSON.parse(text);
    },
    async *events(path, signal) {
      const { body } = await send("GET", path, { signal });
      if (!body) return;
      const reader = new EventReader();
      try {
        for await (const chunk of body) yield* reader.push(chunk);
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    },
  };
}
