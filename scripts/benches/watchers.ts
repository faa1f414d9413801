import { adminEnv, readEvents, signIn, startAppliance } from "../../src/e2e/appliance.ts";
import { residentBytes } from "./process.ts";
import { median, mib, ms, quantile, type Row } from "./table.ts";

const count = 1_000;

/** A thousand people watch one generation; every one of them must get every event once and in order. */
export async function watchers(): Promise<Row[]> {
  const appliance = await startAppliance({ env: adminEnv, args: ["--log-level", "warn"] });
  try {
    const client = await signIn(appliance.url);
    const before = residentBytes(appliance.pid);
    const project = await (await client.send("POST", "/api/projects", { name: "Bench" })).json();
    const chat = await (await client.send("POST", `/api/projects/${project.id}/chats`, { title: "Watched" })).json();
    const started = await (
      await client.send("POST", `/api/chats/${chat.id}/generations`, {
        prompt: "A dashboard with a chart, a table and six stats",
        model: "builtin/patterns",
      })
    ).json();
    const path = `/api/generations/${started.generation.id}/stream`;
    const results = await Promise.all(
      Array.from({ length: count }, async () => {
        const events = await readEvents(await client.get(path));
        return { events, ended: performance.now() };
      }),
    );
    const peak = residentBytes(appliance.pid);
    const truth = (await readEvents(await client.get(path))).map(({ id }) => id).join();
    const whole = results.filter(({ events }) => events.map(({ id }) => id).join() === truth).length;
    const ends = results.map(({ ended }) => ended);
    const first = Math.min(...ends);
    const spread = ends.map((ended) => ended - first);
    return [
      {
        what: `${count} watchers that got every event in order`,
        figure: String(whole),
        against: String(count),
        ratio: (whole / count).toFixed(2),
      },
      {
        what: "last event, behind the first watcher (median, p99)",
        figure: `${ms(median(spread))}, ${ms(quantile(spread, 0.99))}`,
        against: "one process reads all of them",
        ratio: "",
      },
      {
        what: "memory with all of them, against before",
        figure: mib(peak),
        against: `${mib(before)} idle`,
        ratio: (peak / before).toFixed(2),
      },
    ];
  } finally {
    await appliance.dispose();
  }
}
