import { createHmac } from "node:crypto";
import { lte, sql } from "drizzle-orm";
import type { App } from "../../platform/app.ts";
import { type Db, durably } from "../../platform/database.ts";
import { once } from "../../platform/memo.ts";
import { purposeKey } from "../../platform/secrets.ts";
import { type AuditRow, auditChain, auditEntries } from "../schema.ts";
import { readSetting } from "../settings.ts";

export type AuditOutcome = AuditRow["outcome"];

/** One security-relevant act. Nothing secret goes in here: no password, token, code or key, also no wrong one. */
export interface AuditEntry {
  /** `room.verb` in the past, for example `key.revoked`. */
  action: `${string}.${string}`;
  /** `ok` unless told. */
  outcome?: AuditOutcome;
  /** Who did it; left out when nobody was signed in. */
  by?: { id: string; email: string } | undefined;
  on?: { type: string; id: string; name?: string } | undefined;
  from?: { address: string; requestId?: string } | undefined;
  detail?: Record<string, string | number | boolean | null>;
}

export type Chain = Omit<typeof auditChain.$inferSelect, "id">;

const firstHash = "0".repeat(64);
const emptyChain = { trimmedSeq: 0, trimmedHash: firstHash, headSeq: 0, headHash: firstHash };

const keyed = (app: Pick<App, "secrets">, text: string): string =>
  createHmac("sha256", purposeKey(app.secrets, "audit")).update(text).digest("hex");

/** What binds an entry to everything before it. Keyed, so that whoever can only write the database cannot redo it. */
export function entryHash(app: Pick<App, "secrets">, row: Omit<AuditRow, "hash">): string {
  const { seq, at, action, outcome, actorId, actor, targetType, targetId, target, address, requestId } = row;
  const told = [seq, at, action, outcome, actorId, actor, targetType, targetId, target, address, requestId, row.detail];
  return keyed(app, `${row.previousHash}\n${JSON.stringify(told)}`);
}

export const chainMac = (app: Pick<App, "secrets">, chain: Omit<Chain, "mac">): string =>
  keyed(app, `chain\n${JSON.stringify([chain.trimmedSeq, chain.trimmedHash, chain.headSeq, chain.headHash])}`);

const statements = once((db: Db) => ({
  chain: db.select().from(auditChain).prepare(),
}));

export const readChain = (app: Pick<App, "db">): Chain | undefined => statements(app.db).chain.get();

function writeChain(app: Pick<App, "db" | "secrets">, chain: Omit<Chain, "mac">): void {
  const row = { ...chain, mac: chainMac(app, chain) };
  app.db
    .insert(auditChain)
    .values({ id: 1, ...row })
    .onConflictDoUpdate({ target: auditChain.id, set: row })
    .run();
}

/** Well-formed: half of a character would be stored as another one, and the entry would look changed. */
const cut = (text: string): string => text.slice(0, 300).toWellFormed();

/**
 * Appends one entry. Called inside a transaction it stands or falls with it, so an act and its entry are one.
 * A call costs one insert; it waits for the disk only where its caller does.
 */
export function audit(app: App, entry: AuditEntry): void {
  const at = app.clock.now();
  app.db.transaction(
    () => {
      const { trimmedSeq, trimmedHash, headSeq, headHash } = readChain(app) ?? emptyChain;
      const unsigned = {
        seq: headSeq + 1,
        at,
        action: entry.action,
        outcome: entry.outcome ?? "ok",
        actorId: entry.by?.id ?? null,
        actor: cut(entry.by?.email ?? ""),
        targetType: entry.on?.type ?? "",
        targetId: cut(entry.on?.id ?? ""),
        target: cut(entry.on?.name ?? ""),
        address: cut(entry.from?.address ?? ""),
        requestId: cut(entry.from?.requestId ?? ""),
        detail: JSON.stringify(entry.detail ?? {}),
        previousHash: headHash,
      };
      const hash = entryHash(app, unsigned);
      app.db
        .insert(auditEntries)
        .values({ ...unsigned, hash })
        .run();
      writeChain(app, { trimmedSeq, trimmedHash, headSeq: unsigned.seq, headHash: hash });
    },
    { behavior: "immediate" },
  );
  trimDaily(app, at);
}

const dayMs = 24 * 3600_000;
const lastTrim = once((_app: App) => ({ day: -1 }));

function trimDaily(app: App, now: number): void {
  const day = Math.floor(now / dayMs);
  const state = lastTrim(app);
  if (state.day === day) return;
  state.day = day;
  const days = readSetting(app, "auditRetentionDays");
  if (days > 0) trimAudit(app, now - days * dayMs);
}

/**
 * Takes away everything older than `before` from the beginning of the log; what stays can still be verified, and an
 * entry tells how much went.
 * @returns how many entries went
 */
export function trimAudit(app: App, before: number): number {
  return durably(app.db, () =>
    app.db.transaction(
      () => {
        const chain = readChain(app);
        // Times may run backwards when a clock was set; the log goes by its numbers.
        const kept = app.db
          .select({ seq: sql<number | null>`min(${auditEntries.seq})` })
          .from(auditEntries)
          .where(sql`${auditEntries.at} >= ${before}`)
          .get()?.seq;
        if (!chain) return 0;
        const last = (kept ?? chain.headSeq + 1) - 1;
        if (last <= chain.trimmedSeq) return 0;
        const row = app.db
          .select({ hash: auditEntries.hash })
          .from(auditEntries)
          .where(sql`${auditEntries.seq} = ${last}`)
          .get();
        if (!row) return 0;
        writeChain(app, { ...chain, trimmedSeq: last, trimmedHash: row.hash });
        app.db.delete(auditEntries).where(lte(auditEntries.seq, last)).run();
        const removed = last - chain.trimmedSeq;
        audit(app, { action: "audit.trimmed", detail: { entries: removed, upTo: last } });
        return removed;
      },
      { behavior: "immediate" },
    ),
  );
}
