import { expect, test } from "bun:test";
import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { silentLogger } from "../../platform/logger.ts";
import { dataPaths } from "../../platform/paths.ts";
import { temporaryFolder } from "../../platform/testing.ts";
import { freePort } from "./free-port.ts";
import { bootId } from "./proc.ts";
import { reap } from "./reap.ts";
import { socketPath } from "./socket-path.ts";

test("a socket's path lies in a private folder of the data folder", () => {
  const folder = temporaryFolder();
  const path = socketPath(dataPaths(folder.path), "launch1");
  expect(path).toBe(join(folder.path, "run", "launch1.sock"));
  expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
  expect(dirname(socketPath(dataPaths(folder.path), "../../x"))).toBe(dirname(path));
  folder.remove();
});

test("where that would be too long it is in a temporary folder, which goes with the launch", async () => {
  const folder = temporaryFolder();
  const path = socketPath(dataPaths(join(folder.path, "d".repeat(100))), "launch1");
  expect(Buffer.byteLength(path)).toBeLessThanOrEqual(107);
  expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
  const server = Bun.listen({ unix: path, socket: { data() {} } });
  const record = {
    id: "launch1",
    engineId: "e",
    bootId: bootId(),
    titlePrefix: "vitrine-launch1",
    gpus: [],
    startedAt: 0,
  };
  await reap({ ...record, socketPath: path }, { log: silentLogger, deadlineMs: 1_000 });
  server.stop(true);
  expect(existsSync(dirname(path))).toBe(false);
  folder.remove();
});

test("a free port can be listened on", async () => {
  const port = await freePort();
  const server = Bun.listen({ hostname: "127.0.0.1", port, socket: { data() {} } });
  expect(server.port).toBe(port);
  server.stop(true);
});
