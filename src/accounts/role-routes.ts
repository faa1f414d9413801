import { count, isNull } from "drizzle-orm";
import { Elysia, t } from "elysia";
import type { App } from "../platform/app.ts";
import { guard } from "./guard.ts";
import { roles } from "./people/users.ts";
import { permissionWords, roleWords, scopeWords } from "./permission-words.ts";
import { permissionNamed, permissions, roleMay, scopeNamed, scopes, scopesAllow } from "./permissions.ts";
import { users } from "./schema.ts";

const words = { label: t.String(), description: t.String() };
const role = t.Union([t.Literal("admin"), t.Literal("member"), t.Literal("viewer")]);
const rolesBody = t.Object({
  roles: t.Array(t.Object({ role, ...words, people: t.Integer() })),
  permissions: t.Array(t.Object({ permission: t.String(), ...words, roles: t.Array(role) })),
  scopes: t.Array(
    t.Object({
      scope: t.String(),
      ...words,
      permissions: t.Array(
        t.Object({ permission: t.String(), access: t.Union([t.Literal("read"), t.Literal("all")]) }),
      ),
    }),
  ),
});

const names = Object.keys(permissions).flatMap((name) => permissionNamed(name) ?? []);

/** The permission table as data, for people to read. */
export const roleRoutes = (app: App) =>
  new Elysia().use(guard(app)).get(
    "/api/admin/roles",
    () => {
      const counted = app.db
        .select({ role: users.role, total: count() })
        .from(users)
        .where(isNull(users.deletedAt))
        .groupBy(users.role)
        .all();
      const people = new Map(counted.map(({ role, total }) => [role, total]));
      return {
        roles: roles.map((role) => ({ role, ...roleWords[role], people: people.get(role) ?? 0 })),
        permissions: names.map((permission) => ({
          permission,
          ...permissionWords[permission],
          roles: roles.filter((role) => roleMay(role, permission)),
        })),
        scopes: Object.keys(scopes)
          .flatMap((name) => scopeNamed(name) ?? [])
          .map((scope) => ({
            scope,
            ...scopeWords[scope],
            permissions: names.flatMap((permission) => {
              if (scopesAllow([scope], permission, "POST")) return { permission, access: "all" as const };
              return scopesAllow([scope], permission, "GET") ? { permission, access: "read" as const } : [];
            }),
          })),
      };
    },
    {
      permission: "admin",
      response: rolesBody,
      detail: { summary: "Who may do what: roles, permissions and the scopes of API keys", tags: ["people"] },
    },
  );
