import { describe, expect, test } from "bun:test";
import { ManualClock } from "../../platform/clock.ts";
import { createQueue, type Lease, LeaseError, type Standing } from "./index.ts";

const endpoint = { kind: "unix", path: "/run/x.sock" } as const;
const open = (launchId = "l1", capacity = 1, maxWaiting = 8): Standing => ({
  kind: "open",
  launchId,
  endpoint,
  model: "m",
  capacity,
  maxWaiting,
});
const holding = (detail: string, maxWaiting = 8): Standing => ({ kind: "holding", detail, maxWaiting });

function setUp() {
  const clock = new ManualClock();
  const queue = createQueue(clock);
  const events: string[] = [];
  const leases = new Map<string, Lease>();
  /** Starts waiting; what becomes of it is told in `events`. */
  const ask = (name: string, engineId = "e") => {
    const controller = new AbortController();
    const outcome = queue
      .acquire({
        engineId,
        userId: name.charAt(0),
        signal: controller.signal,
        onWait: ({ phase, position, detail }) => events.push(`${name} ${phase} ${position} ${detail}`),
      })
      .then(
        (lease) => {
          leases.set(name, lease);
          events.push(`${name} has ${lease.engineId}/${lease.launchId}`);
        },
        (error: unknown) => events.push(`${name} ${error instanceof LeaseError ? error.kind : "?"}: ${error}`),
      );
    return { cancel: () => controller.abort(), outcome };
  };
  const release = async (name: string) => {
    leases.get(name)?.release();
    await settle();
  };
  const settle = () => clock.advance(0);
  const take = () => events.splice(0);
  return { clock, queue, ask, release, settle, take, leases };
}

describe("the queue in front of an engine", () => {
  test("hands out as many leases as the engine takes, and the next one when one comes back", async () => {
    const { queue, ask, release, settle, take } = setUp();
    queue.set("e", open("l1", 2));
    for (const name of ["a1", "b1", "c1"]) ask(name);
    await settle();
    expect(take()).toEqual(["c1 queued 1 Next in the queue of this model.", "a1 has e/l1", "b1 has e/l1"]);
    await release("a1");
    expect(take()).toEqual(["c1 has e/l1"]);
    expect(queue.inFlight("e")).toBe(2);
  });

  test("is fair by person: many requests of one do not hold up another's first", async () => {
    const { queue, ask, release, settle, take } = setUp();
    queue.set("e", open());
    for (const name of ["a1", "a2", "a3", "b1", "c1"]) ask(name);
    await settle();
    const order: string[] = [];
    for (const name of ["a1", "b1", "c1", "a2", "a3"]) {
      order.push(...take().filter((line) => line.includes(" has ")));
      await release(name);
    }
    expect(order.map((line) => line.slice(0, 2))).toEqual(["a1", "b1", "c1", "a2", "a3"]);
  });

  test("tells who waits for a loading engine what it waits for, not too often", async () => {
    const { queue, ask, clock, settle, take } = setUp();
    queue.set("e", holding("Loading weights, about 40 s left."));
    ask("a1");
    await settle();
    expect(take()).toEqual(["a1 loading 1 Loading weights, about 40 s left."]);
    for (let left = 39; left > 0; left--) queue.set("e", holding(`Loading weights, about ${left} s left.`));
    await clock.advance(500);
    expect(take()).toEqual(["a1 loading 1 Loading weights, about 1 s left."]);
    queue.set("e", open());
    await settle();
    expect(take()).toEqual(["a1 has e/l1"]);
    expect(clock.pending).toBeLessThanOrEqual(1);
  });

  test("refuses with the seconds to wait when too many wait already", async () => {
    const { queue, ask, clock, release, settle, take } = setUp();
    queue.set("e", open("l1", 1, 1));
    ask("a1");
    await settle();
    await clock.advance(4_000);
    await release("a1");
    for (const name of ["b1", "c1"]) ask(name);
    await settle();
    take();
    const refused = await queue
      .acquire({ engineId: "e", userId: "d", signal: new AbortController().signal, onWait() {} })
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ kind: "full", retryAfterSeconds: 4 });
  });

  test("forgets a request that is cancelled while it waits", async () => {
    const { queue, ask, release, settle, take } = setUp();
    queue.set("e", open());
    ask("a1");
    const b = ask("b1");
    ask("c1");
    await settle();
    take();
    b.cancel();
    await b.outcome;
    expect(take()).toEqual(["b1 cancelled: LeaseError: The request was cancelled while it waited."]);
    await release("a1");
    expect(take()).toEqual(["c1 has e/l1"]);
    expect(queue.waiting("e")).toBe(0);
  });

  test("moves who waits to the engine that takes the place of theirs, in order, and says why", async () => {
    const { queue, ask, release, settle, take, leases } = setUp();
    queue.set("old", open("l1"));
    queue.set("new", holding("Starting."));
    ask("a1", "old");
    ask("b1", "old");
    ask("c1", "new");
    ask("d1", "old");
    await settle();
    take();
    queue.set("old", { kind: "replaced", by: "new", reason: "Old was swapped for new." });
    ask("e1", "old");
    await settle();
    take();
    queue.set("new", open("l2"));
    const order: string[] = [];
    for (const name of ["b1", "c1", "d1", "e1"]) {
      await settle();
      order.push(...take().filter((line) => line.includes(" has ")));
      await release(name);
    }
    expect(order).toEqual(["b1 has new/l2", "c1 has new/l2", "d1 has new/l2", "e1 has new/l2"]);
    expect(leases.get("b1")?.replaced).toBe("Old was swapped for new.");
    expect(leases.get("e1")?.replaced).toBe("Old was swapped for new.");
    expect(leases.get("c1")?.replaced).toBeUndefined();
    expect(queue.inFlight("old")).toBe(1);
  });

  test("a circle of replacements refuses instead of going round for ever", async () => {
    const { queue, ask, settle, take } = setUp();
    queue.set("x", { kind: "replaced", by: "y", reason: "x became y" });
    queue.set("y", { kind: "replaced", by: "x", reason: "y became x" });
    ask("a1", "x");
    await settle();
    expect(take()).toEqual([expect.stringMatching(/^a1 closed/)]);
  });

  test("a closed engine refuses with its reason, also those who waited", async () => {
    const { queue, ask, settle, take } = setUp();
    queue.set("e", holding("Starting."));
    ask("a1");
    await settle();
    take();
    queue.set("e", { kind: "closed", reason: "It did not start." });
    ask("b1");
    await settle();
    expect(take().sort()).toEqual([
      "a1 closed: LeaseError: It did not start.",
      "b1 closed: LeaseError: It did not start.",
    ]);
  });

  test("wakes a sleeping engine with the first request", async () => {
    const { queue, ask, settle, take } = setUp();
    const woken: string[] = [];
    queue.onDemand((engineId) => {
      woken.push(engineId);
      queue.set(engineId, holding("Waking up."));
    });
    queue.set("e", { kind: "asleep", detail: "Unloaded.", maxWaiting: 4 });
    ask("a1");
    ask("b1");
    await settle();
    expect(woken).toEqual(["e"]);
    queue.set("e", open("l1", 2));
    await settle();
    expect(take().filter((line) => line.includes(" has "))).toHaveLength(2);
  });

  test("leases of a launch are revoked with a reason, and a new launch starts with all its places", async () => {
    const { queue, ask, settle, take, leases, release } = setUp();
    const drained: string[] = [];
    queue.onDrained((launchId) => drained.push(launchId));
    queue.set("e", open("l1"));
    ask("a1");
    ask("b1");
    await settle();
    queue.set("e", holding("Restarting."));
    queue.revoke("l1", "The engine stopped answering.");
    expect(leases.get("a1")?.signal.reason).toMatchObject({ message: "The engine stopped answering." });
    queue.set("e", open("l2"));
    await settle();
    expect(take().filter((line) => line.includes(" has "))).toEqual(["a1 has e/l1", "b1 has e/l2"]);
    await release("a1");
    expect(drained).toEqual(["l1"]);
  });
});

test("nobody is lost or served twice, whatever happens in whatever order", async () => {
  for (let seed = 1; seed <= 200; seed++) {
    let state = seed;
    const random = (below: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const clock = new ManualClock();
    const queue = createQueue(clock);
    queue.onDemand((id) => queue.set(id, holding("Waking up.", 50)));
    const engines = ["x", "y", "z"];
    const held: Lease[] = [];
    const controllers: AbortController[] = [];
    let launches = 0;
    let asked = 0;
    let answered = 0;
    for (let step = 0; step < 120; step++) {
      const engineId = engines[random(3)] ?? "x";
      const dice = random(10);
      if (dice < 4) {
        const controller = new AbortController();
        controllers.push(controller);
        asked++;
        const request = { engineId, userId: `u${random(4)}`, signal: controller.signal, onWait() {} };
        void queue.acquire(request).then(
          (lease) => {
            answered++;
            held.push(lease);
          },
          () => answered++,
        );
      } else if (dice < 6) held.splice(random(held.length), 1)[0]?.release();
      else if (dice === 6) controllers[random(controllers.length)]?.abort();
      else if (dice === 7) queue.set(engineId, open(`l${++launches}`, 1 + random(3), 50));
      else if (dice === 8)
        queue.set(engineId, random(2) === 0 ? holding("…", 50) : { kind: "asleep", detail: "…", maxWaiting: 50 });
      else if (random(2) === 0) queue.set(engineId, { kind: "closed", reason: "no" });
      else queue.set(engineId, { kind: "replaced", by: engines[random(3)] ?? "x", reason: "swapped" });
      await clock.advance(random(3) * 300);
    }
    for (const engineId of engines) queue.set(engineId, open(`l${++launches}`, 1, 50));
    await clock.advance(0);
    while (held.length > 0) {
      for (const lease of held.splice(0)) {
        lease.release();
        lease.release();
      }
      await clock.advance(0);
    }
    const left = engines.map((id) => queue.inFlight(id) + queue.waiting(id));
    expect({ seed, answered, left }).toEqual({ seed, answered: asked, left: [0, 0, 0] });
    queue.close("over");
    await clock.advance(1000);
    expect(clock.pending).toBe(0);
  }
});
