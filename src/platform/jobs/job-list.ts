import { and, count, desc, eq, lt, ne } from "drizzle-orm";
import type { App } from "../app.ts";
import { isoTime } from "../clock.ts";
import { durably } from "../database.ts";
import { requireId } from "../ids.ts";
import { type Page, type PageQuery, pageLimit, pagePosition, toPage } from "../page.ts";
import { Problem } from "../problem.ts";
import { wakeRunners } from "./enqueue.ts";
import { type JobRow, type JobState, jobs } from "./schema.ts";

export const jobStates = ["waiting", "running", "done", "dead"] as const satisfies readonly JobState[];

/** A job as administrators see it: never what it carries. */
export interface JobView {
  id: string;
  kind: string;
  state: JobState;
  attempts: number;
  maxAttempts: number;
  /** Null once it ended. */
  nextAttemptAt: string | null;
  lastError: string | null;
  summary: string;
  createdAt: string;
  endedAt: string | null;
}

export function jobView(row: JobRow): JobView {
  const { id, kind, state, attempts, maxAttempts, lastError, summary } = row;
  return {
    id,
    kind,
    state,
    attempts,
    maxAttempts,
    nextAttemptAt: row.endedAt === null ? isoTime(row.nextAttemptAt) : null,
    lastError,
    summary,
    createdAt: isoTime(row.createdAt),
    endedAt: row.endedAt === null ? null : isoTime(row.endedAt),
  };
}

export interface JobFilter {
  state?: JobState | undefined;
  kind?: string | undefined;
}

/** Newest first. @throws Problem `bad_request` for a wrong cursor */
export function listJobs(app: Pick<App, "db">, query: JobFilter & PageQuery): Page<JobView> {
  const limit = pageLimit(query);
  const after = pagePosition(query);
  const rows = app.db
    .select()
    .from(jobs)
    .where(
      and(
        query.state && eq(jobs.state, query.state),
        query.kind ? eq(jobs.kind, query.kind) : undefined,
        after && lt(jobs.id, after.id),
      ),
    )
    .orderBy(desc(jobs.id))
    .limit(limit + 1)
    .all();
  return toPage(rows, limit, ({ id }) => ({ sort: 0, id }), jobView);
}

function requireJob(app: Pick<App, "db">, id: string): JobRow {
  const row = app.db
    .select()
    .from(jobs)
    .where(eq(jobs.id, requireId(id, "job")))
    .get();
  if (!row) throw new Problem("not_found", "There is no such job.");
  return row;
}

/**
 * Has a job tried again now: one that was given up begins anew, one that waits does not wait any longer.
 * @throws Problem `not_found`; `conflict` for one that is running or done, or whose place another one has taken
 */
export function retryJob(app: Pick<App, "db" | "clock">, id: string): JobView {
  const retried = durably(app.db, () =>
    app.db.transaction(
      (tx) => {
        const row = requireJob(app, id);
        if (row.state === "running") throw new Problem("conflict", "This job is running just now.");
        if (row.state === "done") throw new Problem("conflict", "This job is done; there is nothing to try again.");
        if (row.uniqueKey !== null && row.state === "dead") requireNoOther(app, row);
        const again = row.state === "dead" ? { attempts: 0, endedAt: null } : {};
        return tx
          .update(jobs)
          .set({ ...again, state: "waiting", nextAttemptAt: app.clock.now() })
          .where(eq(jobs.id, row.id))
          .returning()
          .get();
      },
      { behavior: "immediate" },
    ),
  );
  wakeRunners(app.db);
  return jobView(retried);
}

function requireNoOther(app: Pick<App, "db">, row: JobRow): void {
  const live = app.db
    .select({ state: jobs.state })
    .from(jobs)
    .where(and(eq(jobs.kind, row.kind), eq(jobs.uniqueKey, row.uniqueKey ?? ""), ne(jobs.id, row.id)))
    .all()
    .some(({ state }) => state === "waiting" || state === "running");
  if (live) throw new Problem("conflict", "Another job for the same purpose is waiting already.");
}

/** @throws Problem `not_found`; `conflict` while it is running */
export function deleteJob(app: Pick<App, "db">, id: string): JobView {
  return durably(app.db, () =>
    app.db.transaction(
      (tx) => {
        const row = requireJob(app, id);
        if (row.state === "running") throw new Problem("conflict", "This job is running just now. Try again after it.");
        tx.delete(jobs).where(eq(jobs.id, row.id)).run();
        return jobView(row);
      },
      { behavior: "immediate" },
    ),
  );
}

/** Removes everything about somebody or something; an attempt that is under way then has nothing to report to. */
export const deleteJobsOf = (app: Pick<App, "db">, ownerId: string): void => {
  app.db.delete(jobs).where(eq(jobs.ownerId, ownerId)).run();
};

/** How many there are in each state. */
export function countJobs(app: Pick<App, "db">): Record<JobState, number> {
  const counted = app.db.select({ state: jobs.state, total: count() }).from(jobs).groupBy(jobs.state).all();
  const totals = { waiting: 0, running: 0, done: 0, dead: 0 };
  for (const { state, total } of counted) totals[state] = total;
  return totals;
}
