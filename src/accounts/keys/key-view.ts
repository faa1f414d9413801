import { t } from "elysia";
import { isoTime } from "../../platform/clock.ts";
import type { ApiKeyRow } from "../schema.ts";
import { grantOf } from "./api-keys.ts";

export const scope = t.Union([
  t.Literal("generate"),
  t.Literal("read"),
  t.Literal("write"),
  t.Literal("gateway"),
  t.Literal("admin"),
]);
const time = t.Nullable(t.String({ format: "date-time" }));
export const keyBody = t.Object({
  id: t.String({ format: "uuid" }),
  publicId: t.String({ description: "The part that may be shown and logged." }),
  name: t.String(),
  scopes: t.Array(scope),
  projectIds: t.Nullable(t.Array(t.String(), { description: "Null for all projects of the owner." })),
  createdAt: t.String({ format: "date-time" }),
  expiresAt: time,
  revokedAt: time,
  lastUsedAt: time,
  lastUsedAddress: t.String(),
  replacedBy: t.Nullable(t.String({ description: "The key that took its place." })),
});
export type KeyView = typeof keyBody.static;

const timeOf = (ms: number | null): string | null => (ms === null ? null : isoTime(ms));

/** A key as its owner and administrators see it; nothing secret is in it. */
export function keyView(row: ApiKeyRow) {
  const { id, publicId, scopes, projectIds } = grantOf(row);
  return {
    id,
    publicId,
    name: row.name,
    scopes: [...scopes],
    projectIds: projectIds && [...projectIds],
    createdAt: isoTime(row.createdAt),
    expiresAt: timeOf(row.expiresAt),
    revokedAt: timeOf(row.revokedAt),
    lastUsedAt: timeOf(row.lastUsedAt),
    lastUsedAddress: row.lastUsedAddress,
    replacedBy: row.replacedBy,
  };
}
