import { and, eq, isNull } from "drizzle-orm";
import type { App } from "../app.ts";
import type { Db } from "../database.ts";
import { newId } from "../ids.ts";
import { once } from "../memo.ts";
import { seal, unseal } from "../seal.ts";
import { purposeKey } from "../secrets.ts";
import type { JobKind } from "./job.ts";
import { type JobRow, jobs } from "./schema.ts";

export interface EnqueueOptions {
  /** What administrators see of it; nothing secret. */
  summary: string;
  /** While a job of this kind with the same key is alive, it stands for this one too. */
  uniqueKey?: string;
  /** The id of whom or what it is about. */
  ownerId?: string;
  /** Not before so long from now. */
  delayMs?: number;
}

type QueueApp = Pick<App, "db" | "clock" | "random" | "secrets">;

/**
 * Stores a job; a runner takes it up at once, or after the next start. Called inside a transaction it stands or falls
 * with it, so an act and what must follow from it are one.
 * @returns its id, or that of the job whose key it shares
 */
export function enqueue<Payload>(
  app: QueueApp,
  { kind, maxAttempts }: JobKind<Payload>,
  payload: Payload,
  { summary, uniqueKey, ownerId, delayMs = 0 }: EnqueueOptions,
): string {
  const id = newId();
  const now = app.clock.now();
  const made = app.db
    .insert(jobs)
    .values({
      id,
      kind,
      state: "waiting",
      sealedPayload: seal(app.random, payloadKey(app), about(id), JSON.stringify(payload)),
      summary: summary.slice(0, 200),
      uniqueKey: uniqueKey ?? null,
      ownerId: ownerId ?? null,
      maxAttempts,
      nextAttemptAt: now + delayMs,
      createdAt: now,
    })
    .onConflictDoNothing()
    .returning({ id: jobs.id })
    .get();
  if (made) {
    wakeRunners(app.db);
    return made.id;
  }
  const alive = app.db
    .select({ id: jobs.id })
    .from(jobs)
    .where(and(eq(jobs.kind, kind), eq(jobs.uniqueKey, uniqueKey ?? ""), isNull(jobs.endedAt)))
    .get();
  if (!alive) throw new Error("a job was neither stored nor there already");
  return alive.id;
}

const payloadKey = (app: Pick<App, "secrets">): Buffer => purposeKey(app.secrets, "jobs");
const about = (id: string): string => `jobs ${id}`;

/** The JSON that a job was given; undefined when another appliance's key sealed it. */
export const openPayload = (app: Pick<App, "secrets">, row: Pick<JobRow, "id" | "sealedPayload">): string | undefined =>
  unseal(payloadKey(app), about(row.id), row.sealedPayload);

/** What wakes the runners on a database: every copy of an App shares it. */
const bells = once((_db: Db) => new Set<() => void>());

export const onWake = (db: Db, ring: () => void): (() => void) => {
  bells(db).add(ring);
  return () => bells(db).delete(ring);
};

/** A moment later, when a transaction that is under way has ended: transactions are synchronous. */
export function wakeRunners(db: Db): void {
  for (const ring of bells(db)) queueMicrotask(ring);
}
