import { asc, count, eq, isNull } from "drizzle-orm";
import type { App } from "../../platform/app.ts";
import { durably } from "../../platform/database.ts";
import { newId, requireId } from "../../platform/ids.ts";
import { Problem } from "../../platform/problem.ts";
import { requireText } from "../../platform/text.ts";
import { requireUser } from "../people/users.ts";
import { invitations, type User, users } from "../schema.ts";
import { type Limits, standardTier } from "./limits.ts";
import { type Tier, tiers } from "./schema.ts";

export interface TierInput {
  name: string;
  description?: string | undefined;
  isDefault?: boolean | undefined;
  /** What is left out is unlimited. */
  limits?: Partial<Limits> | undefined;
}

/** A tier as administrators see it. */
export interface TierView {
  id: string;
  name: string;
  description: string;
  isDefault: boolean;
  limits: Limits;
  /** How many are in it, in the default one with everybody who was given none. */
  people: number;
}

const descriptionLength = 500;
const mostTiers = 100;

export const limitsOf = (tier: Tier): Limits => ({
  generationsPerDay: tier.generationsPerDay,
  tokensPerDay: tier.tokensPerDay,
  tokensPerMonth: tier.tokensPerMonth,
  concurrentGenerations: tier.concurrentGenerations,
  projects: tier.projects,
  apiKeys: tier.apiKeys,
  requestsPerMinute: tier.requestsPerMinute,
  maxPromptTokens: tier.maxPromptTokens,
});

/** Makes the tier that an appliance begins with, when there is none. */
export function requireDefaultTier(app: App): Tier {
  const known = findDefault(app);
  if (known) return known;
  const { name, description, limits } = standardTier;
  return durably(app.db, () =>
    app.db.transaction(() => findDefault(app) ?? insert(app, { name, description, isDefault: true, limits }), {
      behavior: "immediate",
    }),
  );
}

const findDefault = (app: App): Tier | undefined => app.db.select().from(tiers).where(eq(tiers.isDefault, true)).get();

/** The default one first, the others in the order in which they were made. */
export function listTiers(app: App): TierView[] {
  requireDefaultTier(app);
  const rows = app.db.select().from(tiers).orderBy(asc(tiers.id)).all();
  const people = app.db
    .select({ tierId: users.tierId, total: count() })
    .from(users)
    .where(isNull(users.deletedAt))
    .groupBy(users.tierId)
    .all();
  const totals = new Map(people.map(({ tierId, total }) => [tierId, total]));
  return rows
    .map((row) => viewOf(row, (totals.get(row.id) ?? 0) + (row.isDefault ? (totals.get(null) ?? 0) : 0)))
    .sort((a, b) => Number(b.isDefault) - Number(a.isDefault));
}

const viewOf = (tier: Tier, people: number): TierView => {
  const { id, name, description, isDefault } = tier;
  return { id, name, description, isDefault, limits: limitsOf(tier), people };
};

/** @throws Problem `not_found` */
export function tierView(app: App, id: string): TierView {
  const found = listTiers(app).find((tier) => tier.id === requireId(id, "tier"));
  if (!found) throw new Problem("not_found", "There is no such tier.");
  return found;
}

/** @throws Problem `not_found` */
export function requireTier(app: App, id: string): Tier {
  const row = app.db
    .select()
    .from(tiers)
    .where(eq(tiers.id, requireId(id, "tier")))
    .get();
  if (!row) throw new Problem("not_found", "There is no such tier.");
  return row;
}

/** By its name, whatever the capitals. @throws Problem `not_found` that tells the names there are */
export function requireTierNamed(app: App, name: string): Tier {
  requireDefaultTier(app);
  const all = app.db.select().from(tiers).orderBy(asc(tiers.id)).all();
  const found = all.find((tier) => sameName(tier.name, name));
  if (found) return found;
  throw new Problem("not_found", `There is no tier ${name}. There is ${all.map((tier) => tier.name).join(", ")}.`);
}

const sameName = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** @throws Problem `validation_failed`; `conflict` for a name that is taken */
export function createTier(app: App, input: TierInput): TierView {
  return durably(app.db, () =>
    app.db.transaction(
      () => {
        requireDefaultTier(app);
        return tierView(app, insert(app, input).id);
      },
      { behavior: "immediate" },
    ),
  );
}

function insert(app: App, input: TierInput): Tier {
  const all = app.db.select().from(tiers).all();
  if (all.length >= mostTiers) throw new Problem("conflict", `There can be at most ${mostTiers} tiers.`);
  const now = app.clock.now();
  const id = newId();
  if (input.isDefault) app.db.update(tiers).set({ isDefault: false }).run();
  const row = {
    ...definedOnly(input.limits ?? {}),
    id,
    name: freeName(app, input.name),
    description: cleanDescription(input.description ?? ""),
    isDefault: input.isDefault ?? false,
    createdAt: now,
    updatedAt: now,
  };
  return app.db.insert(tiers).values(row).returning().get();
}

/** Changes what is given. @throws Problem as `createTier`; `not_found`; `conflict` when no default would be left */
export function changeTier(app: App, id: string, change: Partial<TierInput>): TierView {
  return durably(app.db, () =>
    app.db.transaction(
      (tx) => {
        const tier = requireTier(app, id);
        if (change.isDefault === false && tier.isDefault) {
          throw new Problem("conflict", "One tier has to be the default. Make another one the default instead.");
        }
        if (change.isDefault) tx.update(tiers).set({ isDefault: false }).run();
        tx.update(tiers)
          .set({
            ...definedOnly(change.limits ?? {}),
            ...(change.name === undefined ? {} : { name: freeName(app, change.name, tier.id) }),
            ...(change.description === undefined ? {} : { description: cleanDescription(change.description) }),
            isDefault: change.isDefault || tier.isDefault,
            updatedAt: app.clock.now(),
          })
          .where(eq(tiers.id, tier.id))
          .run();
        return tierView(app, tier.id);
      },
      { behavior: "immediate" },
    ),
  );
}

/**
 * Deletes a tier and moves its people, and those who are invited into it, to another.
 * @returns it as it was
 * @throws Problem `not_found`; `conflict` for the default tier, and for one with people when no other is named
 */
export function deleteTier(app: App, id: string, moveTo: string | undefined): TierView {
  return durably(app.db, () =>
    app.db.transaction(
      (tx) => {
        const tier = tierView(app, id);
        if (tier.isDefault) {
          throw new Problem("conflict", "This is the default tier. Make another one the default first.");
        }
        if (moveTo === tier.id) throw new Problem("conflict", "Its people have to move to another tier.");
        const invited = tx.select({ total: count() }).from(invitations).where(eq(invitations.tierId, tier.id)).get();
        if (moveTo === undefined && tier.people + (invited?.total ?? 0) > 0) {
          throw new Problem("conflict", "People are in this tier or invited into it. Say which tier they move to.");
        }
        // Nobody is left but those who were deleted, who need no tier.
        const tierId = moveTo === undefined ? null : requireTier(app, moveTo).id;
        tx.update(users).set({ tierId }).where(eq(users.tierId, tier.id)).run();
        tx.update(invitations).set({ tierId }).where(eq(invitations.tierId, tier.id)).run();
        tx.delete(tiers).where(eq(tiers.id, tier.id)).run();
        return tier;
      },
      { behavior: "immediate" },
    ),
  );
}

/** Puts somebody into a tier, or with null into whichever is the default. @throws Problem `not_found` */
export function setTier(app: App, userId: string, tierId: string | null): User {
  return durably(app.db, () =>
    app.db.transaction(
      (tx) => {
        const user = requireUser(app, userId);
        if (tierId !== null) requireTier(app, tierId);
        const change = { tierId, updatedAt: app.clock.now() };
        tx.update(users).set(change).where(eq(users.id, user.id)).run();
        return { ...user, ...change };
      },
      { behavior: "immediate" },
    ),
  );
}

function freeName(app: App, text: string, except?: string): string {
  const name = requireText(text, "name", 60);
  const taken = app.db
    .select()
    .from(tiers)
    .all()
    .some((tier) => tier.id !== except && sameName(tier.name, name));
  if (taken) throw new Problem("conflict", `There is a tier named ${name} already.`);
  return name;
}

function cleanDescription(text: string): string {
  return text.trim() === "" ? "" : requireText(text, "description", descriptionLength);
}

function definedOnly(limits: { [Name in keyof Limits]?: number | null | undefined }): Partial<Limits> {
  return Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined));
}
