import { and, eq, gt, lte } from "drizzle-orm";
import type { App } from "../../platform/app.ts";
import { durably } from "../../platform/database.ts";
import { Problem } from "../../platform/problem.ts";
import { randomToken, sha256 } from "../../platform/random.ts";
import { requireUser } from "../people/users.ts";
import { passwordLinks, type User, users } from "../schema.ts";
import { endSessions } from "../sessions/session-list.ts";
import { hashPassword, requireGoodPassword } from "./passwords.ts";

const linkMs = 24 * 3600_000;

export interface PasswordLinkOptions {
  /** A day unless told. */
  lifeMs?: number;
  /** Whoever can only ask for links must not be able to end those that an administrator made. */
  keepEarlier?: boolean;
}

/** A token for a new password, good for one use; earlier ones stop working unless told. @throws Problem `not_found` */
export function createPasswordLink(
  app: App,
  userId: string,
  { lifeMs = linkMs, keepEarlier = false }: PasswordLinkOptions = {},
): { token: string; expiresAt: number } {
  const user = requireUser(app, userId);
  const token = randomToken(app.random);
  const now = app.clock.now();
  const expiresAt = now + lifeMs;
  durably(app.db, () =>
    app.db.transaction(
      (tx) => {
        const ended = keepEarlier ? lte(passwordLinks.expiresAt, now) : undefined;
        tx.delete(passwordLinks)
          .where(and(eq(passwordLinks.userId, user.id), ended))
          .run();
        tx.insert(passwordLinks)
          .values({ tokenHash: sha256(token), userId: user.id, createdAt: now, expiresAt })
          .run();
      },
      { behavior: "immediate" },
    ),
  );
  return { token, expiresAt };
}

/**
 * Sets a password with a link and signs the person out everywhere. Of two requests with one link, one succeeds, and
 * other links of theirs end with it.
 * @throws Problem `link_invalid`, `validation_failed`
 */
export async function usePasswordLink(app: App, token: string, password: string): Promise<User> {
  const usable = () => and(eq(passwordLinks.tokenHash, sha256(token)), gt(passwordLinks.expiresAt, app.clock.now()));
  const link = app.db.select().from(passwordLinks).where(usable()).get();
  if (!link) throw badLink();
  const user = requireUser(app, link.userId);
  requireGoodPassword(password, user);
  const passwordHash = await hashPassword(app, password);
  durably(app.db, () =>
    app.db.transaction(
      (tx) => {
        const spent = tx.delete(passwordLinks).where(usable()).returning({ userId: passwordLinks.userId }).all();
        if (spent.length === 0) throw badLink();
        tx.delete(passwordLinks).where(eq(passwordLinks.userId, user.id)).run();
        tx.update(users).set({ passwordHash, updatedAt: app.clock.now() }).where(eq(users.id, user.id)).run();
        endSessions(app, user.id);
      },
      { behavior: "immediate" },
    ),
  );
  return user;
}

const badLink = () =>
  new Problem("link_invalid", "This link is wrong, used or too old. Ask an administrator for a new one.");
