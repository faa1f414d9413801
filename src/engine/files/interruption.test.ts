import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../platform/testing.ts";
import { startHub, stopsAt, type TestHub } from "./testing/hub-server.ts";
import { shardedModel } from "./testing/models.ts";
import { testStore } from "./testing/store.ts";

const id = "acme/tiny";
const child = (name: string) => join(import.meta.dir, "testing", name);

/** Whether this machine lets us mount a file system of our own, as a small disk. */
const canMount =
  Bun.which("unshare") !== null &&
  Bun.spawnSync(["unshare", "-rm", "sh", "-c", "mount -t tmpfs -o size=1m tmpfs /mnt"]).exitCode === 0;

let hub: TestHub;
let folder: ReturnType<typeof temporaryFolder>;
beforeEach(async () => {
  folder = temporaryFolder();
  hub = await startHub({ [id]: shardedModel(400_000) });
});
afterEach(async () => {
  await hub.close();
  folder.remove();
});

const asked = () => hub.calls.reduce((sum, { range }) => sum + (range ? range.to - range.from + 1 : 0), 0);

describe("a download that is interrupted", () => {
  test("by kill -9 leaves nothing that can be started, and another process goes on", async () => {
    hub.misbehave = stopsAt(250_000);
    const process = Bun.spawn([globalThis.process.execPath, child("pull-child.ts"), folder.path, hub.url, id], {
      stdout: "pipe",
      stderr: "inherit",
    });
    let text = "";
    for await (const chunk of process.stdout) {
      text += new TextDecoder().decode(chunk);
      if (Number(text.trim().split("\n").at(-1)) > 300_000) process.kill("SIGKILL");
    }
    await process.exited;
    expect(text).not.toContain("complete");
    const store = testStore(folder.path, hub.url);
    const left = store.get(id);
    // The state of a part is written once a second, whole ranges at once: what is known is less than what came.
    expect(left?.state === "paused" || left?.state === "incomplete").toBe(true);
    expect(() => store.find(id)).toThrow("not complete");
    hub.misbehave = () => undefined;
    hub.calls.length = 0;
    const stored = await store.pull({ repository: id });
    expect(stored.state).toBe("complete");
    expect(asked()).toBeLessThanOrEqual(stored.totalBytes - (left?.bytes ?? 0));
    expect((await store.verify(id)).ok).toBe(true);
  }, 20_000);

  test.skipIf(!canMount)(
    "by a full disk is paused and goes on when there is room (needs to mount a small disk)",
    async () => {
      const mount = join(folder.path, "small");
      mkdirSync(mount);
      hub.misbehave = (call) => (call.path.endsWith(".safetensors") ? { slow: 2 } : undefined);
      const script = `mount -t tmpfs -o size=2m tmpfs '${mount}' && exec "$0" "$@"`;
      const command = [process.execPath, child("full-disk-child.ts"), mount, hub.url, id];
      const run = Bun.spawn(["unshare", "-rm", "sh", "-c", script, ...command], { stdout: "pipe", stderr: "inherit" });
      const result = JSON.parse(await new Response(run.stdout).text());
      expect(await run.exited).toBe(0);
      expect(result).toMatchObject({ first: "disk_full", between: { state: "paused" }, after: "complete" });
      expect(result.between.bytes).toBeGreaterThan(0);
    },
    20_000,
  );
});
