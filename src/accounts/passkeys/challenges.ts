import { and, count, eq, gt, isNull, lte } from "drizzle-orm";
import type { App } from "../../platform/app.ts";
import { isId, newId } from "../../platform/ids.ts";
import { Problem } from "../../platform/problem.ts";
import { randomToken } from "../../platform/random.ts";
import type { RelyingParty } from "./relying-party.ts";
import { type ChallengeRow, passkeyChallenges } from "./schema.ts";

export const challengeMs = 5 * 60_000;
/** Anybody may ask for one. What waits at once is bounded by the rate limit of each address, and by this for all. */
export const mostChallenges = 20_000;

/**
 * Makes a challenge of 32 random bytes that one answer may use within five minutes.
 * @param userId who registers a passkey; left out for a sign-in
 * @throws Problem `unavailable` when far too many wait already
 */
export function makeChallenge(app: App, party: RelyingParty, userId?: string): ChallengeRow {
  const now = app.clock.now();
  const row: ChallengeRow = {
    id: newId(),
    userId: userId ?? null,
    challenge: randomToken(app.random),
    rpId: party.id,
    origin: party.origin,
    expiresAt: now + challengeMs,
  };
  app.db.transaction(
    (tx) => {
      tx.delete(passkeyChallenges).where(lte(passkeyChallenges.expiresAt, now)).run();
      const waiting = tx.select({ total: count() }).from(passkeyChallenges).get()?.total ?? 0;
      if (waiting >= mostChallenges) {
        throw new Problem("unavailable", "Too many people are signing in at once. Try again in a moment.", {
          headers: { "Retry-After": "60" },
        });
      }
      tx.insert(passkeyChallenges).values(row).run();
    },
    { behavior: "immediate" },
  );
  return row;
}

/**
 * Takes a challenge out, so that no second answer can use it, whatever becomes of the first.
 * @param userId whose registration it must be; left out, it must be a sign-in's
 */
export function takeChallenge(app: App, id: string, userId?: string): ChallengeRow | undefined {
  if (!isId(id)) return undefined;
  return app.db
    .delete(passkeyChallenges)
    .where(
      and(
        eq(passkeyChallenges.id, id),
        gt(passkeyChallenges.expiresAt, app.clock.now()),
        userId === undefined ? isNull(passkeyChallenges.userId) : eq(passkeyChallenges.userId, userId),
      ),
    )
    .returning()
    .get();
}
