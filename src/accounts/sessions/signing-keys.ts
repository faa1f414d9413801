import { desc, eq, isNull, lt, ne, sql } from "drizzle-orm";
import type { App } from "../../platform/app.ts";
import { type Db, durably } from "../../platform/database.ts";
import { isId, newId } from "../../platform/ids.ts";
import { once } from "../../platform/memo.ts";
import { randomToken } from "../../platform/random.ts";
import { readCached } from "../../platform/read-cache.ts";
import { seal, unseal } from "../../platform/seal.ts";
import { purposeKey } from "../../platform/secrets.ts";
import { audit } from "../audit/audit.ts";
import { type SigningKeyRow, signingKeys } from "./schema.ts";

export const accessTokenSeconds = 15 * 60;

/** How long one key signs. */
export const signingKeyMs = 30 * 24 * 3600_000;

/** The key of the secrets file, which signed before keys had names: its tokens carry no `kid`. */
const unnamed = "secrets-file";

export interface SigningKey {
  id: string;
  key: CryptoKey;
}

const statements = once((db: Db) => ({
  current: db
    .select()
    .from(signingKeys)
    .where(isNull(signingKeys.retiredAt))
    .orderBy(desc(signingKeys.createdAt), desc(signingKeys.id))
    .limit(1)
    .prepare(),
  byId: db
    .select()
    .from(signingKeys)
    .where(eq(signingKeys.id, sql.placeholder("id")))
    .prepare(),
}));

/** Opened keys by id. Whether one is still good is asked of the database each time: a command may have replaced it. */
const opened = once((_app: App) => new Map<string, CryptoKey>());

/**
 * The key that signs now: made when there is none or the last one is due, or does not open with this appliance's master
 * key any more.
 */
export async function signingKey(app: App): Promise<SigningKey> {
  const found = statements(app.db).current.get();
  const due = !found || app.clock.now() - found.createdAt >= signingKeyMs;
  const key = due ? undefined : await open(app, found);
  if (found && key) return { id: found.id, key };
  const made = replaceKey(app, found?.id);
  return { id: made.id, key: (await open(app, made)) ?? refuseToGuess() };
}

/**
 * The key whose name a token carries, while tokens of it can be good: it signs, or did until one token's life ago.
 * @param kid from outside, and undefined where the token names none
 */
export async function verifyingKey(app: App, kid: unknown): Promise<SigningKey | undefined> {
  const id = kid === undefined ? unnamed : kid;
  if (typeof id !== "string" || !(isId(id) || kid === undefined)) return undefined;
  // The first request after an update may carry a token from before it.
  if (kid === undefined && !statements(app.db).current.get()) replaceKey(app, undefined);
  const row = goodKey(app, id);
  const key = row && (await open(app, row));
  return row && key ? { id: row.id, key } : undefined;
}

/** Whether a token that was signed with this key may still be good. */
export const isGoodKey = (app: App, id: string): boolean => goodKey(app, id) !== undefined;

const keyRow = (app: App, id: string): SigningKeyRow | undefined =>
  readCached(app.db, `signing-key ${id}`, () => statements(app.db).byId.get({ id }));

function goodKey(app: App, id: string): SigningKeyRow | undefined {
  const row = keyRow(app, id);
  if (!row || row.retiredAt === null) return row;
  return app.clock.now() < row.retiredAt + accessTokenSeconds * 1000 ? row : undefined;
}

/**
 * Lets a new key sign from now on. Tokens of the old ones stay good for the rest of their quarter of an hour, or end at
 * once with `endTokens`; sessions go on either way, and pages renew their tokens without asking anybody.
 */
export function rotateSigningKeys(app: App, { endTokens = false }: { endTokens?: boolean | undefined } = {}): void {
  durably(app.db, () =>
    app.db.transaction(
      (tx) => {
        const made = addKey(app);
        if (endTokens) tx.delete(signingKeys).where(ne(signingKeys.id, made.id)).run();
      },
      { behavior: "immediate" },
    ),
  );
}

/** Since when the key signs that signs now; undefined before the first token. */
export const signingKeySince = (app: App): number | undefined => statements(app.db).current.get()?.createdAt;

/** @param wanting which key was found so: somebody else may have replaced it meanwhile */
function replaceKey(app: App, wanting: string | undefined): SigningKeyRow {
  return durably(app.db, () =>
    app.db.transaction(
      () => {
        const current = statements(app.db).current.get();
        if (current && current.id !== wanting) return current;
        const made = addKey(app);
        audit(app, { action: "signing-key.replaced", on: { type: "signing-key", id: made.id } });
        return made;
      },
      { behavior: "immediate" },
    ),
  );
}

/** Inside a transaction: retires what signed until now, and takes away what verifies nothing any more. */
function addKey(app: App): SigningKeyRow {
  const now = app.clock.now();
  const first = app.db.select({ id: signingKeys.id }).from(signingKeys).limit(1).get() === undefined;
  app.db.update(signingKeys).set({ retiredAt: now }).where(isNull(signingKeys.retiredAt)).run();
  app.db
    .delete(signingKeys)
    .where(lt(signingKeys.retiredAt, now - accessTokenSeconds * 1000))
    .run();
  const row = sealed(app, newId(), randomToken(app.random), null);
  app.db.insert(signingKeys).values(row).run();
  if (first)
    app.db
      .insert(signingKeys)
      .values(sealed(app, unnamed, app.secrets.jwt, now))
      .run();
  return row;
}

const sealKey = (app: App) => purposeKey(app.secrets, "signing-keys");
const about = (id: string) => `signing-keys/${id}`;

const sealed = (app: App, id: string, key: string, retiredAt: number | null): SigningKeyRow => ({
  id,
  sealedKey: seal(app.random, sealKey(app), about(id), key),
  createdAt: app.clock.now(),
  retiredAt,
});

async function open(app: App, { id, sealedKey }: SigningKeyRow): Promise<CryptoKey | undefined> {
  const known = opened(app).get(id);
  if (known) return known;
  const text = unseal(sealKey(app), about(id), sealedKey);
  if (text === undefined) {
    app.log.warn({ keyId: id }, "a signing key does not open with this appliance's master key");
    return undefined;
  }
  const bytes = Buffer.from(text, "utf8");
  const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
  opened(app).set(id, key);
  return key;
}

function refuseToGuess(): never {
  throw new Error("a signing key that was just made does not open");
}
