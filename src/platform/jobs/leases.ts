import { and, asc, eq, inArray, isNotNull, lt, lte, min, or, sql } from "drizzle-orm";
import type { App } from "../app.ts";
import { durably } from "../database.ts";
import { randomToken } from "../random.ts";
import { backoffMs } from "./backoff.ts";
import { type JobRow, jobs } from "./schema.ts";

type LeaseApp = Pick<App, "db" | "clock" | "random">;

const lost = "The server ended while this was under way.";

/** Past its time-out an attempt is given this much to say how it ended. */
const leaseGraceMs = 60_000;

/**
 * Gives attempts back that nobody makes any more: those whose lease is over, or all at a start, when the folder has just
 * been taken and nobody else can be at work. A job that has used its attempts up is given up: it may be what ends us.
 * @returns how many
 */
export function reclaimJobs(app: LeaseApp, whose: "expired" | "all"): number {
  const now = app.clock.now();
  const over = whose === "all" ? undefined : lt(jobs.leaseUntil, now);
  return app.db
    .update(jobs)
    .set({
      state: sql`case when ${jobs.attempts} >= ${jobs.maxAttempts} then 'dead' else 'waiting' end`,
      endedAt: sql`case when ${jobs.attempts} >= ${jobs.maxAttempts} then ${now} else null end`,
      nextAttemptAt: now,
      lastError: lost,
      lease: null,
      leaseUntil: null,
    })
    .where(and(eq(jobs.state, "running"), over))
    .returning({ id: jobs.id })
    .all().length;
}

/** Takes the job that has been due longest, of the kinds that can be run here. */
export function takeJob(app: LeaseApp, timeouts: ReadonlyMap<string, number>): JobRow | undefined {
  const now = app.clock.now();
  return app.db.transaction(
    (tx) => {
      const due = tx
        .select({ id: jobs.id, kind: jobs.kind })
        .from(jobs)
        .where(and(eq(jobs.state, "waiting"), lte(jobs.nextAttemptAt, now), inArray(jobs.kind, [...timeouts.keys()])))
        .orderBy(asc(jobs.nextAttemptAt), asc(jobs.id))
        .limit(1)
        .get();
      if (!due) return undefined;
      const leaseUntil = now + (timeouts.get(due.kind) ?? 0) + leaseGraceMs;
      return tx
        .update(jobs)
        .set({ state: "running", attempts: sql`${jobs.attempts} + 1`, lease: randomToken(app.random, 12), leaseUntil })
        .where(eq(jobs.id, due.id))
        .returning()
        .get();
    },
    { behavior: "immediate" },
  );
}

export type Outcome =
  | { kind: "done" }
  | { kind: "failed"; error: string; permanent: boolean }
  /** The server stops: the attempt counts for nothing. */
  | { kind: "interrupted" };

/** Records how an attempt ended, unless it has been taken away meanwhile. @returns the state that the job is in now */
export function settleJob(app: LeaseApp, job: JobRow, outcome: Outcome): JobRow["state"] | undefined {
  const change = changeOf(app, job, outcome);
  const settled = durably(app.db, () =>
    app.db
      .update(jobs)
      .set({ ...change, lease: null, leaseUntil: null })
      .where(and(eq(jobs.id, job.id), eq(jobs.lease, job.lease ?? "")))
      .returning({ state: jobs.state })
      .get(),
  );
  return settled?.state;
}

function changeOf(app: LeaseApp, job: JobRow, outcome: Outcome): Partial<JobRow> {
  const now = app.clock.now();
  if (outcome.kind === "done") return { state: "done", endedAt: now, sealedPayload: "", lastError: null };
  if (outcome.kind === "interrupted") return { state: "waiting", attempts: job.attempts - 1, nextAttemptAt: now };
  const lastError = outcome.error.slice(0, 500);
  if (outcome.permanent || job.attempts >= job.maxAttempts) return { state: "dead", endedAt: now, lastError };
  return { state: "waiting", nextAttemptAt: now + backoffMs(app.random, job.attempts), lastError };
}

/** When there is something to do next, or undefined when nothing waits. */
export function nextDueAt(app: LeaseApp, kinds: Iterable<string>): number | undefined {
  const waiting = and(eq(jobs.state, "waiting"), inArray(jobs.kind, [...kinds]));
  const row = app.db
    .select({ at: min(jobs.nextAttemptAt) })
    .from(jobs)
    .where(waiting)
    .get();
  return row?.at ?? undefined;
}

const dayMs = 24 * 3600_000;
const doneKeptMs = 7 * dayMs;
const deadKeptMs = 90 * dayMs;

/** Removes what ended long ago: done jobs after a week, given-up ones after three months. */
export function pruneJobs(app: LeaseApp): number {
  const now = app.clock.now();
  return app.db
    .delete(jobs)
    .where(
      and(
        isNotNull(jobs.endedAt),
        or(
          and(eq(jobs.state, "done"), lt(jobs.endedAt, now - doneKeptMs)),
          and(eq(jobs.state, "dead"), lt(jobs.endedAt, now - deadKeptMs)),
        ),
      ),
    )
    .returning({ id: jobs.id })
    .all().length;
}
