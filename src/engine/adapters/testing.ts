import { createServer, type RequestListener } from "node:http";
import { join } from "node:path";
import { temporaryFolder } from "../../platform/testing.ts";
import type { EngineEndpoint, LogLine, PlanContext } from "../contract.ts";
import { type EngineSettings, type EngineSettingsInput, engineSettings } from "../settings.ts";

/** Settings of one kind of engine with their defaults filled in. */
export function settingsOf<K extends EngineSettings["adapter"]>(
  input: EngineSettingsInput & { adapter: K },
): Extract<EngineSettings, { adapter: K }> {
  const parsed = engineSettings.parse(input);
  const isKind = (settings: EngineSettings): settings is Extract<EngineSettings, { adapter: K }> =>
    settings.adapter === input.adapter;
  if (!isKind(parsed)) throw new Error("another kind came out");
  return parsed;
}

export function planContext(settings: EngineSettings, overrides: Partial<PlanContext> = {}): PlanContext {
  return {
    settings,
    launchId: "a1b2",
    modelPath: "/data/models/qwen3-8b",
    executable: "/opt/engine/bin/vllm",
    gpus: ["GPU-11111111"],
    socketPath: "/run/vitrine/a1b2.sock",
    port: 18_001,
    cacheDir: "/data/engine-cache",
    scratchDir: "/data/run",
    searchPath: "/usr/bin",
    user: { uid: 1000, gid: 1000 },
    ...overrides,
  };
}

/** Lines of a log, as a process host would hand them on. */
export const logTail = (text: string): LogLine[] =>
  text.split("\n").map((line) => ({ at: 0, stream: "stderr", level: "info", text: line }));

export interface TestServer {
  endpoint: EngineEndpoint;
  /** Requests that came, as `METHOD path`. */
  readonly seen: string[];
  /** For engines that somebody else runs. */
  readonly origin: string;
  close(): void;
}

/** A real HTTP server, on a Unix socket or on a port of its own. */
export async function testServer(kind: "unix" | "tcp", listener: RequestListener): Promise<TestServer> {
  const seen: string[] = [];
  const folder = temporaryFolder();
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    listener(request, response);
  });
  const path = join(folder.path, "s.sock");
  await new Promise<void>((resolve) => {
    if (kind === "unix") server.listen(path, resolve);
    else server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    endpoint: kind === "unix" ? { kind, path } : { kind, host: "127.0.0.1", port },
    seen,
    origin: `http://127.0.0.1:${port}`,
    close() {
      server.closeAllConnections();
      server.close();
      folder.remove();
    },
  };
}

export type Routes = Record<string, { status?: number; json?: unknown; text?: string } | "hang">;

/** Answers each path from a table, and 404 beyond it. */
export const routes =
  (table: Routes): RequestListener =>
  (request, response) => {
    const answer = table[request.url ?? ""];
    if (answer === "hang") return;
    response.statusCode = answer === undefined ? 404 : (answer.status ?? 200);
    response.end(answer?.text ?? JSON.stringify(answer?.json ?? {}));
  };
