import type { App } from "../../platform/app.ts";
import { clientOf } from "../../platform/client.ts";
import { Problem } from "../../platform/problem.ts";
import { refreshTokenMs } from "./sessions.ts";

const name = "vitrine_refresh";

export const readRefreshCookie = (request: Request): string | undefined =>
  new Bun.CookieMap(request.headers.get("cookie") ?? "").get(name) || undefined;

/** The `Set-Cookie` value that keeps a refresh token, or removes it. */
export function refreshCookie(app: App, request: Request, token: string | undefined): string {
  return new Bun.Cookie(name, token ?? "", {
    httpOnly: true,
    sameSite: "strict",
    path: "/api/auth",
    secure: isHttps(app, request),
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

/**
 * The cookie is SameSite=Strict, but another port of this host counts as the same site; browsers say the difference.
 * @throws Problem `forbidden`
 */
export function requireOwnPage(request: Request): void {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") {
    throw new Problem("forbidden", "This can only be asked for by Vitrine's own page.");
  }
}
