import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { type Appliance, readEvents, signIn } from "./appliance.ts";
import { type EngineMachine, engineMachine, makeEngine, untilState, withEngine } from "./engine-machine.ts";

setDefaultTimeout(60_000);

let machine: EngineMachine;
const running: Appliance[] = [];
beforeEach(() => {
  machine = engineMachine();
});
afterEach(async () => {
  for (const appliance of running.splice(0)) await appliance.dispose();
  expect(machine.processes()).toEqual([]);
  machine.dispose();
});

const generate = (client: Awaited<ReturnType<typeof signIn>>, prompt: string, model?: string) =>
  client.send("POST", "/api/generate/stream", { prompt, ...(model ? { model } : {}) });

describe("an engine that Vitrine looks after", () => {
  test("answers by default as soon as it is ready, and the answer says which model wrote it", async () => {
    const { appliance, client } = await withEngine(machine, "coder");
    running.push(appliance);
    const events = await readEvents(await generate(client, "A pricing page"));
    expect(events.at(-1)?.data.status).toBe("completed");
    expect(events.find(({ data }) => data.model)?.data).toMatchObject({ model: "local/coder", builtin: false });
    const models = await (await client.get("/api/models")).json();
    expect(models.default).toBe("local/coder");
    expect(machine.requests().filter(({ outcome }) => outcome === "answered")).toHaveLength(1);
  });

  test("lets requests wait while it loads, and says so", async () => {
    const appliance = await machine.start();
    running.push(appliance);
    const client = await signIn(appliance.url);
    await makeEngine(machine, client, "coder", { phaseMs: { load: 1_500 } });
    await untilState(client, "coder", ["starting"]);
    const events = await readEvents(await generate(client, "A pricing page"));
    expect(events.find(({ data }) => data.phase === "loading")?.data).toMatchObject({ position: 1 });
    expect(events.at(-1)?.data.status).toBe("completed");
    expect(events.filter(({ data }) => data.model).map(({ data }) => data.model)).toEqual(["local/coder"]);
  });

  test("tells why it did not start and what to change, and something else answers meanwhile", async () => {
    const appliance = await machine.start();
    running.push(appliance);
    const client = await signIn(appliance.url);
    await makeEngine(machine, client, "coder", { exit: { phase: "cache", failure: "noKvMemory" } });
    const failed = await untilState(client, "coder", ["failed"]);
    expect(failed.status.failure).toMatchObject({ code: "no_kv_memory", retryable: false });
    expect(failed.status.failure?.fix.length).toBeGreaterThan(20);
    const events = await readEvents(await generate(client, "A pricing page"));
    const routed = events.find(({ data }) => data.model)?.data;
    expect(routed).toMatchObject({ model: "builtin/patterns", standsIn: true });
    expect(String(routed?.detail)).toContain(failed.status.failure?.reason ?? "a reason");
  });

  test("is stopped on request with everything that belongs to it, also what left its session", async () => {
    const { appliance, client } = await withEngine(machine, "coder", { orphans: 2 });
    running.push(appliance);
    expect(machine.processes().length).toBeGreaterThan(2);
    expect((await client.send("POST", "/api/admin/engines/coder/stop")).status).toBe(202);
    await untilState(client, "coder", ["stopped"]);
    expect(machine.processes()).toEqual([]);
    expect(machine.sockets()).toEqual([]);
  });

  test("that dies in the middle of an answer is started again, and the next request is answered", async () => {
    const { appliance, client } = await withEngine(machine, "coder", {
      die: { afterRequests: 1, code: 0, when: "middle" },
      tokensPerSecond: 200,
    });
    running.push(appliance);
    machine.script("coder", {});
    const cut = await readEvents(await generate(client, "A pricing page"));
    const end = cut.at(-1);
    expect(end?.event).toBe("done");
    const again = await readEvents(await generate(client, "A pricing page"));
    expect(again.at(-1)?.data.status).toBe("completed");
    const now = await untilState(client, "coder", ["ready"]);
    expect(now.status.launch?.id).toBeDefined();
  });

  test("comes back after a restart of the appliance, and goes with it when it ends", async () => {
    const { appliance } = await withEngine(machine, "coder");
    expect(machine.processes().length).toBeGreaterThan(0);
    expect(await appliance.stop()).toBe(0);
    expect(machine.processes()).toEqual([]);
    const second = await machine.start();
    running.push(appliance, second);
    await untilState(await signIn(second.url), "coder", ["ready"]);
  });

  test("is swapped for another on one GPU: who waits moves over and everybody is answered once", async () => {
    const { appliance, client } = await withEngine(machine, "first", { tokensPerSecond: 400 }, { maxConcurrent: 4 });
    running.push(appliance);
    await client.send("POST", "/api/admin/engines", {
      id: "second",
      settings: machine.settings("second", { tokensPerSecond: 2_000 }, { maxConcurrent: 4 }),
    });
    const count = 24;
    const answers = Array.from({ length: count }, async (_, number) =>
      readEvents(await generate(client, `Card number ${number}`)),
    );
    await untilRequests(machine, 2);
    expect((await client.send("POST", "/api/admin/engines/first/swap", { to: "second" })).status).toBe(202);
    const ended = await Promise.all(answers);
    expect(ended.map((events) => events.at(-1)?.data.status)).toEqual(Array(count).fill("completed"));
    await untilState(client, "first", ["stopped"]);
    const answered = machine.requests().filter(({ outcome }) => outcome === "answered");
    expect(answered).toHaveLength(count);
    expect(new Set(answered.map(({ prompt }) => prompt)).size).toBe(count);
    expect(new Set(answered.map(({ pid }) => pid)).size).toBe(2);
    const moved = ended.filter((events) => events.some(({ data }) => data.model === "local/second"));
    expect(moved.length).toBeGreaterThan(0);
  });
});

async function untilRequests(of: EngineMachine, count: number): Promise<void> {
  while (of.requests().length < count) await Bun.sleep(10);
}
