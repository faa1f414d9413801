import { asc, eq } from "drizzle-orm";
import type { App } from "../platform/app.ts";
import { durably } from "../platform/database.ts";
import { Problem } from "../platform/problem.ts";
import type { DesiredState } from "./contract.ts";
import { type EngineRow, engines } from "./schema.ts";
import { type KeyVault, settingsText, storedSettings } from "./sealed-key.ts";
import { type EngineSettings, engineIdPattern, engineSettings } from "./settings.ts";

/** An engine as an administrator made it. */
export interface Engine {
  id: string;
  settings: EngineSettings;
  desired: DesiredState;
  /** When somebody last decided about it. */
  desiredAt: number;
  createdAt: number;
  updatedAt: number;
}

/** The stored engines; what each does at the moment is the supervisor's to say. */
export interface EngineStore {
  /** In the order in which they were made. */
  list(): readonly Engine[];
  find(id: string): Engine | undefined;
  /** @throws Problem `validation_failed`, `conflict` */
  create(id: string, settings: EngineSettings): Engine;
  /** @throws Problem `not_found`, `conflict` */
  update(id: string, settings: EngineSettings): Engine;
  remove(id: string): void;
  setDesired(id: string, desired: DesiredState): void;
}

const most = 100;

export function createEngineStore(app: Pick<App, "db" | "clock" | "log"> & Partial<KeyVault>): EngineStore {
  const { db, clock, log, random, secrets } = app;
  const vault = random && secrets ? { random, secrets } : undefined;
  // Asked for at every request; written by this process alone while it runs.
  let known: readonly Engine[] | undefined;

  function read(row: EngineRow): Engine | undefined {
    const parsed = engineSettings.safeParse(storedSettings(vault, row.id, row.settings));
    if (!parsed.success) {
      log.error({ engineId: row.id, err: parsed.error }, "an engine's settings cannot be read; it is left alone");
      return undefined;
    }
    return { ...row, settings: parsed.data };
  }

  function list(): readonly Engine[] {
    known ??= db
      .select()
      .from(engines)
      .orderBy(asc(engines.createdAt), asc(engines.id))
      .all()
      .flatMap((row) => read(row) ?? []);
    return known;
  }

  const find = (id: string): Engine | undefined => list().find((engine) => engine.id === id);

  function write(change: () => unknown): void {
    known = undefined;
    durably(db, () => void change());
  }

  /** One name in requests means one model. Equal engines on several GPUs may share it. */
  function requireName(id: string, settings: EngineSettings): void {
    const other = list().find((one) => one.id !== id && one.settings.servedName === settings.servedName);
    if (!other || other.settings.model === settings.model) return;
    throw new Problem(
      "conflict",
      `Another engine, ${other.settings.label}, already answers to ${settings.servedName}.`,
      {
        errors: [{ path: "/settings/servedName", message: "is taken by another model" }],
      },
    );
  }

  return {
    list,
    find,
    create(id, settings) {
      if (!engineIdPattern.test(id)) {
        throw new Problem("validation_failed", "An engine's id has lower-case letters, digits and . _ - alone.", {
          errors: [{ path: "/id", message: "use lower-case letters, digits and . _ -" }],
        });
      }
      if (find(id)) throw new Problem("conflict", `There is an engine named ${id} already.`);
      if (list().length >= most) throw new Problem("conflict", `There are ${most} engines already. Delete some first.`);
      requireName(id, settings);
      const now = clock.now();
      const row = { id, desired: "stopped", desiredAt: now, createdAt: now, updatedAt: now } as const;
      write(() =>
        db
          .insert(engines)
          .values({ ...row, settings: settingsText(vault, id, settings) })
          .run(),
      );
      return { ...row, settings };
    },
    update(id, settings) {
      const found = find(id);
      if (!found) throw new Problem("not_found", "There is no such engine.");
      requireName(id, settings);
      const updatedAt = clock.now();
      write(() =>
        db
          .update(engines)
          .set({ settings: settingsText(vault, id, settings), updatedAt })
          .where(eq(engines.id, id))
          .run(),
      );
      return { ...found, settings, updatedAt };
    },
    remove(id) {
      write(() => db.delete(engines).where(eq(engines.id, id)).run());
    },
    setDesired(id, desired) {
      write(() => db.update(engines).set({ desired, desiredAt: clock.now() }).where(eq(engines.id, id)).run());
    },
  };
}
