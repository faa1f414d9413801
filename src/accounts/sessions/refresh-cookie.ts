import type { App } from "../../platform/app.ts";
import { clientOf } from "../../platform/client.ts";
import { refreshTokenMs } from "./session-days.ts";
import { sessionOfToken } from "./sessions.ts";

/** Over TLS a prefix lets browsers refuse the cookie from anybody but this very host (RFC 6265bis, section 4.1.3). */
const hostName = "__Host-vitrine_refresh";
const plainName = "vitrine_refresh";

/** The refresh token that a request's cookie carries. */
export function readRefreshCookie(app: App, request: Request): string | undefined {
  if (!isHttps(app, request)) return onlyValue(request, plainName);
  return onlyValue(request, hostName) ?? earlierToken(app, onlyValue(request, plainName));
}

/**
 * A cookie that comes with several values is none: somebody has planted one of them, from a neighbouring name or port,
 * to have people work in a session that is not theirs.
 */
function onlyValue(request: Request, name: string): string | undefined {
  const start = `${name}=`;
  const values = (request.headers.get("cookie") ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(start))
    .map((pair) => pair.slice(start.length));
  return values.length === 1 && values[0] !== "" ? values[0] : undefined;
}

/** How long sessions from before the prefix are still taken without it. */
const transitionMs = 30 * 24 * 3600_000;

/** Sessions that began before there was a time of their sign-in have none; their people are not signed out for it. */
function earlierToken(app: App, token: string | undefined): string | undefined {
  const session = token === undefined ? undefined : sessionOfToken(app, token);
  const earlier = session?.authenticatedAt === 0 && app.clock.now() - session.createdAt < transitionMs;
  return earlier ? token : undefined;
}

/** The `Set-Cookie` value that keeps a refresh token, or removes it. */
export function refreshCookie(app: App, request: Request, token: string | undefined): string {
  const secure = isHttps(app, request);
  return new Bun.Cookie(secure ? hostName : plainName, token ?? "", {
    httpOnly: true,
    sameSite: "strict",
    // The prefix wants the whole host; without it, only the routes that read the cookie get it.
    path: secure ? "/" : "/api/auth",
    secure,
    maxAge: token === undefined ? 0 : refreshTokenMs / 1000,
  }).toString();
}

/** A proxy may have ended TLS in front of us; then a trusted one says so, or the public URL does. */
export function isHttps(app: App, request: Request): boolean {
  const client = clientOf(request);
  if (client.protocol === "https") return true;
  if (app.config.public_url === undefined) return false;
  const known = new URL(app.config.public_url);
  return known.protocol === "https:" && known.host === client.host;
}
