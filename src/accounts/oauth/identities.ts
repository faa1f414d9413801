import { and, asc, count, eq } from "drizzle-orm";
import type { App } from "../../platform/app.ts";
import { isoTime } from "../../platform/clock.ts";
import { durably } from "../../platform/database.ts";
import { newId, requireId } from "../../platform/ids.ts";
import { Problem } from "../../platform/problem.ts";
import { requireUser } from "../people/users.ts";
import { requireOtherWayIn } from "../sign-in/ways-in.ts";
import type { ProvedIdentity, SignInProvider } from "./provider.ts";
import { listProviders } from "./provider-store.ts";
import { type Identity, identities } from "./schema.ts";
import { SignInRefused } from "./sign-in-problem.ts";

const mostIdentities = 20;

/** A linked account as its owner sees it. */
export interface IdentityView {
  id: string;
  provider: string;
  label: string;
  email: string;
  createdAt: string;
  lastUsedAt: string | null;
  /** Whether it opens the door today: its provider is there and turned on. */
  usable: boolean;
}

export const findIdentity = (
  app: App,
  { issuer, subject }: Pick<Identity, "issuer" | "subject">,
): Identity | undefined =>
  app.db
    .select()
    .from(identities)
    .where(and(eq(identities.issuer, issuer), eq(identities.subject, subject)))
    .get();

export function listIdentities(app: App, userId: string): IdentityView[] {
  const providers = listProviders(app);
  const rows = app.db.select().from(identities).where(eq(identities.userId, userId)).orderBy(asc(identities.id)).all();
  return rows.map(({ id, provider, issuer, email, createdAt, lastUsedAt }) => {
    const known =
      providers.find((one) => one.id === provider && one.issuer === issuer) ??
      providers.find((one) => one.issuer === issuer);
    return {
      id,
      provider: known?.id ?? provider,
      label: known?.label ?? provider,
      email,
      createdAt: isoTime(createdAt),
      lastUsedAt: lastUsedAt === null ? null : isoTime(lastUsedAt),
      usable: providers.some((one) => one.issuer === issuer && one.enabled),
    };
  });
}

/** Inside the caller's transaction. @throws SignInRefused `already_linked`; Problem `conflict` for too many */
export function linkIdentity(
  app: App,
  userId: string,
  provider: SignInProvider,
  proved: ProvedIdentity & { email: string },
): Identity {
  const known = findIdentity(app, proved);
  if (known && known.userId !== userId) throw new SignInRefused("already_linked");
  if (known) return known;
  const held =
    app.db.select({ total: count() }).from(identities).where(eq(identities.userId, userId)).get()?.total ?? 0;
  if (held >= mostIdentities) throw new Problem("conflict", `At most ${mostIdentities} accounts can be linked.`);
  const row: Identity = {
    id: newId(),
    userId,
    provider: provider.id,
    issuer: proved.issuer,
    subject: proved.subject,
    email: proved.email,
    createdAt: app.clock.now(),
    lastUsedAt: null,
  };
  app.db.insert(identities).values(row).run();
  return row;
}

export const noteUse = (app: App, id: string, provider: SignInProvider, email: string): void => {
  const change = { lastUsedAt: app.clock.now(), provider: provider.id, email };
  app.db.update(identities).set(change).where(eq(identities.id, id)).run();
};

/** @throws Problem `not_found`; `conflict` for the last way in */
export function unlinkIdentity(app: App, userId: string, id: string): Identity {
  return durably(app.db, () =>
    app.db.transaction(
      (tx) => {
        const mine = and(eq(identities.id, requireId(id, "linked account")), eq(identities.userId, userId));
        const row = tx.select().from(identities).where(mine).get();
        if (!row) throw new Problem("not_found", "There is no such linked account.");
        requireOtherWayIn(app, requireUser(app, userId), { withoutIdentity: row.id });
        tx.delete(identities).where(mine).run();
        return row;
      },
      { behavior: "immediate" },
    ),
  );
}
