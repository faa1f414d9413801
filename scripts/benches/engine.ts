import { readFileSync } from "node:fs";
import { type Appliance, signIn } from "../../src/e2e/appliance.ts";
import { type EngineMachine, engineMachine, makeEngine, untilState } from "../../src/e2e/engine-machine.ts";
import { median, ms, type Row, ratioRow } from "./table.ts";

const idleSeconds = 40;
const requests = 200;

/** Seconds of a core that a process has used, itself alone: fields 14 and 15 of /proc/PID/stat, in ticks of 10 ms. */
function processorSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Of children that have ended as well: fields 16 and 17. */
function childrenSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

async function used({ pid }: Appliance): Promise<{ own: number; children: number }> {
  const own = processorSeconds(pid);
  const children = childrenSeconds(pid);
  await Bun.sleep(idleSeconds * 1000);
  return {
    own: (processorSeconds(pid) - own) / idleSeconds,
    children: (childrenSeconds(pid) - children) / idleSeconds,
  };
}

const percent = (part: number): string => `${(part * 100).toFixed(2)} %`;

/** What looking after a ready engine costs while nobody asks anything, against the same appliance without an engine. */
export async function engineIdle(): Promise<Row[]> {
  return withMachine(async (machine) => {
    const appliance = await machine.start();
    try {
      const client = await signIn(appliance.url);
      await Bun.sleep(3_000);
      const without = await used(appliance);
      await makeEngine(machine, client, "coder");
      await untilState(client, "coder", ["ready"]);
      await Bun.sleep(3_000);
      const withOne = await used(appliance);
      return [
        ratioRow("of a core, one ready engine, idle", withOne.own, without.own, percent, "without an engine"),
        {
          what: "  its readings of the GPU (children)",
          figure: percent(withOne.children),
          against: `${percent(without.children)} without an engine`,
          ratio: "",
        },
      ];
    } finally {
      await appliance.dispose();
    }
  });
}

/** What the queue and the supervisor add to a request of a running engine, against asking the engine itself. */
export async function enginePath(): Promise<Row[]> {
  return withMachine(async (machine) => {
    const appliance = await machine.start();
    try {
      const client = await signIn(appliance.url);
      const made = await makeEngine(machine, client, "coder", { answer: { text: "ok" } });
      const { status } = await untilState(client, made.id, ["ready"]);
      const socket = / --uds (\S+)/.exec(status.launch?.command ?? "")?.[1] ?? "";
      const body = JSON.stringify({ model: "coder", messages: [{ role: "user", content: "hi" }], stream: true });
      const direct = async () => {
        const started = performance.now();
        const answer = await fetch("http://localhost/v1/chat/completions", {
          unix: socket,
          method: "POST",
          headers: { "content-type": "application/json" },
          body,
        });
        await answer.text();
        return performance.now() - started;
      };
      const chat = await chatOf(client);
      const through = async () => {
        const started = performance.now();
        const answer = await client.send("POST", "/api/generate/stream", { prompt: "hi", chatId: chat });
        await answer.text();
        return performance.now() - started;
      };
      const times = { direct: [] as number[], through: [] as number[] };
      for (let round = 0; round < requests; round++) {
        const a = await direct();
        const b = await through();
        if (round < requests / 4) continue;
        times.direct.push(a);
        times.through.push(b);
      }
      return [
        ratioRow(
          "a whole generation through Vitrine (median)",
          median(times.through),
          median(times.direct),
          ms,
          "asking the engine directly",
        ),
      ];
    } finally {
      await appliance.dispose();
    }
  });
}

async function chatOf(client: Awaited<ReturnType<typeof signIn>>): Promise<string> {
  const answer = await client.send("POST", "/api/generate/stream", { prompt: "hi" });
  await answer.text();
  return answer.headers.get("x-chat-id") ?? "";
}

async function withMachine<T>(run: (machine: EngineMachine) => Promise<T>): Promise<T> {
  const machine = engineMachine();
  try {
    return await run(machine);
  } finally {
    machine.dispose();
  }
}
