import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** How much a group of people may use. In the limits, null is unlimited. */
export const tiers = sqliteTable("tiers", {
  id: text().primaryKey(),
  /** No two are alike but for capitals. */
  name: text().notNull().unique(),
  description: text().notNull().default(""),
  /** One tier is: of everybody who was given none. */
  isDefault: integer("is_default", { mode: "boolean" }).notNull(),
  generationsPerDay: integer("generations_per_day"),
  tokensPerDay: integer("tokens_per_day"),
  tokensPerMonth: integer("tokens_per_month"),
  concurrentGenerations: integer("concurrent_generations"),
  /** That somebody owns. */
  projects: integer(),
  /** That work. */
  apiKeys: integer("api_keys"),
  /** Of a person with all of their keys, whatever they ask for. */
  requestsPerMinute: integer("requests_per_minute"),
  /** Of one request: its words and attachments. */
  maxPromptTokens: integer("max_prompt_tokens"),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
});

export type Tier = typeof tiers.$inferSelect;
