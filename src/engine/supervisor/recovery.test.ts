import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { testApp } from "../../platform/testing.ts";
import { gib, goodManners } from "./testing.ts";
import { House } from "./testing-house.ts";

let app: ReturnType<typeof testApp>;
beforeAll(() => {
  app = testApp();
});
afterAll(() => app.dispose());

describe("restarts", () => {
  test("each failure doubles the wait; the sixth in a row ends it, and says how often it was tried", async () => {
    const house = new House(app.db);
    house.machine.manners = () => ({ ...goodManners, diesAfter: 1_500 });
    const { supervisor, seen, metrics } = house.boot();
    supervisor.start("a");
    await house.until("a", "failed");
    const waits = seen.flatMap(({ backoff, since }) => (backoff ? [(backoff.until - since) / 1000] : []));
    expect([...new Set(waits)]).toEqual([10, 20, 40, 80, 160]);
    expect(supervisor.status("a")?.failure?.reason).toBe(
      "It ended with 1. It failed 6 times in a row and is not tried again by itself.",
    );
    expect(metrics.text()).toContain('vitrine_engine_restarts_total{engine="a"} 5');
    expect(metrics.text()).toContain('vitrine_engine_state{engine="a",state="failed"} 1');
    // Somebody who starts it gets all the attempts again.
    supervisor.start("a");
    await house.until("a", "backoff");
    expect(supervisor.status("a")?.backoff?.attempt).toBe(1);
    await house.end();
  });

  test("ten minutes of health forget what was, less does not", async () => {
    const house = new House(app.db);
    const { supervisor } = house.boot();
    supervisor.start("a");
    for (const [healthy, attempt] of [
      [60_000, 1],
      [60_000, 2],
      [700_000, 1],
    ] as const) {
      await house.until("a", "ready");
      await house.advance(healthy);
      house.machine.alive()[0]?.end({ code: null, signal: "SIGSEGV" });
      await house.until("a", "backoff");
      expect(supervisor.status("a")?.backoff?.attempt).toBe(attempt);
    }
    await house.end();
  });

  test("an exit with code 0 that nobody asked for is a failure", async () => {
    const house = new House(app.db);
    const { supervisor } = house.boot();
    supervisor.start("a");
    await house.until("a", "ready");
    const asked = house.request("a");
    await house.advance(10);
    house.machine.alive()[0]?.end({ code: 0, signal: null });
    await house.until("a", "backoff");
    expect(supervisor.status("a")?.failure?.code).toBe("exited");
    expect(asked.taken).toBe("A ended: It ended with 0.");
    const waiting = house.request("a");
    await house.until("a", "ready");
    await house.advance(10);
    expect(waiting.granted).toBe(true);
    await house.end();
  });

  test("who waits while it dies is answered by the next process, never sent to the dead one", async () => {
    const house = new House(app.db, { engines: { a: { maxConcurrent: 1 } } });
    const { supervisor } = house.boot();
    supervisor.start("a");
    await house.until("a", "ready");
    const held = house.request("a");
    await house.advance(10);
    const waiting = house.request("a");
    await house.advance(10);
    house.machine.lastWordsMs = 300;
    house.machine.alive()[0]?.end({ code: null, signal: "SIGSEGV" });
    await house.advance(10);
    // Whoever was talking to it notices first.
    held.release();
    await house.advance(100);
    expect([house.state("a"), waiting.granted]).toEqual(["ready", false]);
    await house.advance(200);
    expect([house.state("a"), waiting.granted]).toEqual(["stopping", false]);
    await house.until("a", "ready");
    await house.advance(10);
    expect(waiting).toMatchObject({ granted: true, launchId: supervisor.status("a")?.launch?.id });
    await house.end();
  });

  test("restart drains, and who comes meanwhile waits for the new process", async () => {
    const house = new House(app.db);
    const { supervisor } = house.boot();
    supervisor.start("a");
    await house.until("a", "ready");
    const held = house.request("a");
    await house.advance(10);
    supervisor.restart("a");
    const later = house.request("a");
    await house.advance(5_000);
    expect(house.state("a")).toBe("draining");
    expect(held.taken).toBeUndefined();
    held.release();
    await house.until("a", "ready");
    await house.advance(10);
    expect(later.granted).toBe(true);
    expect(house.machine.launches).toBe(2);
    await house.end();
  });
});

describe("stopping", () => {
  test("one that ignores SIGTERM is killed, and its memory waited for", async () => {
    const house = new House(app.db);
    house.machine.manners = () => ({ ...goodManners, endsAfter: undefined, memoryAfter: 8_000 });
    const { supervisor } = house.boot();
    supervisor.start("a");
    await house.until("a", "ready");
    supervisor.stop("a");
    await house.advance(10_000);
    expect(house.state("a")).toBe("stopping");
    await house.until("a", "reclaiming");
    await house.advance(6_000);
    expect(house.state("a")).toBe("reclaiming");
    await house.until("a", "stopped", 5_000);
    await house.end();
  });

  test("memory that never comes back is not waited for without end", async () => {
    const house = new House(app.db);
    house.machine.manners = () => ({ ...goodManners, memoryAfter: 1e9 });
    const { supervisor } = house.boot();
    supervisor.start("a");
    await house.until("a", "ready");
    await house.advance(5_000);
    supervisor.stop("a");
    await house.until("a", "reclaiming");
    await house.advance(50_000);
    expect(house.state("a")).toBe("reclaiming");
    await house.until("a", "stopped", 15_000);
    await house.end();
  });

  test("processes that cannot be killed now are tried again until they can", async () => {
    const house = new House(app.db);
    house.machine.manners = () => ({ ...goodManners, endsAfter: undefined, unkillable: 20 });
    const { supervisor } = house.boot();
    supervisor.start("a");
    await house.until("a", "ready");
    supervisor.stop("a");
    await house.until("a", "stopped");
    expect(house.machine.alive()).toHaveLength(1);
    expect(house.row()?.reapedAt).toBeNull();
    await house.advance(600_000);
    expect(house.machine.alive()).toEqual([]);
    expect(house.row()?.reapedAt).not.toBeNull();
    await house.end();
  });

  test("an engine that is removed is stopped, reaped and forgotten", async () => {
    const house = new House(app.db);
    const { supervisor, queue } = house.boot();
    supervisor.start("a");
    await house.until("a", "ready");
    const held = house.request("a");
    let gone = false;
    void supervisor.removed("a").then(() => {
      gone = true;
    });
    const settled = supervisor.whenSettled("a", ["failed"]).catch((error: Error) => error.message);
    await house.advance(20_000);
    expect(gone).toBe(true);
    expect(held.taken).toBe("A is being stopped.");
    expect(await settled).toBe("The engine was removed.");
    expect(queue.standing("a")?.kind).toBe("closed");
    expect(house.machine.alive()).toEqual([]);
    await house.end();
  });
});

describe("a killed Vitrine", () => {
  test("leaves processes that the next one reaps at its start, at whatever moment it was killed", async () => {
    for (let moment = 0; moment < 26_000; moment += moment < 3_000 ? 130 : 1_300) {
      const house = new House(app.db, { seed: moment + 7 });
      house.machine.bytesOf = () => 60 * gib;
      house.boot().supervisor.start("a");
      await house.advance(moment);
      if (moment % 2 === 1) house.life.supervisor.stop("a");
      house.kill();
      await house.advance(moment % 500);
      const before = house.machine.alive().map(({ pid }) => pid);
      house.boot();
      const wanted = house.rows.get("a")?.desired === "running";
      await house.until("a", wanted ? "ready" : "stopped");
      await house.advance(5_000);
      expect(house.machine.alive().filter(({ pid }) => before.includes(pid))).toEqual([]);
      expect(house.machine.alive()).toHaveLength(wanted ? 1 : 0);
      await house.end();
    }
  });

  test("in the middle of a swap: the new engine comes up", async () => {
    const house = new House(app.db, { engines: { a: {}, b: {} } });
    house.machine.bytesOf = () => 50 * gib;
    const { supervisor } = house.boot();
    supervisor.start("a");
    await house.until("a", "ready");
    supervisor.swap("a", "b");
    await house.until("b", "starting");
    house.kill();
    house.boot();
    await house.until("b", "ready");
    expect(house.machine.alive()).toHaveLength(1);
    await house.end();
  });

  test("of two that want one GPU the one that was wanted last gets it", async () => {
    const house = new House(app.db, { engines: { a: {}, b: {} } });
    house.machine.bytesOf = () => 50 * gib;
    house.store.setDesired("b", "running");
    await house.advance(1_000);
    house.store.setDesired("a", "running");
    house.boot();
    await house.until("a", "ready");
    await house.until("b", "failed");
    await house.end();
  });
});

test("a shutdown lets requests end for a while, and leaves the desired states", async () => {
  const house = new House(app.db, { engines: { a: {}, b: {} } });
  house.machine.bytesOf = () => 30 * gib;
  house.machine.manners = (id) => ({ ...goodManners, endsAfter: id === "b" ? undefined : 500 });
  const { supervisor } = house.boot();
  supervisor.start("a");
  supervisor.start("b");
  await house.until("a", "ready");
  await house.until("b", "ready");
  const held = house.request("a");
  await house.advance(0);
  house.closing = true;
  let closed = false;
  void supervisor.close(30_000).then(() => {
    closed = true;
  });
  await house.advance(9_000);
  expect(held.taken).toBeUndefined();
  await house.advance(2_000);
  expect(held.taken).toBe("A is being stopped.");
  await house.advance(11_000);
  expect(closed).toBe(true);
  expect(house.machine.alive()).toEqual([]);
  expect([...house.rows.values()].map(({ desired }) => desired)).toEqual(["running", "running"]);
  house.life.queue.close("over");
  expect(house.life.clock.pending).toBe(0);
});
