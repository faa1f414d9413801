import { and, eq, gt } from "drizzle-orm";
import type { App } from "../../platform/app.ts";
import { forgetCodeGuesses } from "../codes/one-time-codes.ts";
import { auditEntries, type User } from "../schema.ts";
import { accountKey, clearFailures, lockKey } from "./lockout.ts";

/** As long as a lock can matter. */
const lookBackMs = 24 * 3600_000;

/**
 * Forgets wrong passwords and codes of a person. A lock is known by the hash of account and address alone; from where
 * somebody knocked is in the audit log.
 */
export function unlockUser(app: App, user: Pick<User, "id" | "email">): void {
  const addresses = app.db
    .selectDistinct({ address: auditEntries.address })
    .from(auditEntries)
    .where(and(eq(auditEntries.targetId, user.id), gt(auditEntries.at, app.clock.now() - lookBackMs)))
    .all();
  for (const { address } of addresses) clearFailures(app, lockKey(user.email, address));
  clearFailures(app, accountKey(user.email));
  forgetCodeGuesses(app, user.id);
}
