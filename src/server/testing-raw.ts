import { connect } from "node:net";

/** One answer as it came over the wire. */
export interface RawAnswer {
  /** 0 where the connection was cut without an answer. */
  status: number;
  headers: Headers;
  text: string;
}

const nothing: RawAnswer = { status: 0, headers: new Headers(), text: "" };

/**
 * Sends these very bytes, which no client library would, and reads until the server closes the connection. For tests.
 * @param parts written one after the other, as fast as the server takes them
 */
export function sendRaw(origin: string, ...parts: (string | Uint8Array)[]): Promise<RawAnswer> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(Number(port), hostname, async () => {
      for (const part of parts) {
        if (socket.destroyed) return;
        if (!socket.write(part)) await new Promise((go) => socket.once("drain", go).once("close", go));
      }
    });
    socket.on("data", (bytes) => {
      answer += bytes.toString("latin1");
    });
    // A server that has answered may close while we still write.
    socket.on("error", () => {});
    socket.on("close", () => resolve(parseAnswer(answer)));
  });
}

function parseAnswer(answer: string): RawAnswer {
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
  if (status === 0) return nothing;
  const end = answer.indexOf("\r\n\r\n");
  const lines = answer.slice(0, end).split("\r\n").slice(1);
  const headers = new Headers(lines.map((line): [string, string] => splitAt(line, line.indexOf(":"))));
  return { status, headers, text: answer.slice(end + 4) };
}

const splitAt = (line: string, colon: number): [string, string] => [
  line.slice(0, colon).trim(),
  line.slice(colon + 1).trim(),
];

/** A GET with these header lines; the connection ends with its answer. */
export const rawGet = (origin: string, target: string, ...lines: string[]): Promise<RawAnswer> =>
  sendRaw(origin, `${[`GET ${target} HTTP/1.1`, ...lines, "Connection: close"].join("\r\n")}\r\n\r\n`);
