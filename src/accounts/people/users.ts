import { asc, eq, isNull, sql } from "drizzle-orm";
import type { App } from "../../platform/app.ts";
import { type Db, durably } from "../../platform/database.ts";
import { newId, requireId } from "../../platform/ids.ts";
import { once } from "../../platform/memo.ts";
import { Problem } from "../../platform/problem.ts";
import { requireText } from "../../platform/text.ts";
import { hashPassword, requireGoodPassword } from "../passwords/passwords.ts";
import { passwordLinks, type Role, type User, users } from "../schema.ts";
import { endSessions } from "../sessions/session-list.ts";

export const roles = ["admin", "member", "viewer"] as const satisfies readonly Role[];

/** A person as others may see them. */
export interface PublicUser {
  id: string;
  email: string;
  name: string;
  role: Role;
}

export interface NewUser {
  email: string;
  name: string;
  password: string;
  role: Role;
  /** The default tier when left out. */
  tierId?: string | null | undefined;
}

const statements = once((db: Db) => ({
  byEmail: db
    .select()
    .from(users)
    .where(eq(users.email, sql.placeholder("email")))
    .prepare(),
  byId: db
    .select()
    .from(users)
    .where(eq(users.id, sql.placeholder("id")))
    .prepare(),
}));

export const publicUser = ({ id, email, name, role }: User): PublicUser => ({ id, email, name, role });

/** One spelling for every e-mail address. */
export const normalEmail = (email: string): string => email.trim().normalize("NFC").toLowerCase();

/** Whether a text in its normal spelling can be one e-mail address. */
export const isEmail = (clean: string): boolean =>
  clean.length <= 254 && /^[^\s@<>"(),:;\\]{1,64}@[^\s@<>"(),:;\\]+$/.test(clean) && !/\p{Cc}/u.test(clean);

/** @throws Problem `validation_failed` */
export function requireEmail(email: string): string {
  const clean = normalEmail(email);
  if (!isEmail(clean)) {
    const message = "This is not an e-mail address.";
    throw new Problem("validation_failed", message, { errors: [{ path: "/email", message }] });
  }
  return clean;
}

export const findUserByEmail = (app: App, email: string): User | undefined =>
  statements(app.db).byEmail.get({ email: normalEmail(email) });

export const findUser = (app: App, id: string): User | undefined => statements(app.db).byId.get({ id });

/** @throws Problem `not_found` */
export function requireUserByEmail(app: App, email: string): User {
  const user = findUserByEmail(app, email);
  if (!user) throw new Problem("not_found", `Nobody here has the e-mail address ${normalEmail(email)}.`);
  return user;
}

/** @throws Problem `not_found`, also for somebody who was deleted */
export function requireUser(app: App, id: string): User {
  const user = findUser(app, requireId(id, "person"));
  if (!user || user.deletedAt !== null) throw new Problem("not_found", "There is no such person.");
  return user;
}

/**
 * Checks and hashes; the row itself is stored by the caller, inside whatever transaction it needs. Whoever calls this
 * vouches for the e-mail address, or takes `emailVerifiedAt` back.
 */
export async function prepareUser(app: App, input: NewUser): Promise<User> {
  const email = requireEmail(input.email);
  const name = requireText(input.name, "name", 120);
  requireGoodPassword(input.password, { email, name });
  return {
    ...passwordlessUser(app, { email, name, role: input.role, tierId: input.tierId }),
    passwordHash: await hashPassword(app, input.password),
  };
}

/** The row of somebody who signs in by other means than a password. @throws Problem `validation_failed` */
export function passwordlessUser(app: App, input: Omit<NewUser, "password">): User {
  const now = app.clock.now();
  return {
    id: newId(),
    email: requireEmail(input.email),
    emailVerifiedAt: now,
    name: requireText(input.name, "name", 120),
    passwordHash: "",
    role: input.role,
    tierId: input.tierId ?? null,
    disabledAt: null,
    requestedAt: null,
    deletedAt: null,
    createdAt: now,
    updatedAt: now,
  };
}

/** @throws Problem `validation_failed`; `conflict` when the e-mail address is taken */
export async function createUser(app: App, input: NewUser): Promise<PublicUser> {
  const row = await prepareUser(app, input);
  durably(app.db, () =>
    app.db.transaction(
      (tx) => {
        if (findUserByEmail(app, row.email)) {
          throw new Problem("conflict", `Somebody already has the e-mail address ${row.email}.`);
        }
        tx.insert(users).values(row).run();
      },
      { behavior: "immediate" },
    ),
  );
  return publicUser(row);
}

/** Everybody, oldest account first. */
export const listUsers = (app: App): (PublicUser & { createdAt: number; disabledAt: number | null })[] =>
  app.db
    .select()
    .from(users)
    .where(isNull(users.deletedAt))
    .orderBy(asc(users.id))
    .all()
    .map((row) => ({ ...publicUser(row), createdAt: row.createdAt, disabledAt: row.disabledAt }));

/**
 * Sets a new password and signs the person out everywhere.
 * @throws Problem `not_found`, `validation_failed`
 */
export async function resetPassword(app: App, email: string, password: string): Promise<PublicUser> {
  const user = requireUserByEmail(app, email);
  await changePassword(app, user.id, password);
  return publicUser(user);
}

/**
 * Sets a new password and ends the sessions of the person, all or all but one, and links for a new password.
 * @throws Problem `not_found`, `validation_failed`
 */
export async function changePassword(
  app: App,
  userId: string,
  password: string,
  { keepSession }: { keepSession?: string } = {},
): Promise<void> {
  const user = requireUser(app, userId);
  requireGoodPassword(password, user);
  const passwordHash = await hashPassword(app, password);
  durably(app.db, () =>
    app.db.transaction(
      (tx) => {
        tx.update(users).set({ passwordHash, updatedAt: app.clock.now() }).where(eq(users.id, user.id)).run();
        tx.delete(passwordLinks).where(eq(passwordLinks.userId, user.id)).run();
        endSessions(app, user.id, keepSession === undefined ? {} : { except: keepSession });
      },
      { behavior: "immediate" },
    ),
  );
}
