import { expect, test } from "bun:test";
import { createConnection, type ServerRun } from "./connection.ts";

const first: ServerRun = { version: "1", startedAt: "monday" };

/** A connection to a server that the test starts and stops; `tick` lets one pause between two knocks pass. */
function setup() {
  let run: ServerRun | null = first;
  let probes = 0;
  const waits: { ms: number; pass: () => void }[] = [];
  const connection = createConnection({
    probe: async () => {
      probes++;
      return run;
    },
    wait: (ms) => new Promise((pass) => waits.push({ ms, pass })),
  });
  let back = 0;
  connection.onBack(() => back++);
  return {
    connection,
    serve: (next: ServerRun | null) => {
      run = next;
    },
    async tick() {
      const wait = waits.shift();
      wait?.pass();
      await Promise.resolve();
      await connection.check();
      return wait?.ms;
    },
    seen: () => ({ online: connection.online.value, back, updatedTo: connection.updatedTo.value }),
    probes: () => probes,
  };
}

test("a check that finds the same server changes nothing", async () => {
  const at = setup();
  await at.connection.check();
  await at.connection.check();
  expect(at.seen()).toEqual({ online: true, back: 0, updatedTo: null });
});

test("a server that is gone is noticed, knocked at with growing pauses, and said to be back once", async () => {
  const at = setup();
  await at.connection.check();
  at.serve(null);
  await at.connection.check();
  expect(at.seen().online).toBe(false);
  expect([await at.tick(), await at.tick(), await at.tick()]).toEqual([1000, 2000, 4000]);
  at.serve(first);
  await at.tick();
  await at.connection.check();
  expect(at.seen()).toEqual({ online: true, back: 1, updatedTo: null });
});

test.each([
  ["of the same version", { version: "1", startedAt: "tuesday" }, null],
  ["of a newer one", { version: "2", startedAt: "tuesday" }, "2"],
])("a server that was started anew between two checks, %s, counts as back", async (_which, next, updatedTo) => {
  const at = setup();
  await at.connection.check();
  at.serve(next);
  await at.connection.check();
  expect(at.seen()).toEqual({ online: true, back: 1, updatedTo });
});

test("checks at the same time ask once", async () => {
  const at = setup();
  await Promise.all([at.connection.check(), at.connection.check(), at.connection.check()]);
  expect(at.probes()).toBe(1);
});
