import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Client, readEvents, runVitrine, signIn, startAppliance } from "./appliance.ts";
import { type EngineMachine, engineMachine, makeEngine, untilState } from "./engine-machine.ts";

const people = ["ada", "bob", "cyd", "dan"];
const each = 50;
const places = 8;

let machine: EngineMachine;
beforeAll(() => {
  machine = engineMachine();
});
afterAll(() => machine.dispose());

test(`a swap under ${people.length * each} requests loses none, answers none twice, and is fair to everybody`, async () => {
  const env = { ...machine.env, VITRINE_MAX_GENERATIONS: "512" };
  const appliance = await startAppliance({ data: machine.data, env });
  try {
    const clients = new Map<string, Client>();
    for (const name of people) {
      const email = `${name}@people.example`;
      const password = `${name} correct horse battery`;
      await runVitrine(["user", "add", email, "--role", "member", "--data", machine.data], { stdin: `${password}\n` });
      clients.set(name, await signIn(appliance.url, { email, password }));
    }
    const admin = await signIn(appliance.url);
    const limits = { maxConcurrent: places, maxWaiting: 400, drainSeconds: 30 };
    await makeEngine(machine, admin, "first", { firstTokenMs: 5_000, tokensPerSecond: 20_000 }, limits);
    await untilState(admin, "first", ["ready"]);
    await admin.send("POST", "/api/admin/engines", {
      id: "second",
      settings: machine.settings("second", { tokensPerSecond: 20_000 }, limits),
    });

    const answers = people.flatMap((name) =>
      Array.from({ length: each }, async (_, number) => {
        const prompt = `${name} ${number}: a card`;
        const answer = await clients.get(name)?.send("POST", "/api/generate/stream", { prompt });
        if (!answer?.ok) throw new Error(`refused: ${answer?.status} ${await answer?.text()}`);
        return { prompt, events: await readEvents(answer) };
      }),
    );
    await untilWaiting(admin, "first", people.length * each);
    expect((await admin.send("POST", "/api/admin/engines/first/swap", { to: "second" })).status).toBe(202);
    const ended = await Promise.all(answers);

    expect(ended.filter(({ events }) => events.at(-1)?.data.status !== "completed")).toEqual([]);
    const answered = machine.requests().filter(({ outcome }) => outcome === "answered");
    const prompts = answered.map(({ prompt }) => /\w+ \d+: a card/.exec(prompt)?.[0] ?? prompt);
    expect(prompts.toSorted()).toEqual(ended.map(({ prompt }) => prompt).toSorted());
    expect(new Set(answered.map(({ pid }) => pid)).size).toBe(2);
    expectFair(prompts.map((prompt) => prompt.slice(0, 3)));
    const said = ended.filter(({ events }) =>
      events.some(({ data }) => data.phase === "routing" && String(data.detail).includes("second")),
    );
    expect(said.length).toBeGreaterThan(people.length * each - 20);
    await untilState(admin, "first", ["stopped"]);
  } finally {
    await appliance.dispose();
  }
  expect(machine.processes()).toEqual([]);
}, 120_000);

async function untilWaiting(client: Client, id: string, count: number): Promise<void> {
  for (;;) {
    const { status } = await (await client.get(`/api/admin/engines/${id}`)).json();
    if (status.waiting + status.inFlight >= count) return;
    await Bun.sleep(20);
  }
}

/**
 * Nobody was ever further ahead of anybody than the places that the first to come took, and those that were being given
 * out at once; in order of arrival alone somebody would be ahead by nearly all of their requests.
 */
function expectFair(order: readonly string[]): void {
  const counts = new Map(people.map((name) => [name, 0]));
  let furthest = 0;
  for (const [place, name] of order.entries()) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
    const values = [...counts.values()];
    if (place >= places) furthest = Math.max(furthest, Math.max(...values) - Math.min(...values));
  }
  expect(furthest).toBeLessThanOrEqual(2 * places);
}
