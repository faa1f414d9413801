import { and, asc, eq, gte, lt, sql } from "drizzle-orm";
import type { Clock } from "../../platform/clock.ts";
import type { Db } from "../../platform/database.ts";
import type { Logger } from "../../platform/logger.ts";
import { engineSamples } from "../schema.ts";
import type { HistoryView } from "../views.ts";
import { createChart } from "./chart.ts";
import { createRecent, type Recent } from "./recent.ts";

export interface History {
  /** One reading of a subject (`gpu:UUID`, `engine:ID`) now; null where a number is not known. Never throws. */
  record(subject: string, values: Record<string, number | null>): void;
  /**
   * Up to an hour: the readings themselves; beyond: averages (or the largest) of at least a minute. About 720 points at
   * most: more are put together. Gaps are null. @param minutes back from now, 1 to 10,080
   */
  read(subject: string, minutes: number, value?: "average" | "largest"): HistoryView;
  /** Writes what is not written yet; nothing is recorded afterwards. */
  close(): void;
}

interface Minute {
  subject: string;
  metric: string;
  minute: number;
  sum: number;
  count: number;
  largest: number;
}

const minuteMs = 60_000;
const keptMinutes = 7 * 24 * 60;
const pruneMs = 60 * minuteMs;
const mostPoints = 720;
/** Values are stored times 1000, as integers. */
const scale = 1000;

/** The charts' memory: the last hour as read, seven days by the minute in the database, written once a minute. */
export function createHistory(context: { db: Db; clock: Clock; log?: Logger }): History {
  const { db, clock } = context;
  const recent = new Map<string, Recent>();
  let open = new Map<string, Minute>();
  let cancelFlush: (() => void) | undefined;
  let closed = false;
  let prunedAt = Number.NEGATIVE_INFINITY;

  function flush(): void {
    cancelFlush?.();
    cancelFlush = undefined;
    const full = [...open.values()];
    open = new Map();
    const now = clock.now();
    try {
      write(db, full);
      if (now - prunedAt >= pruneMs) {
        prunedAt = now;
        db.delete(engineSamples)
          .where(lt(engineSamples.minute, now - keptMinutes * minuteMs))
          .run();
        for (const [subject, { samples }] of recent) {
          if ((samples.at(-1)?.at ?? 0) < now - pruneMs) recent.delete(subject);
        }
      }
    } catch (error) {
      // Charts are worth less than what the process does besides: a full disk costs these minutes and nothing else.
      context.log?.warn({ err: error, minutes: full.length }, "The history of GPUs and engines could not be written.");
    }
  }

  return {
    record(subject, values) {
      if (closed) return;
      const now = clock.now();
      const ring = recent.get(subject) ?? createRecent();
      recent.set(subject, ring);
      ring.add(now, values);
      const minute = minuteOf(now);
      for (const [metric, value] of Object.entries(values)) {
        if (value === null || !Number.isFinite(value)) continue;
        const key = `${subject}\n${metric}\n${minute}`;
        const known = open.get(key);
        if (known) {
          known.sum += value;
          known.count += 1;
          known.largest = Math.max(known.largest, value);
        } else open.set(key, { subject, metric, minute, sum: value, count: 1, largest: value });
      }
      cancelFlush ??= clock.after(minute + minuteMs - now, flush);
    },

    read(subject, minutes, value = "average") {
      const now = clock.now();
      const span = Math.min(Math.max(Math.ceil(minutes), 1), keptMinutes);
      const from = now - span * minuteMs;
      const bucketMinutes = Math.ceil(span / mostPoints);
      const chart = createChart(bucketMinutes * minuteMs, value);
      const samples = span <= 60 ? (recent.get(subject)?.samples ?? []).filter(({ at }) => at >= from) : [];
      // Readings take over from minutes with the first whole minute that they know.
      const until = samples[0] ? minuteOf(samples[0].at) : now + minuteMs;
      const rows = db
        .select()
        .from(engineSamples)
        .where(
          and(
            eq(engineSamples.subject, subject),
            gte(engineSamples.minute, minuteOf(from)),
            lt(engineSamples.minute, until),
          ),
        )
        .orderBy(asc(engineSamples.minute))
        .all();
      for (const { minute, metric, average, largest } of rows) {
        chart.addMinute(minute, metric, average / scale, largest / scale);
      }
      for (const one of open.values()) {
        if (one.subject !== subject || one.minute >= until) continue;
        chart.addMinute(one.minute, one.metric, one.sum / one.count, one.largest);
      }
      const everyMs = samples.length > mostPoints ? Math.ceil((span * 60) / mostPoints) * 1000 : 1000;
      for (const sample of samples) chart.addSample(sample, everyMs);
      return chart.view();
    },

    close() {
      closed = true;
      flush();
    },
  };
}

function write(db: Db, minutes: readonly Minute[]): void {
  if (minutes.length === 0) return;
  db.transaction((tx) => {
    for (const { subject, metric, minute, sum, count, largest } of minutes) {
      const average = toStored(sum / count);
      // A minute in which Vitrine was restarted has two halves; that they weigh the same is near enough.
      tx.insert(engineSamples)
        .values({ subject, metric, minute, average, largest: toStored(largest) })
        .onConflictDoUpdate({
          target: [engineSamples.subject, engineSamples.metric, engineSamples.minute],
          set: {
            average: sql`(${engineSamples.average} + excluded.average) / 2`,
            largest: sql`max(${engineSamples.largest}, excluded.largest)`,
          },
        })
        .run();
    }
  });
}

const minuteOf = (at: number): number => Math.floor(at / minuteMs) * minuteMs;

const toStored = (value: number): number =>
  Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, Math.round(value * scale)));
