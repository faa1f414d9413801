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

/** How one connection is answered: what is sent, and how it ends. */
interface Way {
  status?: number;
  /** Left out: all that follows what the client has seen. */
  body?: string;
  ends?: "broken" | "never";
}

let stop: (() => void) | undefined;
afterEach(() => stop?.());

/**
 * A server on a bare socket, so that a connection can really break: it answers each connection with the next of the
 * given ways, and with the last way from then on.
 */
function serve(ways: Way[]) {
  const asked: (string | null)[] = [];
  const server = Bun.listen<{ head: string }>({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      open(socket) {
        socket.data = { head: "" };
      },
      data(socket, bytes) {
        socket.data.head += bytes.toString();
        if (!socket.data.head.includes("\r\n\r\n")) return;
        const last = /^last-event-id: (\S+)/imu.exec(socket.data.head)?.[1] ?? null;
        asked.push(last);
        const way = ways[Math.min(asked.length, ways.length) - 1] ?? {};
        const type = way.status === undefined ? "text/event-stream" : "application/problem+json";
        const body = Buffer.from(way.body ?? log.slice(Number(last ?? 0)).join(""));
        const chunk = body.length > 0 ? `${body.length.toString(16)}\r\n${body}\r\n` : "";
        const head = `HTTP/1.1 ${way.status ?? 200} x\r\ncontent-type: ${type}\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n`;
        socket.write(`${head}${chunk}${way.ends === undefined ? "0\r\n\r\n" : ""}`);
        if (way.ends !== "never") socket.end();
      },
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

const send = (...parts: string[]): Way => ({ body: parts.join("") });
const broken = (...parts: string[]): Way => ({ body: parts.join(""), ends: "broken" });

async function watch(ways: Way[], silenceMs?: number) {
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
    ["a stream that ends with done", [send(...log)], [null]],
    ["a clean end without done", [send(...log.slice(0, 2)), send(...log.slice(2))], [null, "2"]],
    ["a cut in the middle of an event", [send(log[0] ?? "", "id: 2\nevent: expl"), send(...log.slice(1))], [null, "1"]],
    ["a server that repeats itself", [send(...log.slice(0, 2)), send(...log)], [null, "2"]],
    ["a gap", [send(log[0] ?? "", log[2] ?? ""), send(...log.slice(1))], [null, "1"]],
    ["an answer of 503 first", [{ status: 503 }, send(...log)], [null, null]],
  ])("%s delivers every event once and in order", async (_name, ways, asked) => {
    const seen = await watch(ways);
    expect(seen.seqs).toEqual([1, 2, 3, 4, 5]);
    expect(seen.asked).toEqual(asked);
  });

  test("a connection that breaks is opened again, and what got through is not asked for twice", async () => {
    const seen = await watch([broken(...log.slice(0, 3)), {}]);
    expect(seen.seqs).toEqual([1, 2, 3, 4, 5]);
    // A reset may overtake the last bytes; then nothing had got through.
    expect([null, "3"]).toContain(seen.asked[1] ?? null);
    expect(seen.asked).toHaveLength(2);
  });

  test("an event of a newer server is passed over, and is no gap", async () => {
    const seen = await watch([send(log[0] ?? "", line(2, "weather", { text: "rain" }), ...log.slice(2))]);
    expect(seen.seqs).toEqual([1, 3, 4, 5]);
  });

  test("a silent connection is given up and opened again", async () => {
    const seen = await watch([{ body: log[0] ?? "", ends: "never" }, {}], 400);
    expect(seen.seqs).toEqual([1, 2, 3, 4, 5]);
    expect(seen.asked.slice(0, 2)).toEqual([null, "1"]);
    expect(seen.states.slice(0, 2)).toEqual(["open", "reconnecting"]);
  });

  test("a refusal is final", async () => {
    const refuse = { status: 404, body: JSON.stringify({ code: "not_found", detail: "No such generation." }) };
    await expect(watch([refuse])).rejects.toThrow("No such generation.");
  });
});
