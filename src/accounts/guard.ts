import { Elysia } from "elysia";
import type { App } from "../platform/app.ts";
import { clientAddress } from "../platform/client.ts";
import { readJsonBody } from "../platform/json-body.ts";
import { Problem } from "../platform/problem.ts";
import { spendForPerson, spendForSubject } from "../platform/rate-limit.ts";
import { pathOf } from "../platform/request-path.ts";
import { auditRefusedAccess } from "./audit/refused-access.ts";
import { type KeyGrant, looksLikeKey } from "./keys/api-keys.ts";
import { type Permission, permissionNamed, roleMay, scopesAllow } from "./permissions.ts";
import { personBehind, personOfKey } from "./person.ts";
import type { Role } from "./schema.ts";
import { verifyAccessToken } from "./sessions/access-token.ts";
import { isOperatorToken, operator } from "./sign-in/operator.ts";
import { tierOfPerson } from "./tiers/limits.ts";

/** Who is asking. */
export interface CurrentUser {
  id: string;
  email: string;
  name: string;
  role: Role;
  sessionId: string;
  /** What the API key grants that was sent instead of a session's token. */
  key?: KeyGrant | undefined;
}

/**
 * The person behind a request's bearer token, while their session lives and their account is enabled.
 * @returns undefined for a request without a token or with one that is no longer good
 */
export async function authenticate(app: App, request: Request): Promise<CurrentUser | undefined> {
  const [scheme, token, ...rest] = (request.headers.get("authorization") ?? "").split(" ");
  if (scheme?.toLowerCase() !== "bearer" || !token || rest.length > 0) return undefined;
  if (looksLikeKey(token)) return personOfKey(app, token, clientAddress(request));
  const claims = await verifyAccessToken(app, token);
  if (!claims) return undefined;
  const person = personBehind(app, claims.sessionId);
  return person?.id === claims.userId ? person : undefined;
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
  const inScope = !user.key || scopesAllow(user.key.scopes, permission, request.method);
  if (allowed && inScope) return user;
  auditRefusedAccess(app, request, user, { permission, key: user.key?.publicId });
  throw new Problem(
    "forbidden",
    allowed ? "This API key does not have the scope for this." : "Your role does not allow this.",
  );
}

const gateMark = Symbol("permission");

/** The permission that a route's hook demands, when the hook is this gate's; a description alone keeps nobody out. */
export const permissionOfHook = (hook: unknown): Permission | undefined =>
  typeof hook === "function" && gateMark in hook ? permissionNamed(hook[gateMark]) : undefined;

/** What a public route without the guard puts into its `detail`. */
export const openToAll = { security: [], "x-permission": "public" };

interface Asking {
  request: Request;
  set: { headers: Record<string, unknown> };
}

/**
 * The one gate. Every route says either `permission: "…"`, which gives its handler `user`, or `public: true`.
 * Use it in each group of routes, before them: `new Elysia().use(guard(app)).get(…, { permission: "projects.use" })`.
 * It stands before the body is parsed and before anything is validated: strangers learn nothing but 401.
 */
export const guard = (app: App) => {
  // One request passes the gate at several stages and is asked once.
  const asked = new WeakMap<Request, Promise<CurrentUser>>();
  const admit = async ({ request, set }: Asking, permission: Permission): Promise<CurrentUser> => {
    const user = await requirePermission(app, request, permission);
    if (user !== operator) {
      const { method } = request;
      const perMinute = tierOfPerson(app, user.id).limits.requestsPerMinute;
      if (perMinute !== null) spendForPerson(app, { method, path: pathOf(request) }, user.id, perMinute);
      const subject = user.key ? `key ${user.key.publicId}` : `person ${user.id}`;
      Object.assign(set.headers, spendForSubject(app, { method, path: pathOf(request) }, subject));
    }
    return user;
  };
  const ask = (asking: Asking, permission: Permission): Promise<CurrentUser> => {
    const { request } = asking;
    let answer = asked.get(request);
    if (!answer) {
      answer = admit(asking, permission);
      asked.set(request, answer);
    }
    return answer;
  };
  return new Elysia({ name: "guard" }).macro({
    permission: (permission: Permission) => {
      const check = async (asking: Asking) => {
        await ask(asking, permission);
      };
      // A request that has no body by its method skips this stage.
      const parse = async (asking: Asking) => {
        await ask(asking, permission);
        return readJsonBody(asking.request);
      };
      // Thrown, never `return status(…)`: a returned status passes by the error handling.
      const resolve = async (asking: Asking) => ({ user: await ask(asking, permission) });
      return {
        detail: { security: [{ bearer: [] }], "x-permission": permission },
        parse,
        transform: check,
        resolve: Object.assign(resolve, { [gateMark]: permission }),
      };
    },
    public: (_: true) => ({ detail: openToAll, parse: ({ request }: Asking) => readJsonBody(request) }),
  });
};
