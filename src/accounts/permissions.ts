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
  /** Projects, chats and versions; a viewer can only look. */
  "projects.use": ["admin", "member", "viewer"],
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

export const permissionNamed = (name: unknown): Permission | undefined =>
  typeof name === "string" && isPermission(name) ? name : undefined;

const isPermission = (name: string): name is Permission => Object.hasOwn(permissions, name);
