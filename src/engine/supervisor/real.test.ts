/** The whole of it with real processes, sockets and a database: only the engine and the GPU driver are stood in for. */
import { afterEach, expect, test } from "bun:test";
import { silentLogger } from "../../platform/logger.ts";
import { testApp } from "../../platform/testing.ts";
import type { EngineState } from "../contract.ts";
import { createEngineStore, type EngineStore } from "../engines.ts";
import { isRunning } from "../process/testing.ts";
import type { Lease } from "../queue/index.ts";
import { engineLaunches } from "../schema.ts";
import { type EngineSettingsInput, engineSettings } from "../settings.ts";
import {
  fakeNvidiaSmi,
  heldMemory,
  type StandInScript,
  standInExecutable,
  writeStandInScript,
} from "../testing/index.ts";
import { fastClock, type Life, lifeOn, programsIn } from "./testing-life.ts";

interface Bench {
  store: EngineStore;
  gpuFolder: string;
  script(script: StandInScript): void;
  add(id: string, more?: Partial<EngineSettingsInput>): void;
  boot(): Life;
  rows(): (typeof engineLaunches.$inferSelect)[];
}

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

const gpu = { uuid: "GPU-00000000-0000-0000-0000-000000000001", name: "Test GPU", totalMiB: 81_920 };

function bench(script: StandInScript = {}, faster = 10): Bench {
  const app = testApp({ clock: fastClock(faster) });
  const { clock, db, paths } = app;
  const { folder } = programsIn(paths);
  const smi = fakeNvidiaSmi(folder, { gpus: [gpu] });
  const full = (told: StandInScript): StandInScript => ({ gpuFolder: smi.gpuFolder, ...told });
  standInExecutable(folder, full(script));
  const store = createEngineStore({ db, clock, log: silentLogger });
  ends.push(async () => app.dispose());
  return {
    store,
    gpuFolder: smi.gpuFolder,
    script: (told) => void writeStandInScript(folder, full(told)),
    add(id, more = {}) {
      store.create(
        id,
        engineSettings.parse({
          adapter: "vllm",
          label: id.toUpperCase(),
          servedName: id,
          model: `test/${id}`,
          ...more,
        }),
      );
    },
    rows: () => db.select().from(engineLaunches).all(),
    boot() {
      const life = lifeOn(app);
      ends.push(life.close);
      return life;
    },
  };
}

const settled = (life: Life, id: string, ...states: EngineState[]) =>
  life.supervisor.whenSettled(id, states, AbortSignal.timeout(20_000));

async function say(lease: Lease): Promise<number> {
  if (lease.endpoint.kind !== "unix") throw new Error("no socket");
  const answer = await fetch("http://engine/v1/chat/completions", {
    unix: lease.endpoint.path,
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ model: lease.model, messages: [{ role: "user", content: "hello" }] }),
    signal: lease.signal,
  });
  await answer.text();
  return answer.status;
}

const request = (life: Life, engineId: string) =>
  life.queue.acquire({ engineId, userId: "u", signal: AbortSignal.timeout(20_000), onWait() {} });

test("from start to stop: phases, figures, an answer, and nothing left", async () => {
  const made = bench({ phaseMs: 40 });
  made.add("a");
  const life = made.boot();
  await life.supervisor.open();
  const feed = life.supervisor.channel.subscribe("engines");
  life.supervisor.start("a");
  const lease = await request(life, "a");
  expect(await say(lease)).toBe(200);
  lease.release();
  const status = life.supervisor.status("a");
  expect(status).toMatchObject({ state: "ready", launch: { endpoint: "unix", version: "0.29.0" } });
  expect(status?.launch?.measured.kvCacheTokens).toBeGreaterThan(0);
  const phases = new Set(feed.drain().flatMap(({ phase, state }) => (phase && state === "starting" ? [phase.id] : [])));
  expect(phases.size).toBeGreaterThan(3);
  expect(heldMemory(made.gpuFolder).length).toBeGreaterThan(0);
  life.supervisor.stop("a");
  await settled(life, "a", "stopped");
  expect(heldMemory(made.gpuFolder).filter(({ alive }) => alive)).toEqual([]);
  expect(made.rows()).toMatchObject([{ readyAt: expect.any(Number), reapedAt: expect.any(Number) }]);
}, 30_000);

test("a start that needs a smaller context gets one, and a hopeless one gives its sentence", async () => {
  const made = bench({ exit: { phase: "cache", failure: "contextTooLong" } });
  made.add("a");
  const life = made.boot();
  await life.supervisor.open();
  life.supervisor.start("a");
  // Its first process has read what it is told by then; the second one reads this.
  await settled(life, "a", "stopping");
  made.script({});
  expect(await settled(life, "a", "ready", "failed")).toMatchObject({
    state: "ready",
    trouble: expect.stringContaining("context of"),
  });
  expect(made.rows()).toHaveLength(2);
  made.script({ exit: { phase: "configure", failure: "noDevice" } });
  life.supervisor.restart("a");
  const failed = await settled(life, "a", "failed");
  expect(failed.failure?.code).toBe("no_gpu");
}, 30_000);

test("killed from outside, with workers in sessions of their own: all are reaped, and it runs again", async () => {
  const made = bench({ orphans: 2 });
  made.add("a");
  const life = made.boot();
  await life.supervisor.open();
  life.supervisor.start("a");
  const before = await settled(life, "a", "ready");
  const holders = heldMemory(made.gpuFolder).map(({ pid }) => pid);
  expect(holders.length).toBeGreaterThanOrEqual(2);
  process.kill(before.launch?.pid ?? 0, "SIGKILL");
  await settled(life, "a", "backoff");
  expect(holders.filter(isRunning)).toEqual([]);
  const after = await settled(life, "a", "ready");
  expect(after.launch?.id).not.toBe(before.launch?.id);
}, 30_000);

test("one that takes requests and never answers is found and replaced; who waits is answered by the next", async () => {
  const made = bench({ hang: { afterRequests: 1 } }, 40);
  made.add("a", { maxConcurrent: 1, gpus: "none" });
  const life = made.boot();
  await life.supervisor.open();
  life.supervisor.start("a");
  const first = await request(life, "a");
  const waiting = request(life, "a");
  const cut = say(first).catch(() => "cut");
  await settled(life, "a", "stopping");
  made.script({});
  expect(await cut).toBe("cut");
  first.release();
  expect(life.supervisor.status("a")?.failure?.code).toBe("hung");
  const second = await waiting;
  expect(await say(second)).toBe(200);
  second.release();
}, 30_000);

test("one that ignores SIGTERM is killed; a shutdown leaves nothing and forgets no wish", async () => {
  const made = bench({ ignoreTerm: true, orphans: 1 });
  made.add("a");
  const life = made.boot();
  await life.supervisor.open();
  life.supervisor.start("a");
  await settled(life, "a", "ready");
  const holders = heldMemory(made.gpuFolder).map(({ pid }) => pid);
  await life.close();
  expect(holders.filter(isRunning)).toEqual([]);
  expect(made.store.find("a")?.desired).toBe("running");
  expect(made.rows().every(({ reapedAt }) => reapedAt !== null)).toBe(true);
}, 30_000);

test("a swap without room, over real memory: the old one's comes back before the new one starts", async () => {
  const made = bench({ gpuLingerMs: 300 });
  made.add("a");
  made.add("b");
  const life = made.boot();
  await life.supervisor.open();
  life.supervisor.start("a");
  await settled(life, "a", "ready");
  life.supervisor.swap("a", "b");
  await settled(life, "b", "starting");
  const asked = request(life, "a");
  await settled(life, "b", "ready");
  const lease = await asked;
  expect(await say(lease)).toBe(200);
  lease.release();
  await settled(life, "a", "stopped");
  const path = made.rows().map(({ failure }) => failure);
  expect(path).toEqual([null, null]);
}, 30_000);

test("what a dead Vitrine left behind is reaped by the next, which starts the engine again", async () => {
  const made = bench({ orphans: 1, ignoreTerm: true });
  made.add("a");
  const first = made.boot();
  await first.supervisor.open();
  first.supervisor.start("a");
  await settled(first, "a", "ready");
  const holders = heldMemory(made.gpuFolder).map(({ pid }) => pid);
  expect(holders.length).toBeGreaterThan(0);
  first.kill();
  const second = made.boot();
  await second.supervisor.open();
  expect(holders.filter(isRunning)).toEqual([]);
  await settled(second, "a", "ready");
  expect(made.rows().filter(({ reapedAt }) => reapedAt === null)).toHaveLength(1);
}, 30_000);
