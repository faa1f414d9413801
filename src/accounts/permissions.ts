import type { Role } from "./schema.ts";

/**
 * Who may use what, in one place. A route names one of these permissions, or says that it is public; what somebody may
 * do with one particular project is decided in projects/access.ts.
 */
export const permissions = {
  /** One's own account: who am I, sign out. */
  "account.self": ["admin", "member", "viewer"],
  /** What only the person may change, never one of their keys: password, one-time codes, sessions, keys. */
  "account.manage": ["admin", "member", "viewer"],
  /** Projects, chats and versions: whatever the role in the project allows, and leaving it. */
  "projects.use": ["admin", "member", "viewer"],
  /** Make projects, and be more than a viewer in one. */
  "projects.edit": ["admin", "member"],
  /** Start and stop generations. */
  "generation.use": ["admin", "member"],
  /** Build a preview of files that were sent along. */
  "preview.build": ["admin", "member"],
  /** See which models can be chosen. */
  "models.list": ["admin", "member", "viewer"],
  /** Everything under /api/admin. */
  admin: ["admin"],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

export function roleMay(role: Role, permission: Permission): boolean {
  const allowed: readonly Role[] = permissions[permission];
  return allowed.includes(role);
}

/**
 * What API keys of each scope may be used for, besides what their owner's role allows. `reads` holds for GET alone.
 * `account.manage` is in none: a key makes no keys, ends no sessions and changes no password.
 */
export const scopes = {
  read: { reads: ["account.self", "projects.use", "models.list"], any: [] },
  write: { reads: ["account.self", "models.list"], any: ["projects.use", "projects.edit", "preview.build"] },
  generate: { reads: ["account.self", "projects.use", "models.list"], any: ["generation.use", "preview.build"] },
  /** The routes under /v1. */
  gateway: { reads: ["account.self", "models.list"], any: [] },
  admin: { reads: ["account.self"], any: ["admin"] },
} as const satisfies Record<string, { reads: readonly Permission[]; any: readonly Permission[] }>;

export type Scope = keyof typeof scopes;

export const scopeNamed = (name: string): Scope | undefined => (isScope(name) ? name : undefined);

const isScope = (name: string): name is Scope => Object.hasOwn(scopes, name);

/** Whether one of a key's scopes opens a permission for a request with this method. */
export function scopesAllow(granted: readonly Scope[], permission: Permission, method: string): boolean {
  const reading = method === "GET" || method === "HEAD";
  return granted.some((name) => {
    const { reads, any }: { reads: readonly Permission[]; any: readonly Permission[] } = scopes[name];
    return any.includes(permission) || (reading && reads.includes(permission));
  });
}

export const permissionNamed = (name: unknown): Permission | undefined =>
  typeof name === "string" && isPermission(name) ? name : undefined;

const isPermission = (name: string): name is Permission => Object.hasOwn(permissions, name);
