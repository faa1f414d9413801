import { afterAll, beforeAll, expect, test } from "bun:test";
import { testApp } from "../../platform/testing.ts";
import { gib, goodManners } from "./testing.ts";
import { House, type HouseOptions } from "./testing-house.ts";

let app: ReturnType<typeof testApp>;
beforeAll(() => {
  app = testApp();
});
afterAll(() => app.dispose());

/** `a` is ready on a GPU of 80 GiB. */
async function running(bytes: number, options: HouseOptions = {}): Promise<House> {
  const house = new House(app.db, { engines: { a: {}, b: {} }, ...options });
  house.machine.bytesOf = () => bytes;
  house.boot().supervisor.start("a");
  await house.until("a", "ready");
  return house;
}

test("with room for both the new one starts beside the old one, and there is no gap", async () => {
  const house = await running(30 * gib);
  const { supervisor, queue } = house.life;
  const before = house.request("a");
  await house.advance(0);
  supervisor.swap("a", "b");
  await house.until("b", "starting");
  expect(queue.standing("a")?.kind).toBe("open");
  const meanwhile = house.request("a");
  await house.advance(10);
  expect(meanwhile).toMatchObject({ granted: true, by: "a" });
  await house.until("b", "ready");
  expect(house.state("a")).toBe("draining");
  const after = house.request("a");
  await house.advance(10);
  expect(after).toMatchObject({ granted: true, by: "b" });
  expect(before.taken).toBeUndefined();
  before.release();
  meanwhile.release();
  await house.until("a", "stopped");
  expect([house.rows.get("a")?.desired, house.rows.get("b")?.desired]).toEqual(["stopped", "running"]);
  expect(queue.standing("a")).toEqual({ kind: "replaced", by: "b", reason: "B took the place of A." });
  await house.end();
});

test("without room the old one is drained, stopped and its memory waited for; who waited moves over", async () => {
  const house = await running(50 * gib);
  const { supervisor } = house.life;
  const held = [house.request("a"), house.request("a")];
  const waiting = [house.request("a"), house.request("a")];
  await house.advance(100);
  supervisor.swap("a", "b");
  await house.until("a", "draining");
  expect(supervisor.status("b")?.phase?.label).toBe("Waiting for A to make room");
  const later = house.request("a");
  await house.advance(1_000);
  for (const one of held) one.release();
  await house.until("b", "ready");
  await house.advance(100);
  for (const one of held) expect(one.taken).toBeUndefined();
  for (const one of waiting) expect(one).toMatchObject({ granted: true, by: "b" });
  for (const one of waiting) one.release();
  await house.advance(100);
  expect(later).toMatchObject({ granted: true, by: "b" });
  expect(house.state("a")).toBe("stopped");
  await house.end();
});

test("requests that outlast the time to drain are taken away with a reason", async () => {
  const house = await running(50 * gib);
  const held = house.request("a");
  await house.advance(0);
  house.life.supervisor.swap("a", "b");
  await house.until("a", "draining");
  await house.advance(9_000);
  expect(held.taken).toBeUndefined();
  await house.advance(2_000);
  expect(held.taken).toBe("A is being stopped.");
  await house.until("b", "ready");
  await house.end();
});

test.each([
  ["beside", 30 * gib],
  ["alone", 50 * gib],
])("the new one fails %s: the old one is there, nobody is lost, and the new one says why", async (_, bytes) => {
  const house = await running(bytes);
  house.machine.manners = (id) => (id === "b" ? { ...goodManners, diesAfter: 5_000 } : goodManners);
  const { supervisor, queue } = house.life;
  supervisor.swap("a", "b");
  await house.until("b", "starting");
  const asked = house.request("a");
  await house.until("b", "failed");
  expect(supervisor.status("b")?.failure?.reason).toBe("It ended with 1.");
  await house.until("a", "ready");
  await house.advance(100);
  expect(asked).toMatchObject({ granted: true, by: "a", refused: undefined });
  expect([house.rows.get("a")?.desired, house.rows.get("b")?.desired]).toEqual(["running", "stopped"]);
  expect(queue.standing("b")).toEqual({ kind: "closed", reason: "It ended with 1." });
  await house.end();
});

test("an engine whose files are missing does not cost the one that runs", async () => {
  const house = await running(50 * gib);
  house.refuse("b", { code: "files_missing", reason: "Half is there.", fix: "Pull.", retryable: false, at: 0 });
  house.life.supervisor.swap("a", "b");
  await house.until("b", "failed");
  expect(house.path("a")).toEqual(["preflight", "starting", "ready"]);
  expect(house.rows.get("a")?.desired).toBe("running");
  await house.end();
});

test("stopping the new one brings the old one back", async () => {
  const house = await running(50 * gib);
  const { supervisor } = house.life;
  supervisor.swap("a", "b");
  await house.until("b", "starting");
  supervisor.stop("b");
  await house.until("a", "ready");
  expect(house.state("b")).toBe("stopped");
  await house.end();
});

test("removing the old one in the middle leaves the new one alone", async () => {
  const house = await running(50 * gib);
  const { supervisor } = house.life;
  supervisor.swap("a", "b");
  await house.until("b", "starting");
  void supervisor.removed("a");
  await house.until("b", "ready");
  expect(house.rows.get("b")?.desired).toBe("running");
  await house.end();
});

test("there and back again", async () => {
  const house = await running(50 * gib);
  const { supervisor, queue } = house.life;
  supervisor.swap("a", "b");
  await house.until("b", "ready");
  supervisor.swap("b", "a");
  await house.until("a", "ready");
  expect(queue.standing("a")?.kind).toBe("open");
  expect(queue.standing("b")).toMatchObject({ kind: "replaced", by: "a" });
  await house.until("b", "stopped");
  await house.end();
});

test("200 requests in flight and queued during a swap: none lost, none twice, fair by person", async () => {
  const house = await running(50 * gib, {
    engines: { a: { maxConcurrent: 20, maxWaiting: 500 }, b: { maxConcurrent: 20, maxWaiting: 500 } },
  });
  const { supervisor } = house.life;
  const asked = Array.from({ length: 200 }, (_, index) => house.request("a", `u${index % 4}`));
  await house.advance(100);
  supervisor.swap("a", "b");
  let answered = 0;
  const served: number[] = [];
  for (let round = 0; answered < 200 && round < 2_000; round++) {
    await house.advance(100);
    for (const [index, one] of asked.entries()) {
      if (!one.granted || one.done) continue;
      one.done = true;
      answered += 1;
      served.push(index % 4);
      house.clock.after(500, one.release);
    }
  }
  expect(answered).toBe(200);
  expect(asked.every(({ refused, taken }) => refused === undefined && taken === undefined)).toBe(true);
  expect(asked.filter(({ by }) => by === "b").length).toBe(180);
  // At no point has anybody had many more turns than another.
  const turns = [0, 0, 0, 0];
  for (const person of served) {
    turns[person] = (turns[person] ?? 0) + 1;
    expect(Math.max(...turns) - Math.min(...turns)).toBeLessThanOrEqual(10);
  }
  await house.end();
});
