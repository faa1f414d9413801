import { eq, sql } from "drizzle-orm";
import type { App } from "../../platform/app.ts";
import type { Db } from "../../platform/database.ts";
import { once } from "../../platform/memo.ts";
import { users } from "../schema.ts";
import { type Tier, tiers } from "./schema.ts";

/** What a tier limits. */
export const limitNames = [
  "generationsPerDay",
  "tokensPerDay",
  "tokensPerMonth",
  "concurrentGenerations",
  "projects",
  "apiKeys",
  "requestsPerMinute",
  "maxPromptTokens",
] as const satisfies readonly (keyof Tier)[];

export type LimitName = (typeof limitNames)[number];
export type Limits = Record<LimitName, number | null>;

/** The tier that an appliance begins with: it stops a runaway script and nobody at work. */
export const standardTier: Pick<Tier, "name" | "description"> & { limits: Limits } = {
  name: "Standard",
  description: "Enough for everyday work. It stops a script that runs away.",
  limits: {
    generationsPerDay: 1_000,
    tokensPerDay: 20_000_000,
    tokensPerMonth: 300_000_000,
    concurrentGenerations: 64,
    projects: 1_000,
    apiKeys: 100,
    requestsPerMinute: null,
    maxPromptTokens: null,
  },
};

const columns = {
  generationsPerDay: tiers.generationsPerDay,
  tokensPerDay: tiers.tokensPerDay,
  tokensPerMonth: tiers.tokensPerMonth,
  concurrentGenerations: tiers.concurrentGenerations,
  projects: tiers.projects,
  apiKeys: tiers.apiKeys,
  requestsPerMinute: tiers.requestsPerMinute,
  maxPromptTokens: tiers.maxPromptTokens,
};

const statements = once((db: Db) => ({
  ofPerson: db
    .select({ name: tiers.name, limits: columns })
    .from(users)
    .innerJoin(tiers, eq(tiers.id, users.tierId))
    .where(eq(users.id, sql.placeholder("userId")))
    .prepare(),
  ofDefault: db.select({ name: tiers.name, limits: columns }).from(tiers).where(eq(tiers.isDefault, true)).prepare(),
}));

export interface PersonTier {
  name: string;
  limits: Limits;
}

/** What somebody may use: by their own tier, else by the default one. */
export const tierOfPerson = (app: Pick<App, "db">, userId: string): PersonTier =>
  statements(app.db).ofPerson.get({ userId }) ?? statements(app.db).ofDefault.get() ?? standardTier;
