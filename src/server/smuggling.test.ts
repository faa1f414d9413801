import { afterAll, expect, test } from "bun:test";
import { connect } from "node:net";
import { testServer } from "./testing.ts";

const { listen, stop } = testServer();
afterAll(stop);
const { hostname, port } = new URL(listen());

/** What the server says to these very bytes: the status of each answer on the connection. */
const say = (text: string): Promise<string[]> =>
  new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.on("data", (bytes) => {
      answer += bytes.toString("latin1");
    });
    socket.on("error", reject);
    socket.on("close", () => resolve([...answer.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status = ""]) => status)));
  });

const head = "POST /api/setup HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\n";
const hidden = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";

test.each([
  ["two different lengths", `${head}Content-Length: 2\r\nContent-Length: 60\r\n\r\n{}${hidden}`],
  ["a length and chunks", `${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`],
  ["a length that is no number", `${head}Content-Length: 2x\r\n\r\n{}${hidden}`],
  ["a negative length", `${head}Content-Length: -1\r\n\r\n${hidden}`],
  ["a space before the colon", `${head}Content-Length : 2\r\n\r\n{}${hidden}`],
  ["a chunk size that is no number", `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n${hidden}`],
])("%s never makes a second request out of a body", async (_name, text) => {
  const statuses = await say(text);
  expect(statuses.filter((status) => status === "200")).toEqual([]);
  expect(statuses.length).toBeLessThanOrEqual(1);
});

test.each([
  ["no host", "GET /api/setup HTTP/1.1\r\nConnection: close\r\n\r\n", "400"],
  [
    "two hosts",
    "GET /api/setup HTTP/1.1\r\nHost: localhost\r\nHost: evil.example.com\r\nConnection: close\r\n\r\n",
    "400",
  ],
  ["a host with a path", "GET /api/setup HTTP/1.1\r\nHost: localhost/x\r\nConnection: close\r\n\r\n", "400"],
])("%s is refused", async (_name, text, status) => {
  expect(await say(text)).toEqual([status]);
});
