import { and, desc, eq, gt, isNotNull, isNull, lt, lte } from "drizzle-orm";
import type { App } from "../../platform/app.ts";
import { durably } from "../../platform/database.ts";
import { newId, requireId } from "../../platform/ids.ts";
import { type Page, type PageQuery, pageLimit, pagePosition, toPage } from "../../platform/page.ts";
import { Problem } from "../../platform/problem.ts";
import { randomToken, sha256 } from "../../platform/random.ts";
import { requireText } from "../../platform/text.ts";
import { containsText } from "../contains.ts";
import { type InvitationRow, invitations, type Role, type User, users } from "../schema.ts";
import { requireTier } from "../tiers/tiers.ts";
import { findUserByEmail, prepareUser, requireEmail } from "./users.ts";

const dayMs = 24 * 3600_000;
export const usualInvitationDays = 7;

export interface NewInvitation {
  email: string;
  name?: string | undefined;
  role: Role;
  /** The default tier when left out. */
  tierId?: string | null | undefined;
  days?: number | undefined;
}

/** An invitation right after a link was made, the only time that its token is known. */
export interface SentInvitation {
  row: InvitationRow;
  token: string;
}

export type InvitationState = "open" | "accepted" | "revoked" | "expired";

export function invitationState(app: App, row: InvitationRow): InvitationState {
  if (row.acceptedAt !== null) return "accepted";
  if (row.revokedAt !== null) return "revoked";
  return row.expiresAt > app.clock.now() ? "open" : "expired";
}

const openFor = (app: App, email: string) =>
  and(
    eq(invitations.email, email),
    isNull(invitations.acceptedAt),
    isNull(invitations.revokedAt),
    gt(invitations.expiresAt, app.clock.now()),
  );

/** @throws Problem `validation_failed`; `not_found` for a tier; `conflict` for somebody who is here or invited already */
export function invite(app: App, by: { id: string }, input: NewInvitation): SentInvitation {
  const email = requireEmail(input.email);
  const token = randomToken(app.random);
  const now = app.clock.now();
  const row: InvitationRow = {
    id: newId(),
    tokenHash: sha256(token),
    email,
    name: input.name?.trim() ? requireText(input.name, "name", 120) : "",
    role: input.role,
    tierId: input.tierId ?? null,
    invitedBy: by.id,
    createdAt: now,
    sentAt: now,
    expiresAt: now + (input.days ?? usualInvitationDays) * dayMs,
    revokedAt: null,
    acceptedAt: null,
  };
  durably(app.db, () =>
    app.db.transaction(
      (tx) => {
        if (row.tierId !== null) requireTier(app, row.tierId);
        if (findUserByEmail(app, email)) throw new Problem("conflict", `${email} has an account already.`);
        if (tx.select().from(invitations).where(openFor(app, email)).get()) {
          throw new Problem("conflict", `${email} is invited already. Send that invitation again, or revoke it.`);
        }
        tx.insert(invitations).values(row).run();
      },
      { behavior: "immediate" },
    ),
  );
  return { row, token };
}

export interface InvitationFilter {
  /** Part of the name or the e-mail address. */
  search?: string | undefined;
  state?: InvitationState | undefined;
}

/** Newest first. @throws Problem `bad_request` for a wrong cursor */
export function listInvitations<View>(
  app: App,
  query: InvitationFilter & PageQuery,
  view: (row: InvitationRow) => View,
): Page<View> {
  const limit = pageLimit(query);
  const after = pagePosition(query);
  const now = app.clock.now();
  const waiting = and(isNull(invitations.acceptedAt), isNull(invitations.revokedAt));
  const stateIs = {
    open: and(waiting, gt(invitations.expiresAt, now)),
    accepted: isNotNull(invitations.acceptedAt),
    revoked: and(isNull(invitations.acceptedAt), isNotNull(invitations.revokedAt)),
    expired: and(waiting, lte(invitations.expiresAt, now)),
  };
  const rows = app.db
    .select()
    .from(invitations)
    .where(
      and(
        query.state && stateIs[query.state],
        containsText([invitations.email, invitations.name], query.search),
        after && lt(invitations.id, after.id),
      ),
    )
    .orderBy(desc(invitations.id))
    .limit(limit + 1)
    .all();
  return toPage(rows, limit, ({ id }) => ({ sort: 0, id }), view);
}

function requireInvitation(app: App, id: string): InvitationRow {
  const row = app.db
    .select()
    .from(invitations)
    .where(eq(invitations.id, requireId(id, "invitation")))
    .get();
  if (!row) throw new Problem("not_found", "There is no such invitation.");
  return row;
}

/** A new link for as long as before; the earlier one stops working. @throws Problem `not_found`, `conflict` once it ended */
export function resendInvitation(app: App, id: string): SentInvitation {
  const token = randomToken(app.random);
  return durably(app.db, () =>
    app.db.transaction(
      (tx) => {
        const row = requireInvitation(app, id);
        if (row.acceptedAt !== null || row.revokedAt !== null || findUserByEmail(app, row.email)) {
          throw new Problem("conflict", "This invitation was accepted or revoked.");
        }
        const now = app.clock.now();
        const change = { tokenHash: sha256(token), sentAt: now, expiresAt: now + (row.expiresAt - row.sentAt) };
        tx.update(invitations).set(change).where(eq(invitations.id, row.id)).run();
        return { row: { ...row, ...change }, token };
      },
      { behavior: "immediate" },
    ),
  );
}

/** @throws Problem `not_found`; `conflict` once it was accepted */
export function revokeInvitation(app: App, id: string): InvitationRow {
  return durably(app.db, () =>
    app.db.transaction(
      (tx) => {
        const row = requireInvitation(app, id);
        if (row.acceptedAt !== null)
          throw new Problem("conflict", "This invitation was accepted. Close the account instead.");
        const revokedAt = row.revokedAt ?? app.clock.now();
        tx.update(invitations).set({ revokedAt }).where(eq(invitations.id, row.id)).run();
        return { ...row, revokedAt };
      },
      { behavior: "immediate" },
    ),
  );
}

const usable = (app: App, token: string) =>
  and(
    eq(invitations.tokenHash, sha256(token)),
    isNull(invitations.acceptedAt),
    isNull(invitations.revokedAt),
    gt(invitations.expiresAt, app.clock.now()),
  );

/** @throws Problem `link_invalid`, in the same words whatever is wrong with it */
export function openInvitation(app: App, token: string): InvitationRow {
  const row = app.db.select().from(invitations).where(usable(app, token)).get();
  if (!row) throw badInvitation();
  return row;
}

/**
 * Makes the account of whoever holds the link, with the e-mail address and the role that were invited. Of two requests
 * with one link, one succeeds.
 * @throws Problem `link_invalid`, `validation_failed`
 */
export async function acceptInvitation(
  app: App,
  input: { token: string; name: string; password: string },
): Promise<User> {
  // Before the password is hashed, so that a stranger cannot make the machine work; and again inside the transaction.
  const { email, role } = openInvitation(app, input.token);
  const row = await prepareUser(app, { email, role, name: input.name, password: input.password });
  durably(app.db, () =>
    app.db.transaction(
      (tx) => {
        const change = { acceptedAt: app.clock.now() };
        const taken = tx.update(invitations).set(change).where(usable(app, input.token)).returning().all();
        const [invitation] = taken;
        if (!invitation || findUserByEmail(app, email)) throw badInvitation();
        tx.insert(users)
          .values({ ...row, role: invitation.role, tierId: invitation.tierId })
          .run();
      },
      { behavior: "immediate" },
    ),
  );
  return row;
}

/**
 * Accepts the open invitation to an address for whoever has proved that it is theirs, inside the caller's transaction.
 * @param check may throw before it is used up
 * @returns undefined where there is none
 */
export function takeInvitationOf(
  app: App,
  email: string,
  check: (invitation: InvitationRow) => void,
): InvitationRow | undefined {
  const row = app.db.select().from(invitations).where(openFor(app, email)).get();
  if (!row) return undefined;
  check(row);
  app.db.update(invitations).set({ acceptedAt: app.clock.now() }).where(eq(invitations.id, row.id)).run();
  return row;
}

const badInvitation = () =>
  new Problem("link_invalid", "This invitation is wrong, used, revoked or too old. Ask for a new one.");
