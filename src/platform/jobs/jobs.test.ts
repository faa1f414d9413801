import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { z } from "zod";
import type { App } from "../app.ts";
import { ManualClock } from "../clock.ts";
import { newId } from "../ids.ts";
import { createMetrics } from "../metrics.ts";
import { testApp } from "../testing.ts";
import { backoffMs } from "./backoff.ts";
import {
  type Attempt,
  createJobRunner,
  defineJob,
  deleteJob,
  deleteJobsOf,
  enqueue,
  JobFailure,
  type JobRunner,
  listJobs,
  retryJob,
} from "./index.ts";
import { jobs } from "./schema.ts";

const clock = new ManualClock();
let app: App & { dispose(): void };
let runner: JobRunner | undefined;
let seen: { word: string; attempt: Attempt }[] = [];
let behave: (word: string, attempt: Attempt) => Promise<void> = async () => {};

const echo = defineJob({
  kind: "echo",
  payload: z.object({ word: z.string() }),
  maxAttempts: 3,
  timeoutMs: 1000,
  async run(_app, { word }, attempt) {
    seen.push({ word, attempt });
    await behave(word, attempt);
  },
});

beforeEach(() => {
  app = testApp({ clock, random: { bytes: (n) => crypto.getRandomValues(new Uint8Array(n)), unit: () => 0.5 } });
  seen = [];
  behave = async () => {};
});
afterEach(async () => {
  await runner?.close(0);
  runner = undefined;
  app.dispose();
});

function start(concurrency = 2, on: App = app): JobRunner {
  runner = createJobRunner(on, [echo], { concurrency });
  runner.start();
  return runner;
}
const add = (word: string, options: { uniqueKey?: string; ownerId?: string; delayMs?: number } = {}) =>
  enqueue(app, echo, { word }, { summary: `Say ${word}`, ...options });
const row = (id: string) => app.db.select().from(jobs).where(eq(jobs.id, id)).get();
const fails =
  (message: string, permanent = false) =>
  async () => {
    throw new JobFailure(message, { permanent });
  };

describe("a job", () => {
  test("is run once, and what it carried is gone afterwards", async () => {
    const id = add("hello");
    expect(row(id)?.sealedPayload).not.toContain("hello");
    await start().idle();
    expect(seen.map(({ word }) => word)).toEqual(["hello"]);
    expect(row(id)).toMatchObject({ state: "done", sealedPayload: "", attempts: 1, endedAt: clock.now(), lease: null });
  });

  test("wakes a runner that sleeps, and waits for its time", async () => {
    const { idle } = start();
    await idle();
    add("now");
    add("later", { delayMs: 5_000 });
    await Promise.resolve();
    await idle();
    expect(seen.map(({ word }) => word)).toEqual(["now"]);
    await clock.advance(4_999);
    expect(seen).toHaveLength(1);
    await clock.advance(1);
    await idle();
    expect(seen.map(({ word }) => word)).toEqual(["now", "later"]);
  });

  test("that was stored by another process is found within a minute", async () => {
    const { idle } = start();
    await idle();
    const id = newId();
    const made = row(add("template")) ?? expect.unreachable();
    await idle();
    app.db
      .insert(jobs)
      .values({ ...made, id })
      .run();
    await clock.advance(60_000);
    await idle();
    expect(row(id)?.state).toBe("dead");
  });

  test("stands or falls with the transaction that it was made in", async () => {
    const { idle } = start();
    expect(() =>
      app.db.transaction(() => {
        add("never");
        throw new Error("undone");
      }),
    ).toThrow("undone");
    app.db.transaction(() => {
      add("kept");
    });
    await idle();
    expect(seen.map(({ word }) => word)).toEqual(["kept"]);
  });

  test("with the key of a live one is that one, and a new one after its end", async () => {
    const first = add("one", { uniqueKey: "k" });
    expect(add("two", { uniqueKey: "k" })).toBe(first);
    await start().idle();
    const next = add("three", { uniqueKey: "k" });
    expect(next).not.toBe(first);
    await runner?.idle();
    expect(seen.map(({ word }) => word)).toEqual(["one", "three"]);
  });

  test("of a person goes with them", () => {
    add("mine", { ownerId: "ada" });
    const other = add("other", { ownerId: "bert" });
    deleteJobsOf(app, "ada");
    expect(listJobs(app, {}).items.map(({ id }) => id)).toEqual([other]);
  });
});

describe("a failing job", () => {
  test("comes back later and later, then is given up, and can be tried again by hand", async () => {
    behave = fails("The server is not there.");
    const id = add("x");
    const { idle } = start();
    await idle();
    const waits: number[] = [];
    for (let found = row(id); found?.state === "waiting"; found = row(id)) {
      waits.push(found.nextAttemptAt - clock.now());
      await clock.advance(found.nextAttemptAt - clock.now());
      await idle();
    }
    expect(waits).toEqual([backoffMs(app.random, 1), backoffMs(app.random, 2)]);
    expect(row(id)).toMatchObject({ state: "dead", attempts: 3, lastError: "The server is not there." });
    expect(row(id)?.sealedPayload).not.toBe("");
    behave = async () => {};
    expect(retryJob(app, id)).toMatchObject({ state: "waiting", attempts: 0, endedAt: null });
    await Promise.resolve();
    await idle();
    expect(row(id)?.state).toBe("done");
    expect(() => retryJob(app, id)).toThrow("done");
  });

  test("for good is given up at once", async () => {
    behave = fails("Nobody lives there.", true);
    const id = add("x");
    await start().idle();
    expect(row(id)).toMatchObject({ state: "dead", attempts: 1, lastError: "Nobody lives there." });
  });

  test("in an unexpected way tells administrators nothing of the error", async () => {
    behave = async () => {
      throw new Error("a token: xyzzy");
    };
    const id = add("x");
    await start().idle();
    expect(row(id)?.state).toBe("waiting");
    expect(JSON.stringify(listJobs(app, {}))).not.toContain("xyzzy");
  });

  test("that takes too long is aborted and not waited for", async () => {
    const aborted = Promise.withResolvers<void>();
    behave = (_word, { signal }) =>
      new Promise(() => signal.addEventListener("abort", () => aborted.resolve(), { once: true }));
    const id = add("x");
    const { idle } = start();
    await clock.advance(1000);
    await aborted.promise;
    await idle();
    expect(row(id)).toMatchObject({ state: "waiting", attempts: 1, lastError: "It took longer than 1 seconds." });
  });

  test.each([
    ["sealed elsewhere", { sealedPayload: "v1.a.b.c" }],
    ["of another job", {}],
  ])("whose payload is %s cannot be read", async (_name, change) => {
    const other = row(add("secret", { delayMs: 1e6 }));
    const id = add("x");
    app.db
      .update(jobs)
      .set({ sealedPayload: other?.sealedPayload ?? "", ...change })
      .where(eq(jobs.id, id))
      .run();
    await start().idle();
    expect(row(id)).toMatchObject({ state: "dead", attempts: 1 });
    expect(seen).toEqual([]);
  });
});

describe("the runner", () => {
  test("runs no more at once than it may, oldest first", async () => {
    let most = 0;
    let now = 0;
    const gates = Array.from({ length: 5 }, () => Promise.withResolvers<void>());
    behave = async (word) => {
      now++;
      most = Math.max(most, now);
      await gates[Number(word)]?.promise;
      now--;
    };
    for (let n = 0; n < 5; n++) add(String(n));
    const { idle } = start(2);
    for (const gate of gates) {
      expect(now).toBeLessThanOrEqual(2);
      gate.resolve();
      await Promise.resolve();
    }
    await idle();
    expect(most).toBe(2);
    expect(seen.map(({ word }) => word)).toEqual(["0", "1", "2", "3", "4"]);
  });

  test("takes up what an earlier run left, and gives up what ends it every time", async () => {
    const id = add("x");
    const leave = (attempts: number) =>
      app.db
        .update(jobs)
        .set({ state: "running", attempts, lease: "theirs", leaseUntil: clock.now() + 1e9 })
        .where(eq(jobs.id, id))
        .run();
    leave(2);
    await start().idle();
    expect(row(id)).toMatchObject({ state: "done", attempts: 3 });
    await runner?.close(0);
    leave(3);
    await start().idle();
    expect(row(id)).toMatchObject({ state: "dead", attempts: 3 });
    expect(seen).toHaveLength(1);
  });

  test("lets what is running finish when it closes, and begins nothing more", async () => {
    const gate = Promise.withResolvers<void>();
    behave = () => gate.promise;
    const ids = ["a", "b"].map((word) => add(word));
    const { close } = start(1);
    const closed = close(1000);
    gate.resolve();
    await closed;
    expect(ids.map((id) => row(id)?.state)).toEqual(["done", "waiting"]);
  });

  test("interrupts what does not finish in time; that attempt counts for nothing", async () => {
    behave = () => new Promise(() => {});
    const id = add("x");
    const { close } = start();
    const closed = close(500);
    await clock.advance(500);
    await closed;
    expect(row(id)).toMatchObject({ state: "waiting", attempts: 0, lease: null, lastError: null });
  });

  test("lets nobody say how an attempt ended that was taken from them", async () => {
    const gate = Promise.withResolvers<void>();
    behave = () => gate.promise;
    const id = add("x");
    const { idle } = start();
    app.db.update(jobs).set({ lease: "somebody else's" }).where(eq(jobs.id, id)).run();
    gate.resolve();
    await runner?.close(1000);
    await idle();
    expect(row(id)).toMatchObject({ state: "running", lease: "somebody else's" });
  });

  test.each([
    ["done", 7, false],
    ["done", 8, true],
    ["dead", 90, false],
    ["dead", 91, true],
  ] as const)("a %s job is kept for %d days: gone then is %p", async (state, days, gone) => {
    if (state === "dead") behave = fails("no", true);
    const id = add("x");
    await start().idle();
    await runner?.close(0);
    app.db
      .update(jobs)
      .set({ endedAt: clock.now() - days * 24 * 3600_000 })
      .where(eq(jobs.id, id))
      .run();
    await start().idle();
    expect(row(id)?.state).toBe(gone ? undefined : state);
  });

  test("counts attempts by how they ended", async () => {
    const metrics = createMetrics();
    add("x");
    await start(1, { ...app, metrics }).idle();
    expect(metrics.text()).toContain('vitrine_job_attempts_total{kind="echo",outcome="done"} 1');
  });
});

describe("by hand", () => {
  test("a running job is neither deleted nor tried again, and nothing is what it was not", async () => {
    const gate = Promise.withResolvers<void>();
    behave = () => gate.promise;
    const id = add("x");
    const { idle } = start();
    expect(() => deleteJob(app, id)).toThrow("running");
    expect(() => retryJob(app, id)).toThrow("running");
    gate.resolve();
    await idle();
    expect(deleteJob(app, id).state).toBe("done");
    expect(() => retryJob(app, id)).toThrow("no such job");
  });

  test("one that was given up does not take the place of another with its key", async () => {
    behave = fails("no", true);
    const id = add("x", { uniqueKey: "k" });
    const { idle } = start();
    await idle();
    add("y", { uniqueKey: "k", delayMs: 1e6 });
    expect(() => retryJob(app, id)).toThrow("Another job");
  });

  test("lists are cut into pages, by state and kind, and never show what jobs carry", () => {
    const ids = ["a", "b", "c"].map((word) => add(word)).reverse();
    const first = listJobs(app, { limit: 2 });
    const second = listJobs(app, { limit: 2, cursor: first.nextCursor ?? "" });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids);
    expect(second.nextCursor).toBeNull();
    expect(listJobs(app, { state: "dead" }).items).toEqual([]);
    expect(listJobs(app, { kind: "echo", state: "waiting" }).items).toHaveLength(3);
    expect(Object.keys(first.items[0] ?? {})).not.toContain("sealedPayload");
  });
});

test.each([
  [1, 0, 15_000],
  [1, 1, 30_000],
  [3, 0, 60_000],
  [40, 1, 3600_000],
])("after %d failures with jitter %d the wait is %d ms", (attempts, unit, expected) => {
  expect(backoffMs({ unit: () => unit }, attempts)).toBe(expected);
});
