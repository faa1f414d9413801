import type { App } from "../../platform/app.ts";
import { randomToken } from "../../platform/random.ts";
import { isHttps } from "../sessions/refresh-cookie.ts";
import { flowMs } from "./flow.ts";

const plainName = "vitrine_sign_in";
/** Under TLS a neighbouring subdomain cannot set this one (RFC 6265bis, cookie name prefixes). */
const securedName = `__Host-${plainName}`;

const nameFor = (app: App, request: Request): string => (isHttps(app, request) ? securedName : plainName);

/** What tells this browser from others while somebody signs in; undefined for a cookie that is not there or not ours. */
export function readFlowCookie(app: App, request: Request): string | undefined {
  const value = new Bun.CookieMap(request.headers.get("cookie") ?? "").get(nameFor(app, request));
  return value && /^[\w-]{43}$/.test(value) ? value : undefined;
}

/**
 * The browser's own secret, kept while it has one, so that sign-ins in two tabs do not end each other.
 * SameSite=Lax: it must come along when the provider sends the browser back.
 */
export function flowCookie(app: App, request: Request): { browser: string; header: string } {
  const browser = readFlowCookie(app, request) ?? randomToken(app.random);
  const header = new Bun.Cookie(nameFor(app, request), browser, {
    httpOnly: true,
    sameSite: "lax",
    path: "/",
    secure: isHttps(app, request),
    maxAge: flowMs / 1000,
  }).toString();
  return { browser, header };
}
