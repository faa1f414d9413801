import { expect, test } from "bun:test";
import { existsSync, readdirSync } from "node:fs";
import { silentLogger } from "../../platform/logger.ts";
import { testApp } from "../../platform/testing.ts";
import { createEngineStore } from "../engines.ts";
import { findProcesses } from "../process/ownership.ts";
import { engineLaunches } from "../schema.ts";
import { engineSettings } from "../settings.ts";
import { fakeNvidiaSmi, heldMemory, standInExecutable } from "../testing/index.ts";
import { fastClock, lifeOn, programsIn } from "./testing-life.ts";

const rounds = Number(Bun.env.SUPERVISOR_KILLS ?? 4);
const deeds = ["stay", "restart", "swap", "stop"] as const;
const gpu = { uuid: "GPU-00000000-0000-0000-0000-000000000001", name: "Test GPU", totalMiB: 81_920 };
const program = new URL("./testing-vitrine.ts", import.meta.url).pathname;

test(
  "kill -9 at any moment: no orphan, no stale socket, no memory held, and the desired engine is back",
  async () => {
    const app = testApp({ clock: fastClock(5) });
    try {
      const { folder } = programsIn(app.paths);
      const smi = fakeNvidiaSmi(folder, { gpus: [gpu] });
      standInExecutable(folder, { gpuFolder: smi.gpuFolder, phaseMs: 30, orphans: 1, drainMs: 100 });
      for (let round = 0; round < rounds; round++) {
        const deed = deeds[round % deeds.length] ?? "stay";
        const store = createEngineStore({ ...app, log: silentLogger });
        for (const id of ["a", "b"]) {
          const settings = { adapter: "vllm", label: id, servedName: id, model: `test/${id}` } as const;
          if (!store.find(id)) store.create(id, engineSettings.parse(settings));
        }
        store.setDesired("a", "running");
        store.setDesired("b", "stopped");
        // Before it is ready in some rounds, in the middle of what it does then in the others.
        await liveAndDie(app.paths.root, deed, round % 3 === 0 ? "open" : "begun", (round * 137) % 700);

        const before = app.db.select().from(engineLaunches).all();
        const life = lifeOn(app);
        const wanted = life.store.list().filter(({ desired }) => desired === "running");
        await life.supervisor.open();
        for (const row of before) expect(await findProcesses(JSON.parse(row.record))).toEqual([]);
        const last = wanted.toSorted((a, b) => b.desiredAt - a.desiredAt)[0];
        if (last) await life.supervisor.whenSettled(last.id, ["ready"], AbortSignal.timeout(20_000));
        // The kill may have come before what was about to be done.
        if (deed === "stay" || deed === "restart") expect(last?.id).toBe("a");
        await life.close();
        const rows = app.db.select().from(engineLaunches).all();
        expect(rows.filter(({ reapedAt }) => reapedAt === null)).toEqual([]);
        for (const row of rows) expect(await findProcesses(JSON.parse(row.record))).toEqual([]);
        expect(heldMemory(smi.gpuFolder).filter(({ alive }) => alive)).toEqual([]);
        const { run } = app.paths;
        expect(existsSync(run) ? readdirSync(run).filter((name) => name.endsWith(".sock")) : []).toEqual([]);
      }
    } finally {
      app.dispose();
    }
  },
  20_000 * rounds,
);

/** Runs Vitrine until it says `word`, and kills it `afterMs` later. */
async function liveAndDie(root: string, deed: string, word: string, afterMs: number): Promise<void> {
  const vitrine = Bun.spawn([process.execPath, program, root, deed], { stdout: "pipe", stderr: "inherit" });
  let said = "";
  const decoder = new TextDecoder();
  for await (const chunk of vitrine.stdout) {
    said += decoder.decode(chunk);
    if (said.includes(word)) break;
  }
  // How long it lives on is what the rounds vary; nothing is waited for here.
  await Bun.sleep(afterMs);
  vitrine.kill("SIGKILL");
  await vitrine.exited;
}
