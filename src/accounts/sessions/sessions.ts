import { createHmac } from "node:crypto";
import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import type { App } from "../../platform/app.ts";
import { type Db, durably } from "../../platform/database.ts";
import { isId, newId } from "../../platform/ids.ts";
import { once } from "../../platform/memo.ts";
import { Problem } from "../../platform/problem.ts";
import { randomToken, sha256 } from "../../platform/random.ts";
import { readCached } from "../../platform/read-cache.ts";
import { audit } from "../audit/audit.ts";
import { notify } from "../mail/notify.ts";
import { type Session, sessions, type User, users } from "../schema.ts";
import { isNewPlace } from "../sign-in/new-place.ts";
import { refreshTokenMs, sessionEnd } from "./session-days.ts";
import { announceEnd } from "./session-end.ts";

/** Two tabs that refresh at once send the same token; within this time the second gets what the first got. */
export const refreshGraceMs = 10_000;

/** What asked, and from where. */
export interface Device {
  userAgent: string;
  address: string;
  /** Of the request, for the audit log. */
  requestId?: string;
}

export interface SignedIn {
  user: User;
  session: Session;
  /** What the refresh cookie carries: the session's id, a dot and the secret. */
  refreshToken: string;
}

const statements = once((db: Db) => ({
  withUser: db
    .select({ session: sessions, user: users })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(eq(sessions.id, sql.placeholder("id")))
    .prepare(),
  holder: db
    .select({
      id: users.id,
      email: users.email,
      name: users.name,
      role: users.role,
      disabledAt: users.disabledAt,
      revokedAt: sessions.revokedAt,
      expiresAt: sessions.expiresAt,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(eq(sessions.id, sql.placeholder("id")))
    .prepare(),
}));

/** Whose session it is, while both are good: what every request asks, and no more columns than that takes. */
export function sessionHolder(app: App, id: string): Pick<User, "id" | "email" | "name" | "role"> | undefined {
  const found = readCached(app.db, `session ${id}`, () => statements(app.db).holder.get({ id }));
  if (!found || found.revokedAt !== null || found.disabledAt !== null) return undefined;
  return found.expiresAt > app.clock.now() ? found : undefined;
}

/** The session and its person while both are good, else undefined. */
export function findLiveSession(app: App, id: string): { session: Session; user: User } | undefined {
  const found = statements(app.db).withUser.get({ id });
  if (!found || found.session.revokedAt !== null || found.user.disabledAt !== null) return undefined;
  return found.session.expiresAt > app.clock.now() ? found : undefined;
}

export function startSession(app: App, user: User, device: Device): SignedIn {
  const now = app.clock.now();
  const id = newId();
  const refreshToken = `${id}.${randomToken(app.random)}`;
  const session: Session = {
    id,
    userId: user.id,
    tokenHash: sha256(refreshToken),
    previousTokenHash: null,
    rotatedAt: now,
    userAgent: device.userAgent.slice(0, 300),
    address: device.address,
    createdAt: now,
    authenticatedAt: now,
    expiresAt: sessionEnd(app, { createdAt: now }),
    revokedAt: null,
  };
  const isNew = isNewPlace(app, user, device.address);
  // Not flushed to the disk: what a power cut takes away is one sign-in.
  app.db.transaction(
    (tx) => {
      tx.delete(sessions)
        .where(
          and(
            eq(sessions.userId, user.id),
            or(lt(sessions.expiresAt, now), lt(sessions.revokedAt, now - refreshTokenMs)),
          ),
        )
        .run();
      tx.insert(sessions).values(session).run();
      if (isNew) notify(app, user.id, { kind: "new-device", from: device });
    },
    { behavior: "immediate" },
  );
  return { user, session, refreshToken };
}

/**
 * Exchanges a refresh token for its successor. The one before is taken for a grace time and gets the same successor;
 * any older one means that somebody kept a copy, and ends the session.
 * @throws Problem `unauthenticated`
 */
export function rotateSession(app: App, refreshToken: string, device: Device): SignedIn {
  const [id = "", secret = ""] = refreshToken.split(".");
  if (!isId(id) || secret === "" || refreshToken.length > 128) throw signedOut();
  const hash = sha256(refreshToken);
  const successor = successorOf(app, id, refreshToken);
  const outcome = app.db.transaction(
    (tx): SignedIn | "reused" | undefined => {
      const found = findLiveSession(app, id);
      if (!found) return undefined;
      const { session, user } = found;
      const now = app.clock.now();
      if (session.tokenHash === hash) {
        const next: Session = {
          ...session,
          tokenHash: sha256(successor),
          previousTokenHash: hash,
          rotatedAt: now,
          expiresAt: sessionEnd(app, session),
          userAgent: device.userAgent.slice(0, 300),
          address: device.address,
        };
        tx.update(sessions).set(next).where(eq(sessions.id, id)).run();
        return { user, session: next, refreshToken: successor };
      }
      if (session.previousTokenHash === hash && now - session.rotatedAt <= refreshGraceMs) {
        return { user, session, refreshToken: successor };
      }
      tx.update(sessions).set({ revokedAt: now }).where(eq(sessions.id, id)).run();
      audit(app, {
        action: "session.reused",
        outcome: "refused",
        on: { type: "user", id: user.id, name: user.email },
        from: device,
        detail: { sessionId: id },
      });
      return "reused";
    },
    { behavior: "immediate" },
  );
  if (outcome === "reused") {
    announceEnd(app, [id]);
    app.log.warn(
      { sessionId: id, address: device.address },
      "an old refresh token was used again: the session is revoked",
    );
    throw signedOut();
  }
  if (!outcome) throw signedOut();
  return outcome;
}

/** Ends one session; access tokens of it stop working at once. */
export function revokeSession(app: App, id: string): void {
  durably(app.db, () =>
    app.db
      .update(sessions)
      .set({ revokedAt: app.clock.now() })
      .where(and(eq(sessions.id, id), isNull(sessions.revokedAt)))
      .run(),
  );
  announceEnd(app, [id]);
}

/** The live session that a refresh token belongs to, also when the token has just been replaced. */
export function sessionOfToken(app: App, refreshToken: string): Session | undefined {
  const session = findLiveSession(app, refreshToken.split(".")[0] ?? "")?.session;
  const hash = sha256(refreshToken);
  return session && (session.tokenHash === hash || session.previousTokenHash === hash) ? session : undefined;
}

/** Derived, not drawn: only hashes are stored, and a racing tab must get the token that the other one got. */
const successorOf = (app: App, id: string, refreshToken: string): string =>
  `${id}.${createHmac("sha256", app.secrets.jwt).update(`refresh\n${refreshToken}`).digest("base64url")}`;

const signedOut = () => new Problem("unauthenticated", "You are signed out. Sign in again.");
