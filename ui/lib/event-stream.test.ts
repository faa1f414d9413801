import { afterEach, describe, expect, test } from "bun:test";
import { watchGeneration } from "./event-stream.ts";
import { createRequest } from "./request.ts";
import type { LoggedEvent } from "./types.ts";

const line = (seq: number, type: string, data: unknown) =>
  `id: ${seq}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
const log = [
  line(1, "status", { phase: "writing" }),
  line(2, "explanation", { text: "one " }),
  line(3, "explanation", { text: "two " }),
  line(4, "explanation", { text: "three" }),
  line(5, "done", { status: "completed" }),
];

let stop: (() => Promise<void>) | undefined;
afterEach(async () => {
  await stop?.();
});

/** A server that answers each connection with the next of the given ways to behave. */
function serve(ways: ((after: number) => Response)[]) {
  const asked: (string | null)[] = [];
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch(request) {
      const last = request.headers.get("last-event-id");
      asked.push(last);
      const way = ways[Math.min(asked.length, ways.length) - 1];
      return way ? way(Number(last ?? 0)) : new Response(null, { status: 500 });
    },
  });
  stop = () => server.stop(true);
  const request = createRequest({
    fetch: (input, init) => fetch(input, init),
    session: { token: async () => "t", renew: async () => null },
    reached: () => undefined,
  });
  return { url: `http://127.0.0.1:${server.port}/`, asked, request };
}

const send = (...parts: string[]) => new Response(parts.join(""), { headers: { "content-type": "text/event-stream" } });
const broken = (...parts: string[]) =>
  new Response(
    new ReadableStream({
      async start(controller) {
        controller.enqueue(new TextEncoder().encode(parts.join("")));
        await Bun.sleep(5);
        controller.error(new Error("cut"));
      },
    }),
    { headers: { "content-type": "text/event-stream" } },
  );

async function watch(ways: ((after: number) => Response)[], silenceMs?: number) {
  const server = serve(ways);
  const events: LoggedEvent[] = [];
  const states: string[] = [];
  await watchGeneration(server.request, {
    url: server.url,
    signal: new AbortController().signal,
    onEvent: (event) => events.push(event),
    onState: (state) => states.push(state),
    wait: async () => undefined,
    ...(silenceMs === undefined ? {} : { silenceMs }),
  });
  return { seqs: events.map((event) => event.seq), asked: server.asked, states };
}

describe("watching a generation", () => {
  test.each([
    ["a stream that ends with done", [() => send(...log)], [null]],
    ["a clean end without done", [() => send(...log.slice(0, 2)), () => send(...log.slice(2))], [null, "2"]],
    ["a connection that breaks", [() => broken(...log.slice(0, 3)), () => send(...log.slice(3))], [null, "3"]],
    [
      "a cut in the middle of an event",
      [() => send(log[0] ?? "", "id: 2\nevent: expl"), () => send(...log.slice(1))],
      [null, "1"],
    ],
    ["a server that repeats itself", [() => send(...log.slice(0, 2)), () => send(...log)], [null, "2"]],
    ["a gap", [() => send(log[0] ?? "", log[2] ?? ""), () => send(...log.slice(1))], [null, "1"]],
    ["an answer of 503 first", [() => new Response(null, { status: 503 }), () => send(...log)], [null, null]],
  ])("%s delivers every event once and in order", async (_name, ways, asked) => {
    const seen = await watch(ways);
    expect(seen.seqs).toEqual([1, 2, 3, 4, 5]);
    expect(seen.asked).toEqual(asked);
  });

  test("an event of a newer server is passed over, and is no gap", async () => {
    const seen = await watch([() => send(log[0] ?? "", line(2, "weather", { text: "rain" }), ...log.slice(2))]);
    expect(seen.seqs).toEqual([1, 3, 4, 5]);
  });

  test("a silent connection is given up and opened again", async () => {
    const silent = () =>
      new Response(new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode(log[0])) }));
    const seen = await watch([silent, () => send(...log.slice(1))], 80);
    expect(seen.seqs).toEqual([1, 2, 3, 4, 5]);
    expect(seen.states).toEqual(["open", "reconnecting", "open"]);
  });

  test("a refusal is final", async () => {
    const refuse = () => Response.json({ code: "not_found", detail: "No such generation." }, { status: 404 });
    await expect(watch([refuse])).rejects.toThrow("No such generation.");
  });
});
