import { createHmac } from "node:crypto";
import { and, count, eq } from "drizzle-orm";
import type { App } from "../../platform/app.ts";
import { purposeKey } from "../../platform/secrets.ts";
import { recoveryCodes } from "../schema.ts";

/** Crockford's letters: none looks like another. Ten of them are 50 bits. */
const letters = "0123456789abcdefghjkmnpqrstvwxyz";
const codesAtOnce = 10;
const length = 10;

const hashOf = (app: App, userId: string, code: string): string =>
  createHmac("sha256", purposeKey(app.secrets, "recovery-codes")).update(`${userId}\n${code}`).digest("hex");

const plain = (typed: string): string =>
  typed.toLowerCase().replaceAll(/[\s-]/g, "").replaceAll("o", "0").replaceAll(/[il]/g, "1");

/** Replaces all codes of a person. @returns the new ones, to be shown once */
export function makeRecoveryCodes(app: App, userId: string): string[] {
  const made = Array.from({ length: codesAtOnce }, () =>
    [...app.random.bytes(length)].map((byte) => letters[byte & 31]).join(""),
  );
  app.db.transaction(
    (tx) => {
      tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId)).run();
      for (const code of made)
        tx.insert(recoveryCodes)
          .values({ userId, codeHash: hashOf(app, userId, code) })
          .run();
    },
    { behavior: "immediate" },
  );
  return made.map((code) => `${code.slice(0, 5)}-${code.slice(5)}`);
}

/** Uses a code up: of two requests with the same one, one gets true. */
export function spendRecoveryCode(app: App, userId: string, typed: string): boolean {
  const code = plain(typed);
  if (code.length !== length) return false;
  const spent = app.db
    .delete(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, userId), eq(recoveryCodes.codeHash, hashOf(app, userId, code))))
    .returning({ userId: recoveryCodes.userId })
    .all();
  return spent.length === 1;
}

export const recoveryCodesLeft = (app: App, userId: string): number =>
  app.db.select({ left: count() }).from(recoveryCodes).where(eq(recoveryCodes.userId, userId)).get()?.left ?? 0;
