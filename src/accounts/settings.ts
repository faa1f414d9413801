import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { App } from "../platform/app.ts";
import { type Calendar, createCalendar, isTimeZone } from "../platform/calendar.ts";
import { type Db, durably } from "../platform/database.ts";
import { once } from "../platform/memo.ts";
import { Problem } from "../platform/problem.ts";
import { accountSettings } from "./schema.ts";

/** What an administrator may choose about accounts, with the usual value of each. */
export const accountSettingsSchema = z.strictObject({
  /** How people without an invitation join: not at all, when an administrator says yes, or at once. */
  registration: z.enum(["invitation", "approval", "open"]).default("invitation"),
  /** Whether people can sign in with e-mail and password. */
  passwordSignIn: z.boolean().default(true),
  /** Days after which a session ends however much it is used. */
  sessionDays: z.number().int().min(1).max(365).default(30),
  /** Days that the audit log goes back; 0 keeps everything. */
  auditRetentionDays: z.number().int().min(0).max(36_500).default(365),
  /** In which the days and months of quotas and usage begin, such as `Europe/Berlin`. */
  timeZone: z.string().refine(isTimeZone, "must be a time zone such as Europe/Berlin").default("UTC"),
});

export type AccountSettings = z.infer<typeof accountSettingsSchema>;

const statements = once((db: Db) => ({
  byKey: db
    .select()
    .from(accountSettings)
    .where(eq(accountSettings.key, sql.placeholder("key")))
    .prepare(),
}));

const usual: AccountSettings = accountSettingsSchema.parse({});

/** A stored value that no longer fits counts as none. */
export function readSetting<Key extends keyof AccountSettings>(app: Pick<App, "db">, key: Key): AccountSettings[Key] {
  return readSettings(app, [key])[key];
}

export function readSettings(
  app: Pick<App, "db">,
  keys: readonly (keyof AccountSettings)[] = [
    "registration",
    "passwordSignIn",
    "sessionDays",
    "auditRetentionDays",
    "timeZone",
  ],
): AccountSettings {
  const stored = keys.flatMap((key) => {
    const row = statements(app.db).byKey.get({ key });
    return row ? [[key, JSON.parse(row.value)]] : [];
  });
  const parsed = accountSettingsSchema.safeParse(Object.fromEntries(stored));
  return parsed.success ? parsed.data : usual;
}

const calendars = once((_db: Db): { current: Calendar } => ({ current: createCalendar("UTC") }));

/** Days and months as this appliance counts them. */
export function calendarOf(app: Pick<App, "db">): Calendar {
  const kept = calendars(app.db);
  const zone = readSetting(app, "timeZone");
  // Made anew only when the setting changed: it costs as much as a hundred requests.
  if (kept.current.zone !== zone) kept.current = createCalendar(zone);
  return kept.current;
}

/** Stores what is given and leaves the rest. @returns all of them @throws Problem `validation_failed` */
export function writeSettings(
  app: App,
  changes: { [Key in keyof AccountSettings]?: AccountSettings[Key] | undefined },
): AccountSettings {
  if (changes.timeZone !== undefined && !isTimeZone(changes.timeZone)) {
    const message = "This is not a time zone. Use a name such as Europe/Berlin, or UTC.";
    throw new Problem("validation_failed", message, { errors: [{ path: "/timeZone", message }] });
  }
  durably(app.db, () =>
    app.db.transaction(
      () => {
        for (const [key, value] of Object.entries(changes)) {
          if (value === undefined) continue;
          const row = { value: JSON.stringify(value), updatedAt: app.clock.now() };
          app.db
            .insert(accountSettings)
            .values({ key, ...row })
            .onConflictDoUpdate({ target: accountSettings.key, set: row })
            .run();
        }
      },
      { behavior: "immediate" },
    ),
  );
  return readSettings(app);
}
