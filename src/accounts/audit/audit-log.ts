import { and, asc, desc, eq, gt, gte, like, lt, lte, or, type SQL } from "drizzle-orm";
import { t } from "elysia";
import type { App } from "../../platform/app.ts";
import { isoTime } from "../../platform/clock.ts";
import { type Page, type PageQuery, pageLimit, pagePosition, toPage } from "../../platform/page.ts";
import { containsText } from "../contains.ts";
import { type AuditRow, auditEntries } from "../schema.ts";
import { chainMac, entryHash, readChain } from "./audit.ts";

export const auditFilter = t.Object({
  action: t.Optional(t.String({ maxLength: 64, description: "An action, or its beginning such as `session.`." })),
  outcome: t.Optional(t.Union([t.Literal("ok"), t.Literal("refused")])),
  actorId: t.Optional(t.String({ maxLength: 64, description: "Who did it." })),
  targetId: t.Optional(t.String({ maxLength: 64, description: "On whom or what." })),
  personId: t.Optional(t.String({ maxLength: 64, description: "By a person or on them." })),
  address: t.Optional(t.String({ maxLength: 64 })),
  search: t.Optional(t.String({ maxLength: 120, description: "Part of a person, a target, an address or a detail." })),
  since: t.Optional(t.String({ format: "date-time" })),
  until: t.Optional(t.String({ format: "date-time" })),
});
export type AuditFilter = typeof auditFilter.static;

export const auditView = t.Object({
  seq: t.Integer(),
  at: t.String({ format: "date-time" }),
  action: t.String(),
  outcome: t.Union([t.Literal("ok"), t.Literal("refused")]),
  actor: t.Nullable(t.Object({ id: t.String(), email: t.String() })),
  target: t.Nullable(t.Object({ type: t.String(), id: t.String(), name: t.String() })),
  address: t.String(),
  requestId: t.String(),
  detail: t.Record(t.String(), t.Unknown()),
  hash: t.String(),
});
export type AuditView = typeof auditView.static;

export function viewOf(row: AuditRow): AuditView {
  const { seq, at, action, outcome, actorId, actor, targetType, targetId, target, address, requestId, hash } = row;
  return {
    seq,
    at: isoTime(at),
    action,
    outcome,
    actor: actorId === null ? null : { id: actorId, email: actor },
    target: targetType === "" ? null : { type: targetType, id: targetId, name: target },
    address,
    requestId,
    detail: JSON.parse(row.detail),
    hash,
  };
}

const literally = (text: string): string => text.replaceAll(/[%_]/g, "");

const searched = [
  auditEntries.action,
  auditEntries.actor,
  auditEntries.target,
  auditEntries.targetId,
  auditEntries.address,
  auditEntries.requestId,
  auditEntries.detail,
];

function conditions(filter: AuditFilter): (SQL | undefined)[] {
  const { action, outcome, actorId, targetId, personId, address, search, since, until } = filter;
  return [
    action === undefined
      ? undefined
      : action.endsWith(".")
        ? like(auditEntries.action, `${literally(action)}%`)
        : eq(auditEntries.action, action),
    outcome && eq(auditEntries.outcome, outcome),
    actorId === undefined ? undefined : eq(auditEntries.actorId, actorId),
    targetId === undefined ? undefined : eq(auditEntries.targetId, targetId),
    personId === undefined ? undefined : or(eq(auditEntries.actorId, personId), eq(auditEntries.targetId, personId)),
    address === undefined ? undefined : eq(auditEntries.address, address),
    containsText(searched, search),
    since === undefined ? undefined : gte(auditEntries.at, Date.parse(since)),
    until === undefined ? undefined : lte(auditEntries.at, Date.parse(until)),
  ];
}

/** Every action that the log holds, for a choice among them. */
export const auditActions = (app: App): string[] =>
  app.db
    .selectDistinct({ action: auditEntries.action })
    .from(auditEntries)
    .orderBy(asc(auditEntries.action))
    .all()
    .map(({ action }) => action);

/** Newest first. @throws Problem `bad_request` for a wrong cursor */
export function listAudit(app: App, query: AuditFilter & PageQuery): Page<AuditView> {
  const limit = pageLimit(query);
  const position = pagePosition(query);
  const rows = app.db
    .select()
    .from(auditEntries)
    .where(and(...conditions(query), position && lt(auditEntries.seq, position.sort)))
    .orderBy(desc(auditEntries.seq))
    .limit(limit + 1)
    .all();
  return toPage(rows, limit, ({ seq }) => ({ sort: seq, id: "" }), viewOf);
}

/** Entries of a person or about them, for the export of their data. */
export const auditOfPerson = (app: App, userId: string, limit: number): AuditView[] =>
  app.db
    .select()
    .from(auditEntries)
    .where(or(eq(auditEntries.actorId, userId), eq(auditEntries.targetId, userId)))
    .orderBy(desc(auditEntries.seq))
    .limit(limit)
    .all()
    .map(viewOf);

/** Everything that fits a filter, oldest first, in portions, so that a long log needs no memory. */
export function* readAudit(app: App, filter: AuditFilter, portion = 500): Generator<AuditRow[]> {
  for (let after = 0; ; ) {
    const rows = app.db
      .select()
      .from(auditEntries)
      .where(and(...conditions(filter), gt(auditEntries.seq, after)))
      .orderBy(asc(auditEntries.seq))
      .limit(portion)
      .all();
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (rows.length < portion || !last) return;
    after = last.seq;
  }
}

export interface AuditVerdict {
  sound: boolean;
  /** How many entries were looked at. */
  entries: number;
  /** The first place that is wrong. */
  problem: { seq: number; reason: string } | null;
}

/**
 * Reads the whole log and finds what was changed, inserted, taken away or cut off outside Vitrine.
 * What it cannot see: a database and its secrets file both put back to an earlier state together, because then
 * nothing that is left knows better. An export kept elsewhere does: its newest hash must still be in the log.
 */
export async function verifyAudit(app: App): Promise<AuditVerdict> {
  const chain = readChain(app);
  const found = (entries: number, seq: number, reason: string): AuditVerdict => ({
    sound: false,
    entries,
    problem: { seq, reason },
  });
  if (!chain) {
    const any = app.db.select({ seq: auditEntries.seq }).from(auditEntries).limit(1).get();
    return any
      ? found(0, any.seq, "The record of where the log begins is gone.")
      : { sound: true, entries: 0, problem: null };
  }
  if (chainMac(app, chain) !== chain.mac)
    return found(0, 0, "The record of where the log begins and ends was changed.");
  let entries = 0;
  let expected = chain.trimmedSeq + 1;
  let previousHash = chain.trimmedHash;
  for (const rows of readAudit(app, {})) {
    // Retention went on meanwhile, or something was appended: the log is judged as it stood at the beginning.
    for (const row of rows) {
      if (row.seq > chain.headSeq) break;
      if (row.seq !== expected) {
        if ((readChain(app)?.trimmedSeq ?? 0) > chain.trimmedSeq) return verifyAudit(app);
        return found(entries, Math.min(expected, row.seq), "An entry is missing or was put in.");
      }
      if (row.previousHash !== previousHash) return found(entries, row.seq, "It does not follow the entry before it.");
      if (entryHash(app, row) !== row.hash) return found(entries, row.seq, "The entry was changed.");
      entries++;
      expected++;
      previousHash = row.hash;
    }
    // Lets requests through between two portions.
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  if (expected !== chain.headSeq + 1 || previousHash !== chain.headHash) {
    if ((readChain(app)?.trimmedSeq ?? 0) > chain.trimmedSeq) return verifyAudit(app);
    return found(entries, expected, "The newest entries are gone.");
  }
  return { sound: true, entries, problem: null };
}
