import type { App } from "../../platform/app.ts";
import { durably } from "../../platform/database.ts";
import { takeInvitationOf } from "../people/invitations.ts";
import { requireRoomForRequest } from "../people/register.ts";
import { findUser, findUserByEmail, isEmail, passwordlessUser } from "../people/users.ts";
import { roleMay } from "../permissions.ts";
import { type User, users } from "../schema.ts";
import { readSetting } from "../settings.ts";
import { isClaimed } from "../setup/setup.ts";
import { findIdentity, linkIdentity, noteUse } from "./identities.ts";
import { admitsDomain, isAuthority, type ProvedIdentity, type SignInProvider } from "./provider.ts";
import { type SignInProblem, SignInRefused } from "./sign-in-problem.ts";

/** How somebody came in, for the audit log. */
export interface Admitted {
  user: User;
  /** What had to be made for it. */
  made: "nothing" | "link" | "account" | "request";
  /** Whose invitation was used up. */
  byInvitation: boolean;
}

/**
 * Decides who somebody is whom a provider has proved, and makes the account or the link where that is safe.
 *
 * - Only a *verified* e-mail address counts, for people who are known as well.
 * - A known subject is the person it was linked to, whatever their address says today.
 * - An unknown one whose address belongs to an account is linked without asking only where that cannot be a takeover:
 *   the provider is the authority for that address (`isAuthority`); somebody vouched for the account's address, so that
 *   nobody can have registered it in advance and kept the password; and the account is no administrator's. Everybody
 *   else signs in as before and links in their profile.
 * - An unknown person comes in by an open invitation to the address, or as the registration setting says, as a member.
 *   An invitation that makes an administrator is accepted here only on the word of the authority for the address.
 *
 * @throws SignInRefused
 */
export function admit(app: App, provider: SignInProvider, proved: ProvedIdentity): Admitted {
  const person = requireAddress(provider, proved);
  return durably(app.db, () =>
    app.db.transaction(
      () => {
        const known = findIdentity(app, person);
        if (known) return byIdentity(app, provider, known.id, known.userId, person.email);
        const user = findUserByEmail(app, person.email);
        return user ? byEmail(app, provider, person, user) : newcomer(app, provider, person);
      },
      { behavior: "immediate" },
    ),
  );
}

type Person = ProvedIdentity & { email: string };

/** Nothing goes on without a verified address of a domain that may come in. @throws SignInRefused */
export function requireAddress(provider: SignInProvider, proved: ProvedIdentity): Person {
  const { email, emailVerified } = proved;
  if (email === undefined || !isEmail(email)) throw new SignInRefused("email_missing");
  if (!emailVerified) throw new SignInRefused("email_unverified");
  const person = { ...proved, email };
  if (!admitsDomain(provider, person)) throw new SignInRefused("domain_not_allowed");
  return person;
}

function byIdentity(app: App, provider: SignInProvider, id: string, userId: string, email: string): Admitted {
  const user = findUser(app, userId);
  if (!user) throw new SignInRefused("account_closed");
  requireOpen(user);
  noteUse(app, id, provider, email);
  return { user, made: "nothing", byInvitation: false };
}

function byEmail(app: App, provider: SignInProvider, person: Person, user: User): Admitted {
  requireOpen(user);
  const safe = isAuthority(provider, person) && user.emailVerifiedAt !== null && !roleMay(user.role, "admin");
  if (!safe) throw new SignInRefused("link_first", { user });
  noteUse(app, linkIdentity(app, user.id, provider, person).id, provider, person.email);
  return { user, made: "link", byInvitation: false };
}

function requireOpen(user: User): void {
  if (user.disabledAt === null && user.deletedAt === null) return;
  const why: SignInProblem = user.requestedAt === null ? "account_closed" : "approval_pending";
  throw new SignInRefused(why, { user });
}

function newcomer(app: App, provider: SignInProvider, person: Person): Admitted {
  // Before there is an administrator nobody comes in: the first account is made with the setup link.
  if (!provider.createAccounts || !isClaimed(app)) throw new SignInRefused("no_account");
  const fresh = { email: person.email, name: nameOf(person) };
  const invitation = takeInvitationOf(app, person.email, (found) => {
    if (found.role === "admin" && !isAuthority(provider, person)) throw new SignInRefused("invitation_link");
  });
  if (invitation) {
    const { role, tierId } = invitation;
    return store(app, provider, person, passwordlessUser(app, { ...fresh, role, tierId }), "account", true);
  }
  // Who once received a mail at the address need not own it today: only the authority vouches for the account.
  const vouched = isAuthority(provider, person) ? app.clock.now() : null;
  const how = readSetting(app, "registration");
  if (how === "invitation") throw new SignInRefused("invitation_needed");
  const user: User = { ...passwordlessUser(app, { ...fresh, role: "member" }), emailVerifiedAt: vouched };
  if (how === "open") return store(app, provider, person, user, "account", false);
  requireRoomForRequest(app);
  const waiting: User = { ...user, requestedAt: user.createdAt, disabledAt: user.createdAt };
  return store(app, provider, person, waiting, "request", false);
}

function store(
  app: App,
  provider: SignInProvider,
  person: Person,
  user: User,
  made: "account" | "request",
  byInvitation: boolean,
): Admitted {
  app.db.insert(users).values(user).run();
  const { id } = linkIdentity(app, user.id, provider, person);
  if (made === "account") noteUse(app, id, provider, person.email);
  return { user, made, byInvitation };
}

/** What the provider calls them, as far as it can be a name here. */
function nameOf({ name, email }: Person): string {
  const clean = name
    .normalize("NFC")
    .replaceAll(/\p{Cc}/gu, " ")
    .trim()
    .slice(0, 120)
    .toWellFormed()
    .trim();
  return clean || (email.split("@")[0] ?? email);
}
