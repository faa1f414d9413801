import type { AnyElysia } from "elysia";
import { type Permission, permissionNamed, permissionOfHook } from "../accounts/index.ts";

/** Answered by the description's own plugin, which knows no permissions. */
const describesItself = "GET /api/openapi.json";

/** One route and who may use it. */
export interface RouteEntry {
  method: string;
  path: string;
  permission: Permission | "public";
  /** Left out of the API description: the page and its files. */
  hidden: boolean;
}

/** What a route's own words say about it: a permission that exists, public, or nothing that counts. */
function entryOf({ method, path, hooks }: AnyElysia["routes"][number]): RouteEntry | undefined {
  const said: unknown = hooks.detail?.["x-permission"];
  const hidden = hooks.detail?.hide === true;
  if (`${method} ${path}` === describesItself) return { method, path, permission: "public", hidden: true };
  const gates = hooksOf(hooks.beforeHandle).flatMap((hook) => permissionOfHook(hook) ?? []);
  if (said === "public") return gates.length === 0 ? { method, path, permission: said, hidden } : undefined;
  const permission = permissionNamed(said);
  // The gate itself must stand there: words in the description keep nobody out.
  if (permission === undefined || gates.length !== 1 || gates[0] !== permission) return undefined;
  return { method, path, permission, hidden };
}

function hooksOf(found: unknown): unknown[] {
  const list: unknown[] = Array.isArray(found) ? found : [found];
  return list.map((hook) => (typeof hook === "object" && hook !== null && "fn" in hook ? hook.fn : hook));
}

/**
 * The entry of every route. Deny by default: an appliance with a route that anybody could have forgotten to guard does
 * not start.
 * @throws Error that names every route without one permission or `public`
 */
export function requireGuardedRoutes(app: AnyElysia): RouteEntry[] {
  const open: string[] = [];
  const entries = app.routes.flatMap((route) => {
    const entry = entryOf(route);
    if (!entry) open.push(`${route.method} ${route.path}`);
    return entry ?? [];
  });
  if (open.length > 0) {
    throw new Error(`These routes name neither one permission of the guard nor \`public\`: ${open.join(", ")}`);
  }
  return entries;
}
