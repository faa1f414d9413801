import { createHmac, timingSafeEqual } from "node:crypto";
import { and, count, desc, eq, gt, isNull, or, sql } from "drizzle-orm";
import type { App } from "../../platform/app.ts";
import { type Db, durably } from "../../platform/database.ts";
import { newId, requireId } from "../../platform/ids.ts";
import { once } from "../../platform/memo.ts";
import { Problem } from "../../platform/problem.ts";
import { type Random, randomToken } from "../../platform/random.ts";
import { readCached } from "../../platform/read-cache.ts";
import { purposeKey } from "../../platform/secrets.ts";
import { requireText } from "../../platform/text.ts";
import { roleMay, type Scope, scopeNamed } from "../permissions.ts";
import { type ApiKeyRow, apiKeys, type Role, users } from "../schema.ts";
import { announceEnd } from "../sessions/session-end.ts";
import { tierOfPerson } from "../tiers/limits.ts";
import { counted, quotaExceeded } from "../tiers/quota-problem.ts";

/** What a key lets its holder do: never more than its owner may. */
export interface KeyGrant {
  id: string;
  publicId: string;
  scopes: readonly Scope[];
  /** Null for all projects of its owner. */
  projectIds: readonly string[] | null;
}

export interface NewKey {
  name: string;
  scopes: readonly Scope[];
  projectIds?: readonly string[] | undefined;
  /** Milliseconds; a key without it lives until it is revoked. */
  expiresAt?: number | undefined;
}

/** A key right after it was made, the only time that the whole of it is known. */
export interface MadeKey {
  row: ApiKeyRow;
  secret: string;
}

const mostKeys = 100;
const lastUsedEveryMs = 60_000;
const pattern = /^vit_([0-9a-z]{12})_([\w-]{43})$/;

export const looksLikeKey = (token: string): boolean => token.startsWith("vit_");

/** What streams and tickets of a key hang on, beside the ids of sessions. */
export const keySession = (publicId: string): string => `key:${publicId}`;

const secretHash = (app: App, publicId: string, secret: string): string =>
  createHmac("sha256", purposeKey(app.secrets, "api-keys")).update(`${publicId}\n${secret}`).digest("hex");

const makePublicId = (random: Random): string =>
  [...random.bytes(12)].map((byte) => "0123456789abcdefghijklmnopqrstuv"[byte & 31]).join("");

const statements = once((db: Db) => ({
  holder: db
    .select({
      key: apiKeys,
      user: { id: users.id, email: users.email, name: users.name, role: users.role, disabledAt: users.disabledAt },
    })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.userId))
    .where(eq(apiKeys.publicId, sql.placeholder("publicId")))
    .prepare(),
}));

/**
 * Makes a key.
 * @throws Problem `validation_failed`; `forbidden` for a scope that the owner's role does not have; `conflict` and
 * `quota_exceeded` for too many
 */
export function createKey(app: App, owner: { id: string; role: Role }, input: NewKey): MadeKey {
  const name = requireText(input.name, "name", 80);
  const now = app.clock.now();
  if (input.expiresAt !== undefined && !(input.expiresAt > now)) {
    const message = "must be in the future";
    throw new Problem("validation_failed", `The expiry ${message}.`, { errors: [{ path: "/expiresAt", message }] });
  }
  const scopes = [...new Set(input.scopes)].sort();
  if (scopes.includes("admin") && !roleMay(owner.role, "admin")) {
    throw new Problem("forbidden", "A key cannot do what its owner may not: this needs an administrator.");
  }
  const projectIds = input.projectIds && [...new Set(input.projectIds.map((id) => requireId(id, "project")))];
  return store(app, {
    userId: owner.id,
    name,
    scopes: JSON.stringify(scopes),
    projectIds: projectIds ? JSON.stringify(projectIds) : null,
    expiresAt: input.expiresAt ?? null,
  });
}

type Chosen = Pick<ApiKeyRow, "userId" | "name" | "scopes" | "projectIds" | "expiresAt">;

/** @param successor whether it takes the place of a key that it is made beside */
function store(app: App, chosen: Chosen, successor = false): MadeKey {
  const publicId = makePublicId(app.random);
  const secret = randomToken(app.random);
  const now = app.clock.now();
  const row: ApiKeyRow = {
    ...chosen,
    id: newId(),
    publicId,
    secretHash: secretHash(app, publicId, secret),
    createdAt: now,
    revokedAt: null,
    lastUsedAt: null,
    lastUsedAddress: "",
    replacedBy: null,
  };
  durably(app.db, () =>
    app.db.transaction(
      (tx) => {
        if (countGoodKeys(app, chosen.userId) >= mostKeys) {
          throw new Problem("conflict", `Nobody can have more than ${mostKeys} keys. Revoke one first.`);
        }
        const tier = tierOfPerson(app, chosen.userId);
        const most = tier.limits.apiKeys;
        if (most !== null && !successor && countKeys(app, chosen.userId) >= most) {
          throw quotaExceeded(tier, counted(most, "API key"), "Revoke one first.");
        }
        tx.insert(apiKeys).values(row).run();
      },
      { behavior: "immediate" },
    ),
  );
  return { row, secret: `vit_${publicId}_${secret}` };
}

const goodKeysOf = (app: App, userId: string) =>
  and(
    eq(apiKeys.userId, userId),
    isNull(apiKeys.revokedAt),
    or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, app.clock.now())),
  );

/** How many keys of a person work now. */
export const countGoodKeys = (app: App, userId: string): number =>
  app.db.select({ total: count() }).from(apiKeys).where(goodKeysOf(app, userId)).get()?.total ?? 0;

/** How many keys of a person work, without those that a successor has taken the place of. */
export const countKeys = (app: App, userId: string): number =>
  app.db
    .select({ total: count() })
    .from(apiKeys)
    .where(and(goodKeysOf(app, userId), isNull(apiKeys.replacedBy)))
    .get()?.total ?? 0;

/** All that a person ever made, the newest first, revoked and expired ones too. */
export const listKeys = (app: App, userId: string): ApiKeyRow[] =>
  app.db.select().from(apiKeys).where(eq(apiKeys.userId, userId)).orderBy(desc(apiKeys.id)).limit(500).all();

/** @throws Problem `not_found`, also for a key of somebody else */
export function requireKey(app: App, userId: string, keyId: string): ApiKeyRow {
  const id = requireId(keyId, "key");
  const row = app.db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.id, id), eq(apiKeys.userId, userId)))
    .get();
  if (!row) throw new Problem("not_found", "There is no such key.");
  return row;
}

/** Ends a key at once, with the streams that were opened with it. @throws Problem `not_found` */
export function revokeKey(app: App, userId: string, keyId: string): ApiKeyRow {
  const row = requireKey(app, userId, keyId);
  durably(app.db, () =>
    app.db
      .update(apiKeys)
      .set({ revokedAt: app.clock.now() })
      .where(and(eq(apiKeys.id, row.id), isNull(apiKeys.revokedAt)))
      .run(),
  );
  announceEnd(app, [keySession(row.publicId)]);
  return row;
}

/** Ends every key of a person. */
export function revokeKeys(app: App, userId: string): void {
  for (const { id, revokedAt } of listKeys(app, userId)) if (revokedAt === null) revokeKey(app, userId, id);
}

/**
 * Makes a successor with the same rights; the old key works on for `overlapMs` and no longer.
 * @throws Problem `not_found`; `conflict` for a key that is no longer good or was rotated before
 */
export function rotateKey(app: App, userId: string, keyId: string, overlapMs: number): MadeKey {
  return durably(app.db, () =>
    app.db.transaction(
      (tx) => {
        const old = requireKey(app, userId, keyId);
        const now = app.clock.now();
        if (!isGood(app, old) || old.replacedBy !== null) {
          throw new Problem("conflict", "This key has ended or has a successor already.");
        }
        const made = store(app, old, true);
        const ends = Math.min(old.expiresAt ?? Number.POSITIVE_INFINITY, now + overlapMs);
        tx.update(apiKeys).set({ expiresAt: ends, replacedBy: made.row.id }).where(eq(apiKeys.id, old.id)).run();
        return made;
      },
      { behavior: "immediate" },
    ),
  );
}

const isGood = (app: App, { revokedAt, expiresAt }: Pick<ApiKeyRow, "revokedAt" | "expiresAt">): boolean =>
  revokedAt === null && (expiresAt === null || expiresAt > app.clock.now());

export function grantOf({ id, publicId, scopes, projectIds }: ApiKeyRow): KeyGrant {
  return {
    id,
    publicId,
    scopes: listOf(scopes).flatMap((name) => scopeNamed(name) ?? []),
    projectIds: projectIds === null ? null : listOf(projectIds),
  };
}

export function listOf(json: string): string[] {
  const parsed: unknown = JSON.parse(json);
  return Array.isArray(parsed) ? parsed.filter((item): item is string => typeof item === "string") : [];
}

/** The owner of a key and what it grants, while both are good. It does not look at the secret. */
export function keyHolder(app: App, publicId: string) {
  const found = readCached(app.db, `api-key ${publicId}`, () => statements(app.db).holder.get({ publicId }));
  return found && isGood(app, found.key) && found.user.disabledAt === null ? found : undefined;
}

/** The same for the whole key as it was sent. @param address where the request came from */
export function holderOfKey(app: App, token: string, address: string) {
  const [, publicId = "", secret = ""] = pattern.exec(token) ?? [];
  const found = keyHolder(app, publicId);
  const given = Buffer.from(secretHash(app, publicId, secret), "hex");
  const known = Buffer.from(found?.key.secretHash ?? "0".repeat(64), "hex");
  if (!timingSafeEqual(given, known) || !found) return undefined;
  noteUse(app, found.key, address);
  return found;
}

/** At most once a minute, and never waited for at the disk. */
function noteUse(app: App, { id, lastUsedAt }: ApiKeyRow, address: string): void {
  const now = app.clock.now();
  if (lastUsedAt !== null && now - lastUsedAt < lastUsedEveryMs) return;
  app.db.update(apiKeys).set({ lastUsedAt: now, lastUsedAddress: address }).where(eq(apiKeys.id, id)).run();
}
