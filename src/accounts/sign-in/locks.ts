import { and, eq, gt, inArray } from "drizzle-orm";
import type { App } from "../../platform/app.ts";
import { codeGuessKey } from "../codes/one-time-codes.ts";
import { auditEntries, loginFailures } from "../schema.ts";
import { accountKey, lockKey } from "./lockout.ts";

/** As long as a lock can matter. */
const lookBackMs = 24 * 3600_000;
const refusals = ["session.refused", "totp.refused", "password.refused", "account.locked"];

/**
 * People whom wrong guesses keep out at this moment, by id, each with the time when the last lock ends. A lock is known
 * by the hash of account and address alone; from where somebody knocked is in the audit log.
 */
export function lockedPeople(app: App): Map<string, number> {
  const now = app.clock.now();
  const rows = app.db.select().from(loginFailures).where(gt(loginFailures.lockedUntil, now)).all();
  const until = new Map(rows.map(({ key, lockedUntil }) => [key, lockedUntil]));
  const locked = new Map<string, number>();
  if (until.size === 0) return locked;
  const knocks = app.db
    .selectDistinct({ id: auditEntries.targetId, email: auditEntries.target, address: auditEntries.address })
    .from(auditEntries)
    .where(
      and(
        inArray(auditEntries.action, refusals),
        eq(auditEntries.targetType, "user"),
        gt(auditEntries.at, now - lookBackMs),
      ),
    )
    .all();
  for (const { id, email, address } of knocks) {
    for (const key of [lockKey(email, address), accountKey(email), codeGuessKey(id)]) {
      const ends = until.get(key);
      if (ends !== undefined && ends > (locked.get(id) ?? 0)) locked.set(id, ends);
    }
  }
  return locked;
}
