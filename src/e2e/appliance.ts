import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The executable that `scripts/build` made; `scripts/test` always builds it first. */
export const executable = join(import.meta.dir, "..", "..", ".build", "vitrine");

export interface ApplianceOptions {
  /** An existing data folder; without it a new one, removed by `dispose`. */
  data?: string;
  env?: Record<string, string>;
  args?: string[];
}

export interface Appliance {
  url: string;
  setupUrl: string | undefined;
  data: string;
  pid: number;
  /** Everything it logged so far. */
  log(): string;
  /** The exit code, once it has ended. */
  exited: Promise<number>;
  /** SIGTERM and the exit code. */
  stop(): Promise<number>;
  /** SIGKILL, as a power cut of the process. */
  kill(): Promise<void>;
  /** Stops what still runs and removes the folder that was made for it. */
  dispose(): Promise<void>;
}

/** An environment in which nothing of this machine's configuration reaches the child. */
export const cleanEnv = (extra: Record<string, string> = {}): Record<string, string> => ({
  PATH: Bun.env.PATH ?? "/usr/bin:/bin",
  HOME: "/nonexistent",
  ...extra,
});

/**
 * Starts the real executable in an empty working folder on a free port and waits for its one line.
 * @throws Error with the log when it ends or says nothing useful
 */
export async function startAppliance(options: ApplianceOptions = {}): Promise<Appliance> {
  if (!existsSync(executable)) throw new Error(`${executable} is missing: run ./scripts/build first.`);
  const home = mkdtempSync(join(tmpdir(), "vitrine-e2e-"));
  const data = options.data ?? join(home, "data");
  const logFile = join(home, "log");
  const child = Bun.spawn([executable, "serve", "--port", "0", "--data", data, ...(options.args ?? [])], {
    cwd: home,
    env: cleanEnv(options.env),
    stdin: "ignore",
    stdout: "pipe",
    stderr: openSync(logFile, "a"),
  });
  const log = () => (existsSync(logFile) ? readFileSync(logFile, "utf8") : "");
  const first = await firstUrl(child.stdout, () => log());
  const parsed = new URL(first);
  const stop = async () => {
    child.kill("SIGTERM");
    return child.exited;
  };
  return {
    url: parsed.origin,
    setupUrl: parsed.hash ? first : undefined,
    data,
    pid: child.pid,
    log,
    exited: child.exited,
    stop,
    async kill() {
      child.kill("SIGKILL");
      await child.exited;
    },
    async dispose() {
      if (child.exitCode === null && child.signalCode === null) await stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function firstUrl(stdout: ReadableStream<Uint8Array>, log: () => string): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  const reader = stdout.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    text += decoder.decode(value, { stream: true });
    const found = /https?:\/\/\S+(?=\s)/.exec(text);
    if (found) {
      // Nothing more is expected; reading on keeps the pipe from filling up.
      void (async () => {
        while (!(await reader.read()).done);
      })();
      return found[0];
    }
    if (done) throw new Error(`vitrine ended before it was ready:\n${text}\n${log()}`);
  }
}

/** Runs one command of the executable to its end. */
export async function runVitrine(
  args: string[],
  options: { env?: Record<string, string>; stdin?: string; cwd?: string } = {},
) {
  const child = Bun.spawn([executable, ...args], {
    cwd: options.cwd ?? tmpdir(),
    env: cleanEnv(options.env),
    stdin: options.stdin === undefined ? "ignore" : new TextEncoder().encode(options.stdin),
    stdout: "pipe",
    stderr: "pipe",
  });
  const [stdout, stderr, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { stdout, stderr, code };
}

export interface Account {
  email: string;
  password: string;
}

export const firstAdmin: Account = { email: "ada@example.org", password: "correct horse battery" };

/** A signed-in client of the HTTP API. */
export interface Client {
  token: string;
  get(path: string): Promise<Response>;
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
}

/** Environment that gives a new data folder its first administrator. */
export const adminEnv = { VITRINE_ADMIN_EMAIL: firstAdmin.email, VITRINE_ADMIN_PASSWORD: firstAdmin.password };

export async function signIn(url: string, account: Account = firstAdmin): Promise<Client> {
  const answer = await fetch(`${url}/api/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(account),
  });
  if (!answer.ok) throw new Error(`sign-in failed: ${answer.status} ${await answer.text()}`);
  const { accessToken: token } = await answer.json();
  return {
    token,
    get: (path) => fetch(url + path, { headers: { authorization: `Bearer ${token}` } }),
    send: (method, path, body, headers = {}) =>
      fetch(url + path, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  };
}

export interface SseEvent {
  id: number;
  event: string;
  data: Record<string, unknown>;
}

/** Reads server-sent events until the stream ends or `until` says so; comments are skipped. */
export async function readEvents(
  response: Response,
  until: (event: SseEvent) => boolean = () => false,
): Promise<SseEvent[]> {
  const events: SseEvent[] = [];
  if (!response.body) return events;
  const decoder = new TextDecoder();
  let buffer = "";
  for await (const chunk of response.body) {
    buffer += decoder.decode(chunk, { stream: true });
    for (let end = buffer.indexOf("\n\n"); end >= 0; end = buffer.indexOf("\n\n")) {
      const event = parseEvent(buffer.slice(0, end));
      buffer = buffer.slice(end + 2);
      if (!event) continue;
      events.push(event);
      if (until(event)) return events;
    }
  }
  return events;
}

function parseEvent(block: string): SseEvent | undefined {
  const fields = new Map<string, string>();
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 1).trimStart());
  }
  const data = fields.get("data");
  if (data === undefined) return undefined;
  return { id: Number(fields.get("id")), event: fields.get("event") ?? "message", data: JSON.parse(data) };
}
