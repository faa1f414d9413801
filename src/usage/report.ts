import { and, asc, desc, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import { calendarOf } from "../accounts/index.ts";
import { users } from "../accounts/schema.ts";
import type { App } from "../platform/app.ts";
import type { Calendar } from "../platform/calendar.ts";
import { isoTime } from "../platform/clock.ts";
import { Problem } from "../platform/problem.ts";
import { usageEntries } from "./schema.ts";

export type Grouping = "person" | "day" | "model" | "project";

export interface ReportQuery {
  /** ISO 8601; the first is left out for thirty days, the second for now. */
  from?: string | undefined;
  to?: string | undefined;
  groupBy?: Grouping | undefined;
}

/** What a person, day, model or project used, whatever counted towards quotas. */
export interface UsageSum {
  generations: number;
  /** Of those, the ones that did not render and count towards no quota. */
  refunded: number;
  /** Of those, the ones that are still being written. */
  running: number;
  promptTokens: number;
  completionTokens: number;
  totalTokens: number;
  /** How many had tokens that are a guess, or that nobody told. */
  estimated: number;
  /** Integer nano-dollars, of those whose price is known; null when none is. */
  costNanoUsd: number | null;
}

export interface UsageRow extends UsageSum {
  /** An id, a date such as `2026-03-29`, or `provider/model`; empty where nothing is known. */
  key: string;
  label: string;
}

export interface UsageReport {
  from: string;
  to: string;
  groupBy: Grouping;
  timeZone: string;
  items: UsageRow[];
  totals: UsageSum;
}

/** Names for projects that do not tell what is in them. */
export type ProjectLabels = (ids: readonly string[]) => Map<string, string>;

const usualDays = 30;
const mostDays = 800;
const dayMs = 24 * 3600_000;
/** Offsets of time zones are whole quarters of an hour, so none of these lies in two days. */
const quarterMs = 15 * 60_000;

const { createdAt, state, promptTokens, completionTokens, estimated, costNanoUsd } = usageEntries;
const sums = {
  generations: sql<number>`count(*)`,
  refunded: sql<number>`sum(${state} = 'refunded')`,
  running: sql<number>`sum(${state} = 'reserved')`,
  promptTokens: sql<number>`coalesce(sum(${promptTokens}), 0)`,
  completionTokens: sql<number>`coalesce(sum(${completionTokens}), 0)`,
  totalTokens: sql<number>`coalesce(sum(${promptTokens}), 0) + coalesce(sum(${completionTokens}), 0)`,
  estimated: sql<number>`sum(${state} <> 'reserved' and ${estimated})`,
  costNanoUsd: sql<number | null>`sum(${costNanoUsd})`,
};

const nothing: UsageSum = {
  generations: 0,
  refunded: 0,
  running: 0,
  promptTokens: 0,
  completionTokens: 0,
  totalTokens: 0,
  estimated: 0,
  costNanoUsd: null,
};

/**
 * Adds up what was used from one moment up to another, the most first, or by day from the first to the last.
 * @throws Problem `validation_failed` for a range that ends before it begins or is too long
 */
export function reportUsage(app: App, query: ReportQuery, projectLabels: ProjectLabels): UsageReport {
  const calendar = calendarOf(app);
  const groupBy = query.groupBy ?? "day";
  const to = query.to === undefined ? app.clock.now() : Date.parse(query.to);
  const from = query.from === undefined ? calendar.day(to - (usualDays - 1) * dayMs).start : Date.parse(query.from);
  if (!(from < to) || to - from > mostDays * dayMs) {
    const message = `has to end after it begins, and may be ${mostDays} days long`;
    throw new Problem("validation_failed", `The range ${message}.`, { errors: [{ path: "/from", message }] });
  }
  const within = and(gte(createdAt, from), lt(createdAt, to));
  const items =
    groupBy === "day"
      ? byDay(app, calendar, from, to)
      : { person: byPerson, model: byModel, project: byProject(projectLabels) }[groupBy](app, within);
  const totals = app.db.select(sums).from(usageEntries).where(within).get();
  return {
    from: isoTime(from),
    to: isoTime(to),
    groupBy,
    timeZone: calendar.zone,
    items,
    totals: totals && totals.generations > 0 ? totals : nothing,
  };
}

function byPerson(app: App, within: SQL | undefined): UsageRow[] {
  return app.db
    .select({ key: usageEntries.userId, label: sql<string>`coalesce(${users.email}, '')`, ...sums })
    .from(usageEntries)
    .leftJoin(users, eq(users.id, usageEntries.userId))
    .where(within)
    .groupBy(usageEntries.userId)
    .orderBy(desc(sums.totalTokens), asc(usageEntries.userId))
    .all();
}

function byModel(app: App, within: SQL | undefined): UsageRow[] {
  return app.db
    .select({ key: sql<string>`coalesce(${usageEntries.model}, '')`, ...sums })
    .from(usageEntries)
    .where(within)
    .groupBy(usageEntries.model)
    .orderBy(desc(sums.totalTokens), asc(usageEntries.model))
    .all()
    .map((row) => ({ ...row, label: row.key === "" ? "No model answered" : row.key }));
}

const byProject =
  (labels: ProjectLabels) =>
  (app: App, within: SQL | undefined): UsageRow[] => {
    const rows = app.db
      .select({ key: sql<string>`coalesce(${usageEntries.projectId}, '')`, ...sums })
      .from(usageEntries)
      .where(within)
      .groupBy(usageEntries.projectId)
      .orderBy(desc(sums.totalTokens), asc(usageEntries.projectId))
      .all();
    const known = labels(rows.map(({ key }) => key));
    return rows.map((row) => ({ ...row, label: known.get(row.key) ?? "Deleted project" }));
  };

/** Every day of the range, those without anything too. */
function byDay(app: App, calendar: Calendar, from: number, to: number): UsageRow[] {
  const days: UsageRow[] = [];
  const quarter = sql<number>`${createdAt} / ${quarterMs}`;
  const rows = app.db
    .select({ quarter, ...sums })
    .from(usageEntries)
    .where(and(gte(createdAt, from), lt(createdAt, to)))
    .groupBy(quarter)
    .orderBy(asc(quarter))
    .all();
  let next = 0;
  for (let day = calendar.day(from); day.start < to; day = calendar.day(day.end)) {
    const date = calendar.dateOf(day.start);
    let sum = nothing;
    for (let row = rows[next]; row && row.quarter * quarterMs < day.end; row = rows[++next]) sum = add(sum, row);
    days.push({ key: date, label: date, ...sum });
  }
  return days;
}

const add = (a: UsageSum, b: UsageSum): UsageSum => ({
  generations: a.generations + b.generations,
  refunded: a.refunded + b.refunded,
  running: a.running + b.running,
  promptTokens: a.promptTokens + b.promptTokens,
  completionTokens: a.completionTokens + b.completionTokens,
  totalTokens: a.totalTokens + b.totalTokens,
  estimated: a.estimated + b.estimated,
  costNanoUsd: b.costNanoUsd === null ? a.costNanoUsd : (a.costNanoUsd ?? 0) + b.costNanoUsd,
});
