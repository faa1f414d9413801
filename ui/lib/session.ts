import { type Signal, signal } from "@preact/signals";
import type { Lock } from "./lock.ts";
import { NetworkError, readProblem } from "./problem.ts";
import type { Login, User } from "./types.ts";

export interface SessionContext {
  fetch(input: string, init?: RequestInit): Promise<Response>;
  now(): number;
  lock: Lock;
  /** Tells other tabs about a new token or a sign-out; left out where the browser has none. */
  channel?: Pick<BroadcastChannel, "postMessage" | "addEventListener">;
}

interface Token {
  value: string;
  expiresAt: number;
}

type Note = { type: "login"; token: Token; user: User } | { type: "logout" } | { type: "ended" };

/** Who is signed in. The access token lives in memory only; the refresh token is a cookie no script can read. */
export interface Session {
  /** Undefined until the first refresh answered. */
  user: Signal<User | null | undefined>;
  /** True from when the server ended this session by itself until somebody signs in. */
  ended: Signal<boolean>;
  /** A token good for at least half a minute, or null when nobody is signed in. @throws NetworkError */
  token(): Promise<string | null>;
  /** Asks for a new token after the server refused `stale`; one request however many callers wait. */
  renew(stale: string | null): Promise<string | null>;
  /** Asks whether the session still lives and whose it is, after news of it came. @throws ApiError, NetworkError */
  check(): Promise<void>;
  /** @throws ApiError (`code_required` where the account has one-time codes), NetworkError */
  login(email: string, password: string, code?: string): Promise<User>;
  /** Signs in by anything that answers like the password does. @throws ApiError, NetworkError */
  signIn(path: string, body: unknown): Promise<Login>;
  logout(): Promise<void>;
}

const marginMs = 30_000;

export function createSession(context: SessionContext): Session {
  const user = signal<User | null | undefined>(undefined);
  const ended = signal(false);
  let token: Token | null = null;
  let renewing: Promise<string | null> | null = null;

  function accept(login: Login, announce: boolean): string {
    token = { value: login.accessToken, expiresAt: context.now() + login.expiresIn * 1000 };
    user.value = login.user;
    ended.value = false;
    if (announce) context.channel?.postMessage({ type: "login", token, user: login.user } satisfies Note);
    return token.value;
  }

  function forget(announce: boolean): null {
    token = null;
    user.value = null;
    if (announce) context.channel?.postMessage({ type: "logout" } satisfies Note);
    return null;
  }

  context.channel?.addEventListener("message", (event: MessageEvent<Note>) => {
    const note = event.data;
    if (note.type === "logout") forget(false);
    else if (note.type === "login") {
      token = note.token;
      user.value = note.user;
      ended.value = false;
    } else if (user.value) {
      // Not taken at its word: somebody may have signed in meanwhile.
      void renew(token?.value ?? null).catch(() => undefined);
    }
  });

  async function call(path: string, body?: unknown): Promise<Response> {
    try {
      return await context.fetch(path, {
        method: "POST",
        credentials: "same-origin",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body ?? {}),
      });
    } catch (error) {
      throw new NetworkError(error);
    }
  }

  const fresh = (stale: string | null): string | null =>
    token !== null && token.value !== stale && token.expiresAt - marginMs > context.now() ? token.value : null;

  function renew(stale: string | null): Promise<string | null> {
    renewing ??= context
      // Two tabs must not spend the same refresh cookie: the server would take the second for a thief.
      .lock("refresh", async () => {
        const shared = fresh(stale);
        if (shared !== null) return shared;
        const response = await call("/api/auth/refresh");
        if (response.ok) return accept(await response.json(), true);
        if (response.status === 401 || response.status === 403) {
          // A body that nobody reads keeps the request open.
          await response.body?.cancel();
          if (user.value) {
            ended.value = true;
            context.channel?.postMessage({ type: "ended" } satisfies Note);
          }
          return forget(false);
        }
        throw await readProblem(response);
      })
      .finally(() => {
        renewing = null;
      });
    return renewing;
  }

  async function signIn(path: string, body: unknown): Promise<Login> {
    const response = await call(path, body);
    if (!response.ok) throw await readProblem(response);
    const login: Login = await response.json();
    accept(login, true);
    return login;
  }

  return {
    user,
    ended,
    renew,
    signIn,
    async login(email, password, code) {
      const body = { email, password, ...(code === undefined ? {} : { code }) };
      return (await signIn("/api/auth/login", body)).user;
    },
    async check() {
      await renew(token?.value ?? null);
    },
    async token() {
      const current = fresh(null);
      if (current !== null) return current;
      if (user.value === null) return null;
      return renew(token?.value ?? null);
    },
    async logout() {
      try {
        await call("/api/auth/logout");
      } finally {
        ended.value = false;
        forget(true);
      }
    },
  };
}
