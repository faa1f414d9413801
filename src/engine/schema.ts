import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Engines as an administrator made them, and what each is meant to do, apart from what it does at the moment. */
export const engines = sqliteTable("engines", {
  /** Chosen by the administrator or made from the label; in file names and process titles. */
  id: text().primaryKey(),
  /** `EngineSettings` as JSON. */
  settings: text().notNull(),
  desired: text({ enum: ["running", "stopped"] }).notNull(),
  /** When somebody last wanted it to run: of two that want one GPU, the later one gets it. */
  desiredAt: integer("desired_at").notNull(),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
});

/** Every process that was started: to reap what a killed Vitrine left behind, to estimate the next start, to explain. */
export const engineLaunches = sqliteTable(
  "engine_launches",
  {
    id: text().primaryKey(),
    engineId: text("engine_id").notNull(),
    /** `LaunchRecord` as JSON; written before the process exists. */
    record: text().notNull(),
    /** What estimates are learned for: adapter, model, GPUs and the settings that change the time a start takes. */
    profile: text().notNull(),
    startedAt: integer("started_at").notNull(),
    readyAt: integer("ready_at"),
    /** Set once nothing of it is left. */
    reapedAt: integer("reaped_at"),
    /** Milliseconds of each phase, as JSON. */
    phases: text().notNull().default("{}"),
    /** `Measured` as JSON. */
    measured: text().notNull().default("{}"),
    /** `Failure` as JSON. */
    failure: text(),
  },
  (table) => [
    index("engine_launches_engine").on(table.engineId, table.startedAt),
    index("engine_launches_profile").on(table.profile, table.startedAt),
    index("engine_launches_reaped").on(table.reapedAt),
  ],
);

/** One minute of one number of one GPU or engine, for the charts. */
export const engineSamples = sqliteTable(
  "engine_samples",
  {
    /** `gpu:UUID` or `engine:ID`. */
    subject: text().notNull(),
    metric: text().notNull(),
    /** The minute's begin, milliseconds since 1970. */
    minute: integer().notNull(),
    /** Average and largest value, times 1000, as integers. */
    average: integer().notNull(),
    largest: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.subject, table.metric, table.minute] }),
    index("engine_samples_minute").on(table.minute),
  ],
);

export type EngineRow = typeof engines.$inferSelect;
export type EngineLaunchRow = typeof engineLaunches.$inferSelect;
