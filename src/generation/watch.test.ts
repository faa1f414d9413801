import { afterEach, expect, test } from "bun:test";
import { ManualClock } from "../platform/clock.ts";
import { eventStream } from "../platform/event-stream.ts";
import { newId } from "../platform/ids.ts";
import { type LogWriter, readFrames } from "./event-log.ts";
import type { LoggedEvent } from "./events.ts";
import { generations } from "./schema.ts";
import { allEvents, readStream, type TestRoom, testRoom, types } from "./testing.ts";
import { issueTicket, ticketMs } from "./ticket.ts";
import { watch } from "./watch.ts";

let room: TestRoom | undefined;
afterEach(async () => {
  await room?.stop();
  room = undefined;
});

/** A generation whose events the test writes by itself. */
async function scripted() {
  const at = await testRoom();
  room = at;
  const id = newId();
  const { person, chatId, app } = at;
  const row = { id, chatId, userId: person.user.id, status: "running" as const, requestedModel: "auto", createdAt: 0 };
  app.db.insert(generations).values(row).run();
  // Registered, so that it counts as being written.
  const generation = app.db.select().from(generations).get();
  if (!generation) throw new Error("not stored");
  const { promise, resolve } = Promise.withResolvers<void>();
  const run = app.generations.admit({ generation, messageId: id, prompt: "x" }, () => promise);
  const end = () => {
    run.log.append({ type: "done", data: { status: "completed" } });
    app.db.update(generations).set({ status: "completed" }).run();
    resolve();
  };
  const stream = (after?: number, headers: Record<string, string> = {}) =>
    at.call("GET", `/api/generations/${id}/stream${after === undefined ? "" : `?after=${after}`}`, undefined, headers);
  return { at, id, log: run.log, end, stream };
}

const say = (log: LogWriter, path: string) => log.append({ type: "file", data: { path, action: "start" } });

test("whoever leaves after any event and comes back has each event once and in order", async () => {
  const { log, end, stream } = await scripted();
  for (let index = 0; index < 12; index++) say(log, `a${index}`);
  const watchers = Array.from({ length: 13 }, async (_, leaveAfter) => {
    const seen: LoggedEvent[] = [];
    if (leaveAfter > 0) {
      for await (const event of readStream(await stream())) {
        seen.push(event);
        if (event.seq === leaveAfter) break;
      }
    }
    const back = await stream(undefined, { "last-event-id": String(leaveAfter) });
    for await (const event of readStream(back)) seen.push(event);
    return seen.map(({ seq }) => seq);
  });
  for (let index = 0; index < 12; index++) {
    await Bun.sleep(1);
    say(log, `b${index}`);
  }
  end();
  const all = Array.from({ length: 25 }, (_, index) => index + 1);
  for (const seen of await Promise.all(watchers)) expect(seen).toEqual(all);
});

test("a finished generation replays whole; 204 to who has it all; a number beyond the end still gets done", async () => {
  const { at, id, log, end, stream } = await scripted();
  for (let index = 0; index < 600; index++) say(log, `a${index}`);
  end();
  await at.app.generations.find(id)?.finished;
  expect((await allEvents(await stream())).map(({ seq }) => seq)).toEqual(Array.from({ length: 601 }, (_, i) => i + 1));
  expect((await allEvents(await stream(599))).map(({ seq }) => seq)).toEqual([600, 601]);
  expect((await stream(601)).status).toBe(204);
  expect((await allEvents(await stream(99_999))).map(({ type }) => type)).toEqual(["done"]);
  expect((await stream(undefined, { "last-event-id": "x" })).status).toBe(400);
});

test("the header of a reconnection is newer than the query of the first address", async () => {
  const { log, end, stream } = await scripted();
  for (let index = 0; index < 5; index++) say(log, `a${index}`);
  end();
  expect((await allEvents(await stream(1, { "last-event-id": "4" }))).map(({ seq }) => seq)).toEqual([5, 6]);
});

test("a queue that overflows is caught up from the log, and holds no more than its capacity", async () => {
  const { at, id, log, end } = await scripted();
  const { db, generations: registry } = at.app;
  const source = watch(db, registry.channel, id, 0, { capacity: 4, batch: 16 });
  const { signal } = new AbortController();
  const seen: number[] = [];
  const read = async () => {
    const frames = await source.next(5, signal);
    for (const frame of frames ?? []) {
      const number = /^id: (\d+)/.exec(Buffer.from(frame).toString())?.[1];
      seen.push(Number(number));
    }
    return frames !== undefined;
  };
  for (let round = 0; round < 40; round++) {
    for (let index = 0; index < round % 9; index++) say(log, "x");
    if (round % 3 === 0) await read();
  }
  end();
  while (await read());
  expect(seen).toEqual(Array.from({ length: log.seq }, (_, index) => index + 1));
  expect(registry.channel.subscribers(id)).toBe(1);
  source.close();
  expect(registry.channel.subscribers(id)).toBe(0);
});

test("a reader that stalls is not fetched for, and has everything when it reads on", async () => {
  const { at, id, log, end } = await scripted();
  const big = "x".repeat(20_000);
  const source = watch(at.app.db, at.app.generations.channel, id, 0, { capacity: 8, batch: 4 });
  let fetched = 0;
  const counted = {
    ...source,
    next: async (waitMs: number, signal: AbortSignal) => {
      const frames = await source.next(waitMs, signal);
      fetched += frames?.reduce((sum, { byteLength }) => sum + byteLength, 0) ?? 0;
      return frames;
    },
  };
  const reader = eventStream(new Request("http://localhost/"), counted);
  const first = reader.body?.getReader();
  await first?.read();
  for (let index = 0; index < 400; index++) {
    log.append({ type: "code-chunk", data: { path: "a", text: big } });
    log.append({ type: "file", data: { path: "a", action: "end" } });
  }
  end();
  await Bun.sleep(20);
  expect(fetched).toBeLessThan(400_000);
  let received = 0;
  for (let step = await first?.read(); step && !step.done; step = await first?.read())
    received += step.value.byteLength;
  expect(fetched).toBe(received);
  expect(received).toBeGreaterThan(8_000_000);
});

test("silence is filled with comments", async () => {
  const { at, id, log, end } = await scripted();
  say(log, "a");
  const source = watch(at.app.db, at.app.generations.channel, id, 0);
  const response = eventStream(new Request("http://localhost/"), source, { heartbeatMs: 5 });
  const decoder = new TextDecoder();
  let text = "";
  for await (const bytes of response.body ?? []) {
    text += decoder.decode(bytes);
    if (text.split(": \n\n").length === 5) end();
  }
  expect(text).toMatch(/^: \n\nid: 1\n(.*\n)+\n(: \n\n){3,}id: 2\n/);
});

test("a watcher that leaves changes nothing and is forgotten", async () => {
  const { at, id, log, end, stream } = await scripted();
  say(log, "a");
  for await (const event of readStream(await stream())) if (event.seq === 1) break;
  while (at.app.generations.channel.subscribers(id) > 0) await Bun.sleep(1);
  say(log, "b");
  end();
  expect(types(await allEvents(await stream()))).toBe("file file done");
});

test("a generation that can no longer be stored ends its streams as broken, not as done", async () => {
  const { log, end, stream } = await scripted();
  say(log, "a");
  const reader = (await stream()).body?.getReader();
  await reader?.read();
  log.break();
  let end1 = "";
  try {
    for (let step = await reader?.read(); step && !step.done; step = await reader?.read()) end1 += step.value.length;
    end1 = "closed";
  } catch {
    end1 = "broken";
  }
  expect(end1).toBe("broken");
  end();
});

test("1,000 watchers of one generation have every event in order", async () => {
  const { at, id, log, end } = await scripted();
  const { signal } = new AbortController();
  const watchers = Array.from({ length: 1000 }, async (_, index) => {
    const source = watch(at.app.db, at.app.generations.channel, id, 0, { capacity: 16 + (index % 64) });
    let count = 0;
    for (;;) {
      const frames = await source.next(10_000, signal);
      if (!frames) break;
      for (const frame of frames) if (frame.subarray(0, 12).toString() !== "") count++;
      if (index % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    source.close();
    return count;
  });
  for (let index = 0; index < 200; index++) {
    say(log, `a${index}`);
    if (index % 5 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  end();
  expect(new Set(await Promise.all(watchers))).toEqual(new Set([201]));
}, 60_000);

test("a ticket opens one generation's stream for five minutes; everybody else is refused", async () => {
  const clock = new ManualClock(Date.now());
  const at = await testRoom({ answers: [{ text: "Hi." }] }, { overrides: { clock } });
  room = at;
  const start = async () => (await at.call("POST", `/api/chats/${at.chatId}/generations`, { prompt: "x" })).json();
  const one = await start();
  await at.app.generations.find(one.generation.id)?.finished;
  const two = await start();
  const status = async (url: string) => (await fetch(at.url + url)).status;
  expect(await status(one.streamUrl)).toBe(200);
  const ticket = new URLSearchParams(one.streamUrl.split("?")[1]).get("ticket") ?? "";
  const path = `/api/generations/${one.generation.id}/stream`;
  expect(await status(`/api/generations/${two.generation.id}/stream?ticket=${ticket}`)).toBe(401);
  expect(await status(`${path}?ticket=${ticket.slice(0, -2)}xx`)).toBe(401);
  expect(await status(`${path}?ticket=${issueTicket(at.app, one.generation.id, newId())}`)).toBe(401);
  expect(await status(path)).toBe(401);
  await clock.advance(ticketMs);
  expect(await status(one.streamUrl)).toBe(401);
});

test("text of one turn of the event loop becomes one event, the first goes out at once", async () => {
  const { at, id, log, end } = await scripted();
  const text = (word: string) => log.append({ type: "explanation", data: { text: word } });
  const stored = () =>
    readFrames(at.app.db, id, 0, 100).map(({ bytes }) => /"text":"(.*)"/.exec(Buffer.from(bytes).toString())?.[1]);
  text("a");
  expect(stored()).toEqual(["a"]);
  text("b");
  text("c");
  expect(stored()).toEqual(["a"]);
  log.append({ type: "reasoning", data: { text: "r" } });
  expect(stored()).toEqual(["a", "bc"]);
  await new Promise((resolve) => setImmediate(resolve));
  expect(stored()).toEqual(["a", "bc", "r"]);
  text("d");
  expect(stored()).toEqual(["a", "bc", "r", "d"]);
  end();
});

test("a transaction that fails leaves no event and no gap", async () => {
  const { at, id, log, end } = await scripted();
  say(log, "a");
  expect(() =>
    log.atomically(() => {
      say(log, "b");
      throw new Error("no");
    }),
  ).toThrow("no");
  say(log, "c");
  expect(
    readFrames(at.app.db, id, 0, 10).map(({ seq, bytes }) => [
      seq,
      /"path":"(.)"/.exec(Buffer.from(bytes).toString())?.[1],
    ]),
  ).toEqual([
    [1, "a"],
    [2, "c"],
  ]);
  end();
});
