import type { App } from "../app.ts";
import { onWake, openPayload } from "./enqueue.ts";
import { JobFailure, type JobKind } from "./job.ts";
import { nextDueAt, type Outcome, pruneJobs, reclaimJobs, settleJob, takeJob } from "./leases.ts";
import type { JobRow } from "./schema.ts";

export interface JobRunner {
  /** Takes up what an earlier run left, then whatever is due. Only one runner may start on a data folder. */
  start(): void;
  /** Resolves when nothing is running and nothing is due. */
  idle(): Promise<void>;
  /** Begins nothing more, waits so long for what is running, then interrupts it; a second call waits for the first. */
  close(deadlineMs: number): Promise<void>;
}

export interface RunnerOptions {
  /** Jobs that run at once; four unless told. */
  concurrency?: number;
}

/** Commands beside the server enqueue without waking it: this often it looks. */
const longestNapMs = 60_000;
const pruneEveryMs = 3600_000;

/** Runs stored jobs of the given kinds, a few at once, and sleeps until the next one is due. */
export function createJobRunner(
  app: App,
  kinds: readonly JobKind[],
  { concurrency = 4 }: RunnerOptions = {},
): JobRunner {
  const byName = new Map(kinds.map((kind) => [kind.kind, kind]));
  const timeouts = new Map(kinds.map(({ kind, timeoutMs }) => [kind, timeoutMs]));
  const attempts = app.metrics.counter("vitrine_job_attempts_total", "Attempts at jobs, by kind and how they ended.");
  const running = new Set<Promise<void>>();
  const interrupt = new AbortController();
  let state: "new" | "open" | "closing" = "new";
  let cancelNap: (() => void) | undefined;
  let silence: (() => void) | undefined;
  let prunedAt = Number.NEGATIVE_INFINITY;
  const waitingForIdle: (() => void)[] = [];
  let closed: Promise<void> | undefined;

  function turn(): void {
    if (state !== "open") return;
    cancelNap?.();
    try {
      reclaimJobs(app, "expired");
      if (app.clock.now() - prunedAt >= pruneEveryMs) {
        prunedAt = app.clock.now();
        pruneJobs(app);
      }
      while (running.size < concurrency) {
        const job = takeJob(app, timeouts);
        if (!job) break;
        const attempt = make(job).finally(() => {
          running.delete(attempt);
          turn();
          if (state === "closing" && running.size === 0) tellIdle();
        });
        running.add(attempt);
      }
      nap();
    } catch (error) {
      // A full or busy disk: what is stored is safe, and there is nobody to tell but the log.
      app.log.error({ err: error }, "jobs could not be taken up");
      cancelNap = app.clock.after(longestNapMs, turn);
    }
  }

  function nap(): void {
    const due = nextDueAt(app, timeouts.keys());
    const waitMs = due === undefined ? longestNapMs : due - app.clock.now();
    if (running.size === 0 && waitMs > 0) tellIdle();
    // With every place taken, the end of an attempt is the next turn.
    if (running.size < concurrency) cancelNap = app.clock.after(Math.min(longestNapMs, Math.max(0, waitMs)), turn);
  }

  function tellIdle(): void {
    for (const resolve of waitingForIdle.splice(0)) resolve();
  }

  async function make(job: JobRow): Promise<void> {
    const outcome = await tryJob(job);
    attempts.add(1, { kind: job.kind, outcome: outcome.kind });
    try {
      const now = settleJob(app, job, outcome);
      if (outcome.kind !== "failed") return;
      const fields = { jobId: job.id, kind: job.kind, attempt: job.attempts, reason: outcome.error };
      app.log.warn(fields, now === "dead" ? "a job was given up" : "a job failed and will be tried again");
    } catch (error) {
      // It stays leased and is taken up again when the lease is over.
      app.log.error({ err: error, jobId: job.id }, "how a job ended could not be stored");
    }
  }

  async function tryJob(job: JobRow): Promise<Outcome> {
    const kind = byName.get(job.kind);
    const payload = openPayload(app, job);
    if (!kind || payload === undefined) {
      const error = "What this job was to do was sealed by another installation and cannot be read here.";
      return { kind: "failed", error, permanent: true };
    }
    const stop = new AbortController();
    const reason = (): Outcome | undefined => {
      if (interrupt.signal.aborted) return { kind: "interrupted" };
      if (!stop.signal.aborted) return undefined;
      const error = `It took longer than ${Math.round(kind.timeoutMs / 1000)} seconds.`;
      return { kind: "failed", error, permanent: false };
    };
    const cancelTimer = app.clock.after(kind.timeoutMs, () => stop.abort());
    const signal = AbortSignal.any([stop.signal, interrupt.signal]);
    // A handler that ignores its signal is not waited for.
    const cut = new Promise<Outcome>((resolve) => {
      const end = () => resolve(reason() ?? { kind: "interrupted" });
      if (signal.aborted) end();
      else signal.addEventListener("abort", end, { once: true });
    });
    const work = kind.runText(app, payload, { jobId: job.id, number: job.attempts, signal }).then(
      (): Outcome => ({ kind: "done" }),
      (error: unknown): Outcome => reason() ?? failureOf(job, error),
    );
    try {
      return await Promise.race([work, cut]);
    } finally {
      cancelTimer();
    }
  }

  function failureOf(job: JobRow, error: unknown): Outcome {
    if (error instanceof JobFailure) return { kind: "failed", error: error.message, permanent: error.permanent };
    app.log.error({ err: error, jobId: job.id, kind: job.kind }, "a job failed unexpectedly");
    const told = `Something went wrong; the log has the details under job ${job.id}.`;
    return { kind: "failed", error: told, permanent: false };
  }

  async function closeOnce(deadlineMs: number): Promise<void> {
    const wasOpen = state === "open";
    state = "closing";
    cancelNap?.();
    silence?.();
    if (!wasOpen) return;
    const cancel = app.clock.after(deadlineMs, () => interrupt.abort());
    await Promise.all(running);
    cancel();
    tellIdle();
  }

  return {
    start() {
      if (state !== "new") return;
      state = "open";
      const left = reclaimJobs(app, "all");
      if (left > 0) app.log.warn({ jobs: left }, "jobs of the last run are taken up again");
      silence = onWake(app.db, turn);
      turn();
    },
    idle: () =>
      new Promise((resolve) => {
        waitingForIdle.push(resolve);
        turn();
        if (state !== "open" && running.size === 0) tellIdle();
      }),
    close(deadlineMs) {
      closed ??= closeOnce(deadlineMs);
      return closed;
    },
  };
}
