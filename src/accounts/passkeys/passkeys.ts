import { and, asc, count, eq } from "drizzle-orm";
import type { App } from "../../platform/app.ts";
import { isoTime } from "../../platform/clock.ts";
import { durably } from "../../platform/database.ts";
import { requireId } from "../../platform/ids.ts";
import { Problem } from "../../platform/problem.ts";
import { randomToken } from "../../platform/random.ts";
import { requireText } from "../../platform/text.ts";
import { type PasskeyRow, passkeyChallenges, passkeyOwners, passkeys } from "./schema.ts";

/** More than anybody has devices. */
export const mostPasskeys = 20;

/** A passkey as its owner sees it. */
export interface PasskeyView {
  id: string;
  name: string;
  createdAt: string;
  lastUsedAt: string | null;
  /** Whether a copy of it is kept beyond its device. */
  synced: boolean;
  transports: string[];
}

export function passkeyView({ id, name, createdAt, lastUsedAt, synced, transports }: PasskeyRow): PasskeyView {
  const times = { createdAt: isoTime(createdAt), lastUsedAt: lastUsedAt === null ? null : isoTime(lastUsedAt) };
  return { id, name, ...times, synced, transports: transportsOf(transports) };
}

export function transportsOf(stored: string): string[] {
  const parsed: unknown = JSON.parse(stored);
  return Array.isArray(parsed) ? parsed.filter((part): part is string => typeof part === "string") : [];
}

/** A person's passkeys, the oldest first. */
export const passkeysOf = (app: App, userId: string): PasskeyRow[] =>
  app.db.select().from(passkeys).where(eq(passkeys.userId, userId)).orderBy(asc(passkeys.id)).all();

export const listPasskeys = (app: App, userId: string): PasskeyView[] => passkeysOf(app, userId).map(passkeyView);

export const countPasskeys = (app: App, userId: string): number =>
  app.db.select({ total: count() }).from(passkeys).where(eq(passkeys.userId, userId)).get()?.total ?? 0;

export const findPasskey = (app: App, credentialId: string): PasskeyRow | undefined =>
  app.db.select().from(passkeys).where(eq(passkeys.credentialId, credentialId)).get();

/** The user handle of a person, made when it is first asked for; it stays when their passkeys go. */
export function handleOf(app: App, userId: string): string {
  const known = app.db.select().from(passkeyOwners).where(eq(passkeyOwners.userId, userId)).get();
  if (known) return known.handle;
  const handle = randomToken(app.random);
  app.db.insert(passkeyOwners).values({ userId, handle }).run();
  return handle;
}

/** @throws Problem `conflict` when the person has as many as anybody may have */
export function requireRoom(app: App, userId: string): void {
  if (countPasskeys(app, userId) < mostPasskeys) return;
  throw new Problem("conflict", `You have ${mostPasskeys} passkeys already. Remove one that you no longer use first.`);
}

/** @throws Problem `conflict` for one that is registered already, or one too many */
export function storePasskey(app: App, row: PasskeyRow): void {
  durably(app.db, () =>
    app.db.transaction(
      (tx) => {
        requireRoom(app, row.userId);
        if (findPasskey(app, row.credentialId)) throw new Problem("conflict", "This passkey is registered already.");
        tx.insert(passkeys).values(row).run();
      },
      { behavior: "immediate" },
    ),
  );
}

export const requirePasskeyName = (name: string): string => requireText(name, "name", 80);

/** @throws Problem `not_found`, also for one of somebody else; `validation_failed` */
export function renamePasskey(app: App, userId: string, id: string, name: string): PasskeyRow {
  const row = app.db
    .update(passkeys)
    .set({ name: requirePasskeyName(name) })
    .where(ownedBy(userId, id))
    .returning()
    .get();
  return row ?? noPasskey();
}

/** @throws Problem `not_found`, also for one of somebody else */
export const requirePasskey = (app: App, userId: string, id: string): PasskeyRow =>
  app.db.select().from(passkeys).where(ownedBy(userId, id)).get() ?? noPasskey();

/**
 * @param check what must hold in the moment when it goes
 * @throws Problem `not_found`, also for one of somebody else
 */
export function removePasskey(app: App, userId: string, id: string, check: () => void): PasskeyRow {
  return durably(app.db, () =>
    app.db.transaction(
      (tx) => {
        const row = requirePasskey(app, userId, id);
        check();
        tx.delete(passkeys).where(eq(passkeys.id, row.id)).run();
        return row;
      },
      { behavior: "immediate" },
    ),
  );
}

/**
 * Takes all passkeys of a person away, and registrations that are under way.
 * @param check what must hold once they are gone, or they stay
 * @returns how many there were
 */
export function removeAllPasskeys(app: App, userId: string, check: () => void = () => {}): number {
  return durably(app.db, () =>
    app.db.transaction(
      (tx) => {
        tx.delete(passkeyChallenges).where(eq(passkeyChallenges.userId, userId)).run();
        const gone = tx.delete(passkeys).where(eq(passkeys.userId, userId)).returning({ id: passkeys.id }).all();
        if (gone.length > 0) check();
        return gone.length;
      },
      { behavior: "immediate" },
    ),
  );
}

const ownedBy = (userId: string, id: string) =>
  and(eq(passkeys.id, requireId(id, "passkey")), eq(passkeys.userId, userId));

function noPasskey(): never {
  throw new Problem("not_found", "There is no such passkey.");
}
