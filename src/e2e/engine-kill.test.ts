import { afterAll, beforeAll, expect, test } from "bun:test";
import type { EngineState } from "../engine/contract.ts";
import { type Client, readEvents, signIn } from "./appliance.ts";
import { type EngineMachine, engineMachine, makeEngine, untilState } from "./engine-machine.ts";

/** Every moment twice; more with `VITRINE_TEST_ROUNDS`. */
const rounds = Number(Bun.env.VITRINE_TEST_ROUNDS ?? 12);

let machine: EngineMachine;
beforeAll(() => {
  machine = engineMachine();
});
afterAll(() => machine.dispose());

/** What is going on when the power goes: the states that it aims at, and how it gets there from `ready`. */
const moments: { name: string; states: EngineState[]; act?(client: Client): Promise<unknown> }[] = [
  { name: "before anything", states: ["stopped", "preflight", "starting", "ready", "reclaiming", "backoff"] },
  { name: "starting", states: ["starting", "ready"] },
  { name: "ready", states: ["ready"] },
  { name: "answering", states: ["ready"], act: (client) => ask(client) },
  {
    name: "draining",
    states: ["draining", "stopping", "reclaiming", "preflight", "starting"],
    act: async (client) => {
      await untilState(client, "coder", ["ready"]);
      await ask(client);
      await client.send("POST", "/api/admin/engines/coder/restart");
    },
  },
  {
    name: "stopping",
    states: ["stopping", "reclaiming", "preflight", "starting"],
    act: async (client) => {
      await untilState(client, "coder", ["ready"]);
      await client.send("POST", "/api/admin/engines/coder/restart");
    },
  },
];

/** Begins a generation and reads its first event. */
const ask = async (client: Client) =>
  readEvents(await client.send("POST", "/api/generate/stream", { prompt: "A pricing page" }), () => true);

test(`${rounds} kills of Vitrine leave no engine behind, and the wanted one is back each time`, async () => {
  const first = await machine.start();
  const admin = await signIn(first.url);
  await makeEngine(machine, admin, "coder", { orphans: 1, tokensPerSecond: 300, drainMs: 30, phaseMs: 10 });
  let appliance = first;
  const seen = new Set<EngineState>();
  for (let round = 0; round < rounds; round++) {
    const moment = moments[round % moments.length];
    if (!moment) break;
    const client = await signIn(appliance.url);
    if (moment.name === "ready" || moment.name === "answering") await untilState(client, "coder", ["ready"]);
    await moment.act?.(client);
    const { status } = await untilState(client, "coder", moment.states);
    seen.add(status.state);
    // Somebody waits, or is being answered, while it dies.
    const waiting = client
      .send("POST", "/api/generate/stream", { prompt: "A sign-in form" })
      .then((answer) => readEvents(answer))
      .then(
        (events) => events.at(-1)?.event ?? "cut",
        () => "cut",
      );
    await Bun.sleep((round * 7) % 40);
    await appliance.kill();
    const left = machine.processes();
    await appliance.dispose();
    expect(["cut", "done"]).toContain(await Promise.race([waiting, Bun.sleep(10_000).then(() => "never ended")]));

    appliance = await machine.start();
    const again = await signIn(appliance.url);
    const back = await untilState(again, "coder", ["ready"], 30_000);
    const now = machine.processes();
    const survivors = left.filter((pid) => now.includes(pid));
    expect({ round, moment: moment.name, survivors }).toEqual({ round, moment: moment.name, survivors: [] });
    expect(machine.sockets()).toHaveLength(1);
    expect(back.status.launch?.pid && now.includes(back.status.launch.pid)).toBe(true);
  }
  // A request after all that is answered by the engine.
  const client = await signIn(appliance.url);
  const events = await readEvents(await client.send("POST", "/api/generate/stream", { prompt: "A footer" }));
  expect(events.at(-1)?.data.status).toBe("completed");
  expect(events.find(({ data }) => data.model)?.data.model).toBe("local/coder");
  expect(await appliance.stop()).toBe(0);
  await appliance.dispose();
  expect(machine.processes()).toEqual([]);
  expect([...seen]).toContain("ready");
}, 300_000);
