import { eq, lt } from "drizzle-orm";
import { placeOf } from "../../platform/address.ts";
import type { App } from "../../platform/app.ts";
import { once } from "../../platform/memo.ts";
import { Problem } from "../../platform/problem.ts";
import { sha256 } from "../../platform/random.ts";
import { normalEmail } from "../people/users.ts";
import { loginFailures, sessions } from "../schema.ts";

export const freeTries = 5;
export const firstDelayMs = 30_000;
export const longestDelayMs = 15 * 60_000;
const forgetAfterMs = 24 * 3600_000;
const longestQueue = 20;

/** How long the door stays shut after `failures` wrong passwords in a row: 30 s, then twice as long each time. */
export const lockDelayMs = (failures: number): number =>
  failures < freeTries ? 0 : Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(20, failures - freeTries));

/** One key for an account and the place that knocks on it; the account need not exist. */
export const lockKey = (email: string, address: string): string => sha256(`${normalEmail(email)}\n${placeOf(address)}`);

/** Guesses for one account from all unknown places together, before each further one has to wait. */
export const accountGuesses = 50;

/** One key for an account, wherever the guess comes from; the account need not exist. */
export const accountKey = (email: string): string => sha256(`account\n${normalEmail(email)}`);

/** How long all unknown places wait after so many guesses for one account. */
export const accountDelayMs = (guesses: number): number =>
  guesses < accountGuesses ? 0 : Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(20, guesses - accountGuesses));

/** Whether this person has been signed in from there: guesses of strangers elsewhere do not hold them back. */
export function isKnownPlace(app: App, userId: string, address: string): boolean {
  const place = placeOf(address);
  return app.db
    .select({ address: sessions.address })
    .from(sessions)
    .where(eq(sessions.userId, userId))
    .all()
    .some((session) => session.address !== "" && placeOf(session.address) === place);
}

/** @throws Problem `locked` with `Retry-After` */
export function requireUnlocked(app: App, key: string): void {
  const row = app.db.select().from(loginFailures).where(eq(loginFailures.key, key)).get();
  const waitMs = (row?.lockedUntil ?? 0) - app.clock.now();
  if (waitMs <= 0) return;
  const seconds = Math.ceil(waitMs / 1000);
  throw new Problem("locked", `Too many wrong passwords. Try again in ${seconds} seconds.`, {
    headers: { "Retry-After": String(seconds) },
  });
}

export function recordFailure(app: App, key: string, delayMs: (failures: number) => number = lockDelayMs): void {
  const now = app.clock.now();
  app.db.transaction(
    (tx) => {
      tx.delete(loginFailures)
        .where(lt(loginFailures.updatedAt, now - forgetAfterMs))
        .run();
      const failures = (tx.select().from(loginFailures).where(eq(loginFailures.key, key)).get()?.failures ?? 0) + 1;
      const row = { failures, lockedUntil: now + delayMs(failures), updatedAt: now };
      tx.insert(loginFailures)
        .values({ key, ...row })
        .onConflictDoUpdate({ target: loginFailures.key, set: row })
        .run();
    },
    { behavior: "immediate" },
  );
}

export function clearFailures(app: App, key: string): void {
  app.db.delete(loginFailures).where(eq(loginFailures.key, key)).run();
}

interface Line {
  tail: Promise<unknown>;
  length: number;
}

const lines = once((_app: App) => new Map<string, Line>());

/**
 * Runs tries with the same key one after another: guesses that are sent all at once are still counted one by one.
 * @throws Problem `rate_limited` when too many wait already
 */
export async function inTurn<T>(app: App, key: string, work: () => Promise<T>): Promise<T> {
  const open = lines(app);
  const line = open.get(key) ?? { tail: Promise.resolve(), length: 0 };
  if (line.length >= longestQueue) {
    throw new Problem("rate_limited", "Too many sign-ins at once for this account.", {
      headers: { "Retry-After": "5" },
    });
  }
  open.set(key, line);
  line.length++;
  const run = line.tail.then(work);
  line.tail = run.catch(() => undefined);
  try {
    return await run;
  } finally {
    line.length--;
    if (line.length === 0) open.delete(key);
  }
}
