/** One history of a machine and of Vitrine on it, in an order that a seed decides. Tests only. */
import type { Db } from "../../platform/database.ts";
import { Problem } from "../../platform/problem.ts";
import type { Lease } from "../queue/index.ts";
import { gib, goodManners } from "./testing.ts";
import { House } from "./testing-house.ts";

const steps = 60;
const resting = ["stopped", "ready", "degraded", "idle", "failed", "gpu_unavailable"];

interface Asked {
  settled: number;
  life: number;
}

/**
 * Wishes, requests, accidents and kills of Vitrine; after every step the invariants are checked.
 * @throws Error with the seed and the whole history when one does not hold
 */
export async function history(db: Db, seed: number): Promise<void> {
  const sizes: Record<string, number> = { a: 50 * gib, b: 50 * gib, c: 30 * gib, d: 30 * gib, r: 0 };
  const house = new House(db, {
    seed,
    gpus: 1 + (seed % 2),
    engines: {
      a: {},
      b: { gpus: ["GPU-0"], idleUnloadMinutes: 1 },
      c: { idleUnloadMinutes: 2 },
      d: seed % 3 === 0 ? { gpus: ["GPU-0"], pinned: true } : { gpus: "none" },
      r: { adapter: "remote", baseUrl: "http://there/v1" },
    },
  });
  const { dice, machine, clock } = house;
  const ids = ["a", "b", "c", "d", "r"];
  const pick = (): string => ids[dice.below(ids.length)] ?? "a";
  let wild = true;
  machine.lastWordsMs = seed % 3 === 0 ? 300 : 0;
  machine.bytesOf = (settings) => sizes[settings.servedName] ?? 0;
  machine.manners = () =>
    !wild
      ? goodManners
      : {
          readyAfter: dice.chance(0.1) ? undefined : dice.below(40_000),
          lineEvery: dice.chance(0.1) ? undefined : 500 + dice.below(8_000),
          diesAfter: dice.chance(0.25) ? dice.below(30_000) : undefined,
          exit: { code: dice.below(4), signal: null },
          endsAfter: dice.chance(0.2) ? undefined : dice.below(5_000),
          memoryAfter: dice.below(4_000),
          unkillable: dice.chance(0.05) ? dice.below(4) : 0,
        };
  const removing = new Set<string>();
  machine.forced = (id) => removing.has(id) || closing;
  let closing = false;

  let lives = 0;
  const asked: Asked[] = [];
  const held = new Set<Lease>();
  const clients: AbortController[] = [];
  const boot = () => {
    lives += 1;
    house.boot();
  };
  const request = (engineId: string) => {
    const one: Asked = { settled: 0, life: lives };
    asked.push(one);
    const client = new AbortController();
    clients.push(client);
    const done = () => {
      one.settled += 1;
    };
    const { life } = house;
    life.queue.acquire({ engineId, userId: `u${dice.below(3)}`, signal: client.signal, onWait() {} }).then((lease) => {
      done();
      held.add(lease);
      const over = () => {
        held.delete(lease);
        // What a killed Vitrine lent nobody gives back.
        if (!life.clock.dead) lease.release();
      };
      const cancel = clock.after(dice.chance(0.1) ? 200_000 : dice.below(20_000), over);
      lease.signal.addEventListener("abort", () => {
        cancel();
        over();
      });
    }, done);
  };

  const check = (what: string) => {
    if (machine.violations.length > 0) throw new Error(`${what}: ${machine.violations.join("; ")}`);
    for (const one of asked) if (one.settled > 1) throw new Error(`${what}: a request was answered twice`);
    const transitions = new Map<string, string>();
    for (const { engineId, state, launch } of house.life.supervisor.statuses()) {
      if (state !== "starting" || !launch) continue;
      for (const process of machine.alive()) {
        if (process.launchId !== launch.id) continue;
        for (const uuid of process.gpus) {
          const other = transitions.get(uuid);
          if (other !== undefined) throw new Error(`${what}: ${other} and ${engineId} both start on ${uuid}`);
          transitions.set(uuid, engineId);
        }
      }
    }
  };

  const act = (): string => {
    const { supervisor } = house.life;
    const dice100 = dice.below(100);
    const id = pick();
    if (dice100 < 16) {
      supervisor.start(id);
      return `start ${id}`;
    }
    if (dice100 < 22) {
      supervisor.stop(id);
      return `stop ${id}`;
    }
    if (dice100 < 27) {
      supervisor.restart(id);
      return `restart ${id}`;
    }
    if (dice100 < 35) {
      const to = pick();
      if (to !== id) supervisor.swap(id, to);
      return `swap ${id} ${to}`;
    }
    if (dice100 < 38) {
      supervisor.changed(id);
      return `changed ${id}`;
    }
    if (dice100 < 41 && id !== "r" && !removing.has(id)) {
      const row = house.rows.get(id);
      removing.add(id);
      const { life } = house;
      void supervisor.removed(id).then(() => {
        removing.delete(id);
        if (life.clock.dead) return;
        house.rows.delete(id);
        life.queue.remove(id, "gone");
        if (row) house.add(id, row.settings);
      });
      return `remove ${id}`;
    }
    if (dice100 < 62) {
      request(id);
      return `request ${id}`;
    }
    if (dice100 < 66) {
      clients[dice.below(clients.length)]?.abort();
      return "cancel";
    }
    const running = machine.alive();
    const victim = running[dice.below(running.length)];
    if (dice100 < 72) {
      victim?.end({ code: dice.below(4), signal: null });
      return `end ${victim?.engineId}`;
    }
    if (dice100 < 78) {
      if (victim) victim.hung = true;
      return `hang ${victim?.engineId}`;
    }
    if (dice100 < 81) {
      const gpu = machine.gpus[dice.below(machine.gpus.length)];
      if (gpu) gpu.present = !gpu.present;
      return `gpu ${gpu?.uuid} ${gpu?.present}`;
    }
    if (dice100 < 83) {
      machine.remoteUp = !machine.remoteUp;
      return `remote ${machine.remoteUp}`;
    }
    if (dice100 < 87) {
      house.kill();
      removing.clear();
      boot();
      return "kill Vitrine";
    }
    return "wait";
  };

  /** An engine that is being removed takes no wishes. */
  const acted = (): string => {
    try {
      return act();
    } catch (error) {
      if (error instanceof Problem) return `refused: ${error.code}`;
      throw error;
    }
  };

  const told: string[] = [];
  try {
    boot();
    await house.advance(1);
    for (let index = 0; index < steps; index++) {
      told.push(`${clock.now() % 1e8} ${acted()}`);
      check(told.at(-1) ?? "");
      await house.advance(dice.chance(0.3) ? dice.below(60_000) : dice.below(3_000));
      check(told.at(-1) ?? "");
    }
    told.push("calm");
    wild = false;
    for (const gpu of machine.gpus) gpu.present = true;
    machine.remoteUp = true;
    for (let minute = 0; minute < 25; minute++) {
      await house.advance(60_000);
      check("calm");
    }
    const { supervisor, queue } = house.life;
    for (const status of supervisor.statuses()) {
      const row = house.rows.get(status.engineId);
      if (row && row.desired !== status.desired)
        throw new Error(`${status.engineId} is not meant to be ${status.desired}`);
      if (!resting.includes(status.state)) throw new Error(`${status.engineId} is still ${status.state}`);
      if (status.desired === "stopped" && !["stopped", "failed"].includes(status.state)) {
        throw new Error(`${status.engineId} is ${status.state} and should not run`);
      }
      if (status.desired === "running" && status.state === "stopped") {
        throw new Error(`${status.engineId} is stopped and should run`);
      }
    }
    const owned = supervisor.statuses().flatMap(({ launch }) => (launch ? [launch.id] : []));
    const orphans = machine.alive().filter(({ launchId }) => !owned.includes(launchId));
    if (orphans.length > 0) throw new Error(`orphans of ${orphans.map(({ engineId }) => engineId)}`);
    const lost = asked.filter(({ settled, life }) => settled !== 1 && life === lives);
    if (lost.length > 0) throw new Error(`${lost.length} requests were lost`);
    for (const id of ids) {
      if (queue.inFlight(id) + queue.waiting(id) > 0) throw new Error(`${id} still has requests`);
    }
    closing = true;
    // What the kernel will not let go of by the deadline is the next start's to reap.
    for (const process of machine.alive()) process.manners = { ...process.manners, unkillable: 0 };
    const ended = supervisor.close(9_000);
    await house.advance(20_000);
    await ended;
    queue.close("over");
    if (machine.alive().length > 0) throw new Error("a process outlived the shutdown");
    if (house.life.clock.pending > 0) throw new Error(`${house.life.clock.pending} timers are left`);
    check("close");
  } catch (error) {
    const paths = ids.map((id) => `${id}: ${house.path(id).join(" → ")}`);
    throw new Error(
      `seed ${seed}: ${error instanceof Error ? error.message : error}\n${told.join("\n")}\n${paths.join("\n")}`,
    );
  }
}
