import { and, asc, desc, eq, inArray, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { App } from "../../platform/app.ts";
import { isoTime } from "../../platform/clock.ts";
import { durably } from "../../platform/database.ts";
import { deleteJobsOf } from "../../platform/jobs/index.ts";
import { type Page, type PageQuery, pageLimit, pagePosition, toPage } from "../../platform/page.ts";
import { auditOfPerson } from "../audit/audit-log.ts";
import { hasOneTimeCodes } from "../codes/one-time-codes.ts";
import { containsText } from "../contains.ts";
import { countGoodKeys, grantOf, keySession, listKeys } from "../keys/api-keys.ts";
import { listIdentities } from "../oauth/identities.ts";
import { identities, oauthFlows } from "../oauth/schema.ts";
import { countPasskeys, listPasskeys } from "../passkeys/passkeys.ts";
import { passkeyChallenges, passkeyOwners, passkeys } from "../passkeys/schema.ts";
import { hasPassword } from "../passwords/passwords.ts";
import {
  apiKeys,
  invitations,
  oneTimeCodes,
  passwordLinks,
  type Role,
  recoveryCodes,
  sessions,
  type User,
  users,
} from "../schema.ts";
import { announceEnd } from "../sessions/session-end.ts";
import { endSessions, listSessions } from "../sessions/session-list.ts";
import { lockedPeople } from "../sign-in/locks.ts";
import { requireOtherAdmin } from "../sign-in/ways-in.ts";
import { requireTier } from "../tiers/tiers.ts";
import { announcePerson } from "./person-changes.ts";
import { type PublicUser, publicUser, requireUser, requireUserByEmail } from "./users.ts";

export type PersonState = "active" | "disabled" | "requested";

/** A person as administrators see them. */
export interface PersonView {
  id: string;
  email: string;
  name: string;
  role: Role;
  /** Null is whichever tier is the default. */
  tierId: string | null;
  state: PersonState;
  createdAt: string;
  /** Whether they have a password; somebody who came by a provider may have none. */
  hasPassword: boolean;
  oneTimeCodes: boolean;
  /** How many they have. */
  passkeys: number;
  /** Labels of the providers that sign them in. */
  providers: string[];
  /** When a session of theirs was last renewed; null when none is known. */
  lastSeenAt: string | null;
  /** Until when wrong guesses keep them out; null when nothing does. */
  lockedUntil: string | null;
  /** How many API keys of theirs are good now. */
  keys: number;
}

const stateOf = ({ disabledAt, requestedAt }: User): PersonState =>
  disabledAt === null ? "active" : requestedAt === null ? "disabled" : "requested";

export function personView(app: App, user: User, locked = lockedPeople(app)): PersonView {
  const { id, email, name, role, tierId, createdAt } = user;
  const seen = app.db
    .select({ at: sql<number | null>`max(${sessions.rotatedAt})` })
    .from(sessions)
    .where(eq(sessions.userId, id))
    .get()?.at;
  const locksEnd = locked.get(id);
  return {
    id,
    email,
    name,
    role,
    tierId,
    state: stateOf(user),
    createdAt: isoTime(createdAt),
    hasPassword: hasPassword(user),
    oneTimeCodes: hasOneTimeCodes(app, id),
    passkeys: countPasskeys(app, id),
    providers: [...new Set(listIdentities(app, id).map(({ label }) => label))],
    lastSeenAt: seen ? isoTime(seen) : null,
    lockedUntil: locksEnd === undefined ? null : isoTime(locksEnd),
    keys: countGoodKeys(app, id),
  };
}

export type PeopleSort = "created" | "name" | "email" | "seen";

const marks = alias(users, "mark");

const sortKeys: Record<PeopleSort, (table: typeof users | typeof marks) => SQL> = {
  created: ({ createdAt }) => sql`${createdAt}`,
  name: ({ name }) => sql`lower(${name})`,
  email: ({ email }) => sql`${email}`,
  seen: ({ id }) =>
    sql`coalesce((select max(${sessions.rotatedAt}) from ${sessions} where ${sessions.userId} = ${id}), 0)`,
};

/** Whether a row comes after the last one of the page before, whose sort key is looked up as it is now. */
function isPast(sort: PeopleSort, id: string, descending: boolean): SQL {
  // Written out: in a query of its own, drizzle would name columns without their table.
  const mark = sql`(select ${sortKeys[sort](marks)}, ${marks.id} from ${users} as "mark" where ${marks.id} = ${id})`;
  return sql`(${sortKeys[sort](users)}, ${users.id}) ${sql.raw(descending ? "<" : ">")} ${mark}`;
}

export interface PeopleFilter {
  /** Part of the name or the e-mail address. */
  search?: string | undefined;
  role?: Role | undefined;
  tierId?: string | undefined;
  /** A state, or those whom wrong guesses keep out at this moment. */
  state?: PersonState | "locked" | undefined;
  sort?: PeopleSort | undefined;
  order?: "ascending" | "descending" | undefined;
}

/**
 * Everybody who was not deleted, oldest account first unless told.
 * @throws Problem `bad_request` for a wrong cursor, `not_found` for a tier
 */
export function listPeople(app: App, query: PeopleFilter & PageQuery): Page<PersonView> {
  const limit = pageLimit(query);
  const after = pagePosition(query);
  const locked = lockedPeople(app);
  const stateIs = {
    active: isNull(users.disabledAt),
    disabled: and(isNotNull(users.disabledAt), isNull(users.requestedAt)),
    requested: isNotNull(users.requestedAt),
    locked: inArray(users.id, [...locked.keys()]),
  };
  const descending = query.order === "descending";
  const direction = descending ? desc : asc;
  const rows = app.db
    .select()
    .from(users)
    .where(
      and(
        isNull(users.deletedAt),
        containsText([users.email, users.name], query.search),
        query.role && eq(users.role, query.role),
        query.tierId === undefined ? undefined : inTier(app, query.tierId),
        query.state && stateIs[query.state],
        after && isPast(query.sort ?? "created", after.id, descending),
      ),
    )
    .orderBy(direction(sortKeys[query.sort ?? "created"](users)), direction(users.id))
    .limit(limit + 1)
    .all();
  return toPage(
    rows,
    limit,
    ({ id }) => ({ sort: 0, id }),
    (row) => personView(app, row, locked),
  );
}

function inTier(app: App, tierId: string): SQL | undefined {
  const tier = requireTier(app, tierId);
  const given = eq(users.tierId, tier.id);
  return tier.isDefault ? or(given, isNull(users.tierId)) : given;
}

/** @throws Problem `not_found`; `conflict` when no other administrator can sign in */
export function setRole(app: App, email: string, role: Role): PublicUser {
  const changed = durably(app.db, () =>
    app.db.transaction(
      (tx) => {
        const user = requireUserByEmail(app, email);
        if (role !== "admin") requireOtherAdmin(app, user);
        tx.update(users).set({ role, updatedAt: app.clock.now() }).where(eq(users.id, user.id)).run();
        return publicUser({ ...user, role });
      },
      { behavior: "immediate" },
    ),
  );
  announcePerson(app, changed.id);
  return changed;
}

/**
 * Closes an account or opens it again; somebody who asked to join is let in by it. Closing ends sessions, streams and
 * the use of keys at once.
 * @throws Problem `not_found`; `conflict` when no other administrator can sign in
 */
export function setDisabled(app: App, id: string, disabled: boolean): User {
  durably(app.db, () =>
    app.db.transaction(
      (tx) => {
        const user = requireUser(app, id);
        if (disabled) requireOtherAdmin(app, user);
        const now = app.clock.now();
        const state = disabled ? { disabledAt: user.disabledAt ?? now } : { disabledAt: null, requestedAt: null };
        tx.update(users)
          .set({ ...state, updatedAt: now })
          .where(eq(users.id, user.id))
          .run();
        if (disabled) endEverything(app, user.id);
      },
      { behavior: "immediate" },
    ),
  );
  return requireUser(app, id);
}

function endEverything(app: App, userId: string): void {
  endSessions(app, userId);
  announceEnd(
    app,
    listKeys(app, userId).map(({ publicId }) => keySession(publicId)),
  );
}

/**
 * Takes everything personal of somebody away. The row stays without it, because projects, messages and versions that
 * others still use were made by somebody; the audit log keeps what it must keep.
 * @throws Problem `not_found`; `conflict` when no other administrator can sign in
 */
export function deletePerson(app: App, id: string): void {
  durably(app.db, () =>
    app.db.transaction(
      (tx) => {
        const user = requireUser(app, id);
        requireOtherAdmin(app, user);
        endEverything(app, user.id);
        for (const table of [
          sessions,
          apiKeys,
          oneTimeCodes,
          recoveryCodes,
          passwordLinks,
          passkeys,
          passkeyOwners,
          passkeyChallenges,
          identities,
          oauthFlows,
        ]) {
          tx.delete(table).where(eq(table.userId, user.id)).run();
        }
        const invited = tx.delete(invitations).where(eq(invitations.email, user.email)).returning().all();
        for (const { id: about } of [user, ...invited]) deleteJobsOf(app, about);
        const now = app.clock.now();
        const nobody = { email: `deleted-${user.id}@invalid`, name: "Deleted person", passwordHash: "" };
        tx.update(users)
          .set({
            ...nobody,
            role: "viewer",
            tierId: null,
            disabledAt: now,
            requestedAt: null,
            deletedAt: now,
            updatedAt: now,
          })
          .where(eq(users.id, user.id))
          .run();
      },
      { behavior: "immediate" },
    ),
  );
}

const exportedEntries = 10_000;

/** What accounts know about somebody, for them to take home. @throws Problem `not_found` */
export function exportPerson(app: App, id: string) {
  const user = requireUser(app, id);
  return {
    exportedAt: isoTime(app.clock.now()),
    person: { ...personView(app, user), updatedAt: isoTime(user.updatedAt) },
    sessions: listSessions(app, user.id),
    passkeys: listPasskeys(app, user.id),
    keys: listKeys(app, user.id).map((row) => ({ ...grantOf(row), name: row.name, createdAt: isoTime(row.createdAt) })),
    linkedAccounts: listIdentities(app, user.id),
    audit: auditOfPerson(app, user.id, exportedEntries),
  };
}
