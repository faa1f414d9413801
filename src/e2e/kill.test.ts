import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { adminEnv, readEvents, type SseEvent, signIn, startAppliance } from "./appliance.ts";

const rounds = 20;

test(`${rounds} kills in mid-stream lose no acknowledged event, and the database stays sound`, async () => {
  const folder = mkdtempSync(join(tmpdir(), "vitrine-kill-"));
  const data = join(folder, "data");
  try {
    for (let round = 1; round <= rounds; round++) {
      const first = await startAppliance({ data, env: adminEnv });
      const client = await signIn(first.url);
      const answer = await client.send("POST", "/api/generate/stream", {
        prompt: `A pricing page with ${(round % 4) + 2} tiers called "Round ${round}"`,
        model: "builtin/patterns",
      });
      expect(answer.status).toBe(200);
      // Killed a little later in each round: from the first event on to the middle of the code.
      const seen = await readEvents(answer, ({ id }) => id >= 2 + round * 3);
      await first.kill();
      await first.dispose();

      const database = new Database(join(data, "vitrine.db"), { readwrite: true });
      expect(database.query("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
      const generation = database
        .query<{ id: string }, []>("SELECT id FROM generations ORDER BY id DESC LIMIT 1")
        .get()?.id;
      database.close();

      const second = await startAppliance({ data });
      const again = await signIn(second.url);
      const replay = await readEvents(await again.get(`/api/generations/${generation}/stream`));
      expect(replay.map(({ id }) => id)).toEqual(replay.map((_, index) => index + 1));
      expect(replay.slice(0, seen.length)).toEqual(seen);
      const done = replay.at(-1);
      expect(done?.event).toBe("done");
      // Killed after the end was acknowledged, it is complete; before that, it is whichever was stored.
      expect(seen.at(-1)?.event === "done" ? ["completed"] : ["completed", "interrupted"]).toContain(
        String(done?.data.status),
      );
      if (done?.data.status === "interrupted" && replay.some(isCode)) {
        const version = await (await again.get(`/api/versions/${done.data.versionId}`)).json();
        expect(version.status).toBe("draft");
        const written = new Map<string, string>();
        for (const { event, data: chunk } of replay) {
          if (event === "code-chunk")
            written.set(String(chunk.path), (written.get(String(chunk.path)) ?? "") + chunk.text);
        }
        for (const [path, text] of written) {
          expect(version.files.find((file: { path: string }) => file.path === path)?.text).toBe(text);
        }
      }
      expect(await second.stop()).toBe(0);
      await second.dispose();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 240_000);

const isCode = ({ event, data }: SseEvent): boolean => event === "code-chunk" && data.text !== "";
