import { and, eq, isNotNull, isNull, lt } from "drizzle-orm";
import type { App } from "../../platform/app.ts";
import { durably } from "../../platform/database.ts";
import { Problem } from "../../platform/problem.ts";
import { sha256 } from "../../platform/random.ts";
import { seal, unseal } from "../../platform/seal.ts";
import { purposeKey } from "../../platform/secrets.ts";
import { oneTimeCodes, recoveryCodes } from "../schema.ts";
import { clearFailures, recordFailure, requireUnlocked } from "../sign-in/lockout.ts";
import { makeRecoveryCodes, recoveryCodesLeft, spendRecoveryCode } from "./recovery-codes.ts";
import { base32, fromBase32, otpauthUri, stepOfCode } from "./totp.ts";

type Person = { id: string; email: string };

const sealKey = (app: App) => purposeKey(app.secrets, "one-time-codes");
const about = (userId: string) => `one-time-codes/${userId}`;

/** Guesses count for the account, wherever they come from: who gets here knows the password already. */
export const codeGuessKey = (userId: string) => sha256(`one-time code\n${userId}`);

const rowOf = (app: App, userId: string) =>
  app.db.select().from(oneTimeCodes).where(eq(oneTimeCodes.userId, userId)).get();

export interface OneTimeCodeStatus {
  enabled: boolean;
  recoveryCodesLeft: number;
}

export const oneTimeCodeStatus = (app: App, userId: string): OneTimeCodeStatus => ({
  enabled: hasOneTimeCodes(app, userId),
  recoveryCodesLeft: recoveryCodesLeft(app, userId),
});

/** Whether signing in needs a code. */
export const hasOneTimeCodes = (app: App, userId: string): boolean =>
  (rowOf(app, userId)?.confirmedAt ?? null) !== null;

/**
 * Makes a new secret, which counts once a code of it was confirmed.
 * @returns the secret in base32, and the address that a QR code holds
 * @throws Problem `conflict` where codes are on already
 */
export function beginOneTimeCodes(app: App, person: Person): { secret: string; uri: string } {
  const secret = base32(app.random.bytes(20));
  const row = {
    sealedSecret: seal(app.random, sealKey(app), about(person.id), secret),
    confirmedAt: null,
    lastStep: 0,
    createdAt: app.clock.now(),
  };
  const written = app.db
    .insert(oneTimeCodes)
    .values({ userId: person.id, ...row })
    .onConflictDoUpdate({ target: oneTimeCodes.userId, set: row, setWhere: isNull(oneTimeCodes.confirmedAt) })
    .returning({ userId: oneTimeCodes.userId })
    .all();
  if (written.length === 0) {
    throw new Problem("conflict", "One-time codes are on already. Turn them off first to use another device.");
  }
  return { secret, uri: otpauthUri(secret, person.email, "Vitrine") };
}

/**
 * Turns codes on with the first right one.
 * @returns ten recovery codes, shown once
 * @throws Problem `conflict` when nothing was begun, `code_invalid`, `locked`
 */
export function confirmOneTimeCodes(app: App, userId: string, code: string): string[] {
  const row = rowOf(app, userId);
  if (!row || row.confirmedAt !== null) throw new Problem("conflict", "Begin with a new secret first.");
  requireUnlocked(app, codeGuessKey(userId));
  const step = stepOfCode(secretOf(app, row), digitsOf(code), app.clock.now());
  if (step === undefined) throw wrongCode(app, userId);
  return durably(app.db, () =>
    app.db.transaction(
      (tx) => {
        const turnedOn = tx
          .update(oneTimeCodes)
          .set({ confirmedAt: app.clock.now(), lastStep: step })
          .where(and(eq(oneTimeCodes.userId, userId), isNull(oneTimeCodes.confirmedAt)))
          .returning({ userId: oneTimeCodes.userId })
          .all();
        if (turnedOn.length === 0) throw new Problem("conflict", "One-time codes are on already.");
        clearFailures(app, codeGuessKey(userId));
        return makeRecoveryCodes(app, userId);
      },
      { behavior: "immediate" },
    ),
  );
}

/** @throws Problem `conflict` where codes are off */
export function renewRecoveryCodes(app: App, userId: string): string[] {
  if (!hasOneTimeCodes(app, userId)) throw new Problem("conflict", "One-time codes are off.");
  return durably(app.db, () => makeRecoveryCodes(app, userId));
}

/** @returns whether they were on */
export function disableOneTimeCodes(app: App, userId: string): boolean {
  return durably(app.db, () =>
    app.db.transaction(
      (tx) => {
        tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId)).run();
        clearFailures(app, codeGuessKey(userId));
        const gone = tx.delete(oneTimeCodes).where(eq(oneTimeCodes.userId, userId)).returning().all();
        return gone.some(({ confirmedAt }) => confirmedAt !== null);
      },
      { behavior: "immediate" },
    ),
  );
}

/**
 * Takes the second step of a sign-in whose password was right. A code works once, also when it comes twice at once.
 * @returns what it was proved with, or undefined where codes are off
 * @throws Problem `code_required` without a code, `code_invalid`, `locked`
 */
export function requireOneTimeCode(app: App, userId: string, code: string | undefined): "app" | "recovery" | undefined {
  const row = rowOf(app, userId);
  if (!row || row.confirmedAt === null) return undefined;
  if (code === undefined || code.trim() === "") {
    throw new Problem("code_required", "Enter the code of your authenticator app, or one of your recovery codes.");
  }
  requireUnlocked(app, codeGuessKey(userId));
  const step = stepOfCode(secretOf(app, row), digitsOf(code), app.clock.now());
  if (step !== undefined && takeStep(app, userId, step)) return passed(app, userId, "app");
  if (step === undefined && durably(app.db, () => spendRecoveryCode(app, userId, code))) {
    return passed(app, userId, "recovery");
  }
  throw wrongCode(app, userId);
}

function takeStep(app: App, userId: string, step: number): boolean {
  const used = app.db
    .update(oneTimeCodes)
    .set({ lastStep: step })
    .where(and(eq(oneTimeCodes.userId, userId), isNotNull(oneTimeCodes.confirmedAt), lt(oneTimeCodes.lastStep, step)))
    .returning({ userId: oneTimeCodes.userId })
    .all();
  return used.length === 1;
}

function passed<How>(app: App, userId: string, how: How): How {
  clearFailures(app, codeGuessKey(userId));
  return how;
}

function wrongCode(app: App, userId: string): Problem {
  recordFailure(app, codeGuessKey(userId));
  return new Problem("code_invalid", "This code is wrong or was used already. Wait for the next one.");
}

/** Clears the way for somebody whose codes were guessed at. */
export const forgetCodeGuesses = (app: App, userId: string): void => clearFailures(app, codeGuessKey(userId));

const digitsOf = (typed: string): string => typed.replaceAll(/\s/g, "");

function secretOf(app: App, row: { userId: string; sealedSecret: string }): Buffer {
  const secret = unseal(sealKey(app), about(row.userId), row.sealedSecret);
  if (secret === undefined) {
    throw new Problem(
      "unavailable",
      "The one-time code of this account can no longer be checked. An administrator can turn it off.",
      { cause: new Error("a one-time code secret does not open with this appliance's key") },
    );
  }
  return fromBase32(secret);
}
