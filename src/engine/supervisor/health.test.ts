import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { testApp } from "../../platform/testing.ts";
import { type FakeProcess, gib } from "./testing.ts";
import { House, type HouseOptions } from "./testing-house.ts";

let app: ReturnType<typeof testApp>;
beforeAll(() => {
  app = testApp();
});
afterAll(() => app.dispose());

async function running(options: HouseOptions = {}): Promise<House & { process: FakeProcess }> {
  const house = new House(app.db, options);
  house.boot().supervisor.start("a");
  await house.until("a", "ready");
  const [process] = house.machine.alive();
  if (!process) throw new Error("no process");
  return Object.assign(house, { process });
}

describe("liveness", () => {
  test("requests pending and nothing moved for two minutes: it is killed and replaced", async () => {
    const house = await running();
    const asked = house.request("a");
    await house.advance(30_000);
    house.process.hung = true;
    await house.advance(100_000);
    expect(house.state("a")).toBe("degraded");
    expect(house.process.alive).toBe(true);
    await house.until("a", "backoff", 60_000);
    expect(house.process.alive).toBe(false);
    expect(house.life.supervisor.status("a")?.failure).toMatchObject({ code: "hung", retryable: true });
    expect(asked.taken).toContain("A ended");
    await house.until("a", "ready");
    expect(house.life.supervisor.status("a")?.failure).toBeUndefined();
    await house.end();
  });

  test("a slow engine that moves is left alone for as long as it takes", async () => {
    const house = await running();
    house.request("a");
    await house.advance(3_600_000);
    expect(house.state("a")).toBe("ready");
    expect(house.path("a")).toEqual(["preflight", "starting", "ready"]);
    await house.end();
  });

  test("idle and silent: degraded at the first miss, replaced at the third", async () => {
    const house = await running();
    house.process.hung = true;
    await house.until("a", "degraded");
    expect(house.life.supervisor.status("a")?.trouble).toBe(
      "It did not produce a token when asked for one within 10 seconds, once.",
    );
    expect(house.life.queue.standing("a")?.kind).toBe("open");
    await house.until("a", "backoff", 120_000);
    expect(house.life.supervisor.status("a")?.failure?.code).toBe("hung");
    await house.end();
  });

  test("degraded is over when it answers again", async () => {
    const house = await running();
    house.process.hung = true;
    await house.until("a", "degraded");
    house.process.hung = false;
    await house.until("a", "ready", 30_000);
    expect(house.machine.launches).toBe(1);
    await house.end();
  });

  test("an engine without numbers is judged by tokens, and by the bytes of its answers", async () => {
    const house = await running();
    house.process.counts = false;
    const { supervisor } = house.life;
    await house.advance(30_000);
    house.request("a");
    house.process.hung = true;
    for (let second = 0; second < 300; second++) {
      supervisor.answered("a");
      await house.advance(1_000);
    }
    expect(house.process.alive).toBe(true);
    await house.until("a", "backoff", 200_000);
    expect(supervisor.status("a")?.failure?.code).toBe("hung");
    await house.end();
  });

  test("it is asked often while there are requests or somebody watches, rarely otherwise", async () => {
    const house = await running();
    const polls = async (ms: number) => {
      const before = house.process.iterations;
      await house.advance(ms);
      return house.process.iterations - before;
    };
    await house.advance(20_000);
    expect(await polls(100_000)).toBeWithin(9, 12);
    const watcher = house.life.supervisor.channel.subscribe("engines");
    await house.advance(10_000);
    expect(await polls(100_000)).toBeWithin(45, 51);
    watcher.close();
    await house.end();
  });
});

describe("unloading", () => {
  test("nobody asks for a while: unloaded; the next request wakes it and is answered", async () => {
    const house = await running({ engines: { a: { idleUnloadMinutes: 5 } } });
    await house.advance(299_000);
    expect(house.state("a")).toBe("ready");
    await house.until("a", "idle", 60_000);
    expect(house.machine.alive()).toEqual([]);
    expect(house.rows.get("a")?.desired).toBe("running");
    const asked = house.request("a");
    await house.until("a", "ready");
    await house.advance(100);
    expect(asked.granted).toBe(true);
    expect(asked.details[0]).toBe("Preparing to start.");
    await house.end();
  });

  test("a pinned engine stays", async () => {
    const house = await running({ engines: { a: { idleUnloadMinutes: 5, pinned: true } } });
    await house.advance(3_600_000);
    expect(house.state("a")).toBe("ready");
    await house.end();
  });

  const two = { a: { idleUnloadMinutes: 5 }, b: {} };

  async function crowded(engines: HouseOptions["engines"]) {
    const house = await running({ engines: engines ?? two });
    house.machine.bytesOf = () => 50 * gib;
    await house.until("a", "idle");
    house.life.supervisor.start("b");
    await house.until("b", "ready");
    return house;
  }

  test("waking may unload another one that nobody needs", async () => {
    const house = await crowded(two);
    await house.advance(60_000);
    const asked = house.request("a");
    await house.until("a", "ready");
    expect(house.state("b")).toBe("idle");
    await house.advance(100);
    expect(asked.granted).toBe(true);
    expect(house.machine.violations).toEqual([]);
    await house.end();
  });

  test.each([
    ["that is pinned", { ...two, b: { pinned: true } }, false],
    ["that answers somebody", two, true],
  ] as const)("but none %s: the request is refused, and it stays asleep", async (_, engines, busy) => {
    const house = await crowded(engines);
    await house.advance(60_000);
    if (busy) house.request("b");
    const asked = house.request("a");
    await house.advance(10_000);
    expect(asked.refused).toContain("B holds the GPU that A needs");
    expect([house.state("a"), house.state("b")]).toEqual(["idle", "ready"]);
    await house.end();
  });
});
