import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import { type MockOpenAi, startMockOpenAi } from "../llm/testing/mock-openai.ts";
import { openDatabase } from "../platform/database.ts";
import { dataPaths } from "../platform/paths.ts";
import { temporaryFolder } from "../platform/testing.ts";
import type { LoggedEvent } from "./events.ts";
import { allEvents, ofType, readStream } from "./testing.ts";

const code = Array.from({ length: 400 }, (_, index) => `export const value${index} = "👍 ${index}";\n`).join("");
const text = `Hello.\n\n\`\`\`tsx file="app/page.tsx"\n${code}\`\`\`\n`;
const folder = temporaryFolder();
let mock: MockOpenAi;
beforeAll(async () => {
  mock = await startMockOpenAi({ answers: [{ text, chunkCharacters: 24, chunkDelayMs: 1 }] });
});
afterAll(async () => {
  await mock.stop();
  folder.remove();
});

interface Ready {
  url: string;
  headers: Record<string, string>;
  chatId: string;
  recovered: number;
}

async function startServer(): Promise<{ child: Bun.Subprocess<"ignore", "pipe", "inherit">; ready: Ready }> {
  const script = join(import.meta.dir, "killed-server.ts");
  const child = Bun.spawn([process.execPath, script, folder.path, mock.url], { stdin: "ignore", stdout: "pipe" });
  let line = "";
  for await (const bytes of child.stdout) {
    line += new TextDecoder().decode(bytes);
    if (line.includes("\n")) break;
  }
  const ready: Ready = JSON.parse(line);
  return { child, ready };
}

/** Starts a generation and reads its stream until so many events have been seen; then the process gets the signal. */
async function interruptAfter(count: number, signal: "SIGKILL" | "SIGTERM") {
  const { child, ready } = await startServer();
  const headers = { ...ready.headers, "content-type": "application/json" };
  const started = await fetch(`${ready.url}/api/chats/${ready.chatId}/generations`, {
    method: "POST",
    headers,
    body: JSON.stringify({ prompt: "a page" }),
  });
  const { generation, streamUrl } = await started.json();
  const seen: LoggedEvent[] = [];
  try {
    for await (const event of readStream(await fetch(ready.url + streamUrl))) {
      seen.push(event);
      if (event.seq === count) child.kill(signal);
    }
  } catch {
    // The connection broke, as it should.
  }
  await child.exited;
  return { id: String(generation.id), seen, exitCode: child.exitCode };
}

test("killed with SIGKILL in mid-stream, again and again: nothing that was seen is lost", async () => {
  for (const count of [5, 40, 150]) {
    const { id, seen } = await interruptAfter(count, "SIGKILL");
    expect(seen.at(-1)?.type).not.toBe("done");
    const { child, ready } = await startServer();
    expect(ready.recovered).toBe(1);
    const get = (path: string) => fetch(ready.url + path, { headers: ready.headers });
    const events = await allEvents(await get(`/api/generations/${id}/stream`));
    expect(events.slice(0, seen.length)).toEqual(seen);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(ofType(events, "error")).toMatchObject([{ code: "interrupted", retryable: true }]);
    const versionId = ofType(events, "version")[0]?.versionId;
    expect(events.at(-1)?.data).toEqual({ status: "interrupted", ...(versionId ? { versionId } : {}) });
    const { generation } = await (await get(`/api/generations/${id}`)).json();
    expect(generation).toMatchObject({ status: "interrupted", versionId: versionId ?? null });
    const written = ofType(events, "code-chunk")
      .map((data) => data.text)
      .join("");
    expect(code).toStartWith(written);
    child.kill("SIGKILL");
    await child.exited;
    const opened = openDatabase(dataPaths(folder.path));
    expect(opened.db.$client.query("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
    // What had been written counts, at least as much as was set aside; what had not is given back.
    const used = opened.db.$client.query("SELECT state FROM usage_entries WHERE id = ?").get(id);
    expect(used).toEqual({ state: ofType(events, "explanation").length > 0 ? "settled" : "refunded" });
    const open = opened.db.$client.query("SELECT count(*) total FROM usage_entries WHERE state = 'reserved'").get();
    expect(open).toEqual({ total: 0 });
    const files = opened.db.$client
      .query("SELECT text FROM blobs JOIN version_files ON blob_hash = hash WHERE version_id = ?")
      .all(versionId ?? "");
    expect(files).toEqual(written === "" ? [] : [{ text: written }]);
    opened.close();
  }
}, 60_000);

test("ended with SIGTERM in mid-stream: watchers are told, and nothing is left to recover", async () => {
  const { seen, exitCode } = await interruptAfter(30, "SIGTERM");
  expect(exitCode).toBe(0);
  expect(seen.at(-1)).toMatchObject({ type: "done", data: { status: "interrupted" } });
  expect(ofType(seen, "error")).toMatchObject([{ code: "interrupted" }]);
  const { child, ready } = await startServer();
  expect(ready.recovered).toBe(0);
  child.kill("SIGKILL");
  await child.exited;
}, 30_000);
