import { Elysia } from "elysia";
import type { App } from "../platform/app.ts";
import { Problem } from "../platform/problem.ts";
import { verifyAccessToken } from "./access-token.ts";
import { isOperatorToken, operator } from "./operator.ts";
import { type Permission, roleMay } from "./permissions.ts";
import type { Role } from "./schema.ts";
import { sessionHolder } from "./sessions.ts";

/** Who is asking. */
export interface CurrentUser {
  id: string;
  email: string;
  name: string;
  role: Role;
  sessionId: string;
}

/**
 * The person behind a request's bearer token, while their session lives and their account is enabled.
 * @returns undefined for a request without a token or with one that is no longer good
 */
export async function authenticate(app: App, request: Request): Promise<CurrentUser | undefined> {
  const [scheme, token, ...rest] = (request.headers.get("authorization") ?? "").split(" ");
  if (scheme?.toLowerCase() !== "bearer" || !token || rest.length > 0) return undefined;
  const claims = await verifyAccessToken(app, token);
  if (!claims) return undefined;
  const holder = sessionHolder(app, claims.sessionId);
  if (holder?.id !== claims.userId) return undefined;
  const { id, email, name, role } = holder;
  return { id, email, name, role, sessionId: claims.sessionId };
}

function localOperator(app: App, request: Request): CurrentUser | undefined {
  const [scheme, token, ...rest] = (request.headers.get("authorization") ?? "").split(" ");
  if (scheme !== "Operator" || !token || rest.length > 0) return undefined;
  return isOperatorToken(app, token) ? operator : undefined;
}

/** @throws Problem `unauthenticated`, `forbidden` */
export async function requirePermission(app: App, request: Request, permission: Permission): Promise<CurrentUser> {
  const user = localOperator(app, request) ?? (await authenticate(app, request));
  if (!user) {
    throw new Problem("unauthenticated", "Sign in to do this, or renew the access token.", {
      headers: { "WWW-Authenticate": "Bearer" },
    });
  }
  // The operator is no account: nothing could belong to them.
  const allowed = user === operator ? permission === "admin" : roleMay(user.role, permission);
  if (!allowed) throw new Problem("forbidden", "Your role does not allow this.");
  return user;
}

/**
 * The one gate. Every route says either `permission: "…"`, which gives its handler `user`, or `public: true`.
 * Use it in each group of routes, before them: `new Elysia().use(guard(app)).get(…, { permission: "projects.use" })`.
 */
export const guard = (app: App) =>
  new Elysia({ name: "guard" }).macro({
    permission: (permission: Permission) => ({
      detail: { security: [{ bearer: [] }], "x-permission": permission },
      // Thrown, never `return status(…)`: a returned status passes by the error handling.
      resolve: async ({ request }) => ({ user: await requirePermission(app, request, permission) }),
    }),
    public: (_: true) => ({ detail: { security: [], "x-permission": "public" } }),
  });
