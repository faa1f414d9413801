import { and, eq, isNull } from "drizzle-orm";
import type { App } from "../../platform/app.ts";
import { Problem } from "../../platform/problem.ts";
import { listProviders } from "../oauth/provider-store.ts";
import { identities } from "../oauth/schema.ts";
import { countPasskeys } from "../passkeys/passkeys.ts";
import { hasPassword } from "../passwords/passwords.ts";
import { requireUser } from "../people/users.ts";
import { roleMay } from "../permissions.ts";
import { type User, users } from "../schema.ts";
import { readSetting } from "../settings.ts";

/** How somebody can sign in today. */
export interface WaysIn {
  password: boolean;
  passkeys: number;
  /** Ids of linked accounts whose provider is there and turned on. */
  identities: string[];
}

/** A change that is about to be made, to see who would be left outside. */
export interface Assumption {
  /** Whether signing in with a password is possible at all. */
  passwordSignIn?: boolean;
  /** Issuers of providers that are turned on. */
  issuers?: ReadonlySet<string>;
  /** A linked account that goes. */
  withoutIdentity?: string;
  /** How many passkeys go. */
  fewerPasskeys?: number;
}

export const enabledIssuers = (app: App, without?: string): Set<string> =>
  new Set(listProviders(app).flatMap(({ id, issuer, enabled }) => (enabled && id !== without ? [issuer] : [])));

export function waysIn(app: App, user: User, assume: Assumption = {}): WaysIn {
  const passwordSignIn = assume.passwordSignIn ?? readSetting(app, "passwordSignIn");
  const issuers = assume.issuers ?? enabledIssuers(app);
  const linked = app.db.select().from(identities).where(eq(identities.userId, user.id)).all();
  const usable = linked.filter(({ id, issuer }) => id !== assume.withoutIdentity && issuers.has(issuer));
  return {
    password: passwordSignIn && hasPassword(user),
    passkeys: countPasskeys(app, user.id) - (assume.fewerPasskeys ?? 0),
    identities: usable.map(({ id }) => id),
  };
}

export const hasWayIn = (app: App, user: User, assume: Assumption = {}): boolean => {
  const ways = waysIn(app, user, assume);
  return ways.password || ways.passkeys > 0 || ways.identities.length > 0;
};

/**
 * Before somebody loses a way to sign in.
 * @throws Problem `conflict` for their last one
 */
export function requireOtherWayIn(app: App, user: User, assume: Assumption): void {
  if (hasWayIn(app, user, assume)) return;
  throw new Problem("conflict", "This is the only way you can sign in. Set a password or add another way first.");
}

/**
 * Call it in the transaction that takes a passkey away, before it does.
 * @throws Problem `conflict` for the last way in
 */
export const requireAnotherWayIn = (app: App, userId: string): void =>
  requireOtherWayIn(app, requireUser(app, userId), { fewerPasskeys: 1 });

/** Everybody who may administer and whose account is open, whether or not they can sign in. */
const administrators = (app: App): User[] =>
  app.db
    .select()
    .from(users)
    .where(and(eq(users.role, "admin"), isNull(users.disabledAt)))
    .all();

/**
 * Before a change that concerns everybody.
 * @throws Problem `conflict` when no administrator could sign in any more
 */
export function requireAdminWayIn(app: App, assume: Assumption): void {
  if (administrators(app).some((user) => hasWayIn(app, user, assume))) return;
  throw new Problem(
    "conflict",
    "No administrator could sign in any more. Link an administrator's account to a provider that is turned on first.",
  );
}

/**
 * Before an account is closed, deleted or loses its role: nobody could undo it without an administrator who gets in.
 * @throws Problem `conflict` when no other administrator can sign in
 */
export function requireOtherAdmin(app: App, user: User): void {
  if (!roleMay(user.role, "admin") || user.disabledAt !== null) return;
  const others = administrators(app).filter(({ id }) => id !== user.id);
  if (others.some((other) => hasWayIn(app, other))) return;
  throw new Problem(
    "conflict",
    others.length === 0
      ? "This is the only administrator. Make somebody else one first."
      : "No other administrator can sign in today. Let one of them add a way to sign in first, or turn passwords on.",
  );
}
