import { afterEach, describe, expect, test } from "bun:test";
import { setTier } from "../accounts/index.ts";
import type { Limits } from "../accounts/tiers/limits.ts";
import { createTier } from "../accounts/tiers/tiers.ts";
import type { MockScript } from "../llm/testing/mock-openai.ts";
import { ManualClock } from "../platform/clock.ts";
import { createChat } from "../projects/index.ts";
import { chats, messages } from "../projects/schema.ts";
import { usageEntries } from "../usage/schema.ts";
import { recoverGenerations } from "./recover.ts";
import { generations } from "./schema.ts";
import { allEvents, readStream, type TestRoom, type TestRoomOptions, testRoom } from "./testing.ts";

let room: TestRoom | undefined;
afterEach(async () => {
  await room?.stop();
  room = undefined;
});

/** A room whose person is in a tier of these limits. */
async function open(limits: Partial<Limits>, script: MockScript = {}, options: TestRoomOptions = {}) {
  room = await testRoom(script, options);
  setTier(room.app, room.person.user.id, createTier(room.app, { name: "Small", limits }).id);
  return room;
}

const file = '```tsx file="a.tsx"\nexport default () => <p>Hi</p>;\n```\n';
const entries = (at: TestRoom) => at.app.db.select().from(usageEntries).all();
const start = (at: TestRoom, chatId = at.chatId, body: object = { prompt: "a card" }) =>
  at.call("POST", `/api/chats/${chatId}/generations`, body);

/** Starts one and waits for its end. */
async function generate(at: TestRoom, body?: object) {
  const started = await start(at, at.chatId, body);
  expect(started.status).toBe(202);
  return allEvents(await fetch(at.url + (await started.json()).streamUrl));
}

const moreChats = (at: TestRoom, count: number): string[] => {
  const projectId = at.app.db.select().from(chats).get()?.projectId ?? "";
  return Array.from({ length: count }, () => createChat(at.app, projectId).id);
};

const unhurried = { env: { VITRINE_RATE_LIMITS: "off" } };

test("of 200 starts at once as many go through as are left, and nothing of the others stays", async () => {
  const at = await open({ generationsPerDay: 25 }, { answers: [{ text: file }] }, unhurried);
  const answers = await Promise.all(moreChats(at, 200).map((chatId) => start(at, chatId)));
  const bodies = await Promise.all(answers.map((answer) => answer.json()));
  expect(answers.filter(({ status }) => status === 202)).toHaveLength(25);
  const refused = bodies.filter(({ code }) => code === "quota_exceeded");
  expect(refused).toHaveLength(175);
  expect(refused[0].status).toBe(429);
  expect(refused[0].detail).toMatch(
    /^Your tier Small allows 25 generations a day\. All are used\. It begins anew on \d+ \w+ \d{4}, 00:00 \(UTC\)\. Ask an administrator/,
  );
  expect(at.app.db.select().from(generations).all()).toHaveLength(25);
  const asked = at.app.db.select().from(messages).all();
  expect(asked.filter(({ role }) => role === "user")).toHaveLength(25);
  expect(entries(at)).toHaveLength(25);
}, 60_000);

test("of 200 starts at once no more run than may, and stopping one makes room", async () => {
  const at = await open(
    { concurrentGenerations: 3 },
    { answers: [{ steps: [{ text: "Hi" }, { hang: true }] }] },
    unhurried,
  );
  const ids = moreChats(at, 200);
  const answers = await Promise.all(ids.map((chatId) => start(at, chatId)));
  const through = answers.filter(({ status }) => status === 202);
  expect(through).toHaveLength(3);
  const refused = answers.filter(({ status }) => status === 429);
  expect(new Set(refused.map(({ headers }) => headers.get("retry-after")))).toEqual(new Set(["15"]));
  const [told] = await Promise.all(refused.map((answer) => answer.json()));
  expect(told.detail).toContain("3 generations at once. Wait for one to end, or stop one.");
  const [first] = await Promise.all(through.map((answer) => answer.json()));
  await at.call("POST", `/api/generations/${first.generation.id}/stop`);
  expect((await start(at)).status).toBe(202);
}, 60_000);

test("a day that is used up opens again at midnight, to the second", async () => {
  const clock = new ManualClock(Date.parse("2026-03-10T23:59:30Z"));
  const at = await open({ generationsPerDay: 1 }, { answers: [{ text: file }] }, { overrides: { clock } });
  await generate(at);
  const refused = await start(at);
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "30"]);
  await clock.advance(29_999);
  expect((await start(at)).status).toBe(429);
  await clock.advance(1);
  expect((await start(at)).status).toBe(202);
});

test("a single call makes no project for what is refused", async () => {
  const at = await open({ generationsPerDay: 0 });
  const answer = await at.call("POST", "/api/generate/stream", { prompt: "a card" });
  expect((await answer.json()).code).toBe("quota_exceeded");
  expect(at.app.db.select().from(chats).all()).toHaveLength(1);
});

test("tokens are set aside before they are used, and what was not needed comes back", async () => {
  const at = await open(
    { tokensPerDay: 20_000 },
    { answers: [{ match: "for long", steps: [{ text: "Hi" }, { hang: true }] }, { text: file }] },
  );
  const [second = ""] = moreChats(at, 1);
  const started = await (await start(at, at.chatId, { prompt: "think for long" })).json();
  const aside = entries(at)[0]?.tokens ?? 0;
  expect(aside).toBeGreaterThan(4_000);
  const refused = await start(at, second, { prompt: "x ".repeat(Math.ceil((20_000 - aside) * 1.8)) });
  expect((await refused.json()).detail).toMatch(/would take about [\d,]+, and [\d,]+ are left/);
  await at.call("POST", `/api/generations/${started.generation.id}/stop`);
  await generate(at);
  const used = entries(at).find(({ state, estimated }) => state === "settled" && !estimated);
  expect(used).toMatchObject({ generations: 1, promptTokens: 10, estimated: false });
  expect(used?.tokens).toBe(10 + (used?.completionTokens ?? 0));
});

test("a request that is larger than the tier allows is refused, attachments counted", async () => {
  const at = await open({ maxPromptTokens: 200 });
  const text = { name: "a.txt", mediaType: "text/plain", data: Buffer.from("word ".repeat(300)).toString("base64") };
  const answer = await start(at, at.chatId, { prompt: "like this", attachments: [text] });
  expect([answer.status, (await answer.json()).detail]).toEqual([
    413,
    expect.stringMatching(/^Your tier Small allows requests of 200 tokens, and this one has about \d+\. Shorten it/),
  ]);
  expect(entries(at)).toEqual([]);
});

describe("a generation", () => {
  test.each<[string, MockScript, "settled" | "refunded"]>([
    ["with a version counts", { answers: [{ text: file }] }, "settled"],
    ["that only explains counts", { answers: [{ text: "Blue is a colour." }] }, "settled"],
    ["of a provider that is down is refunded", { answers: [{ status: 401 }] }, "refunded"],
    ["that says nothing is refunded", { answers: [{ text: "" }] }, "refunded"],
    ["cut off before its file is refunded", { answers: [{ steps: [{ text: "Here is" }, { cut: true }] }] }, "refunded"],
    [
      "cut off within its file counts",
      { answers: [{ steps: [{ text: '```tsx file="a.tsx"\nconst a = 1;\nconst b' }, { cut: true }] }] },
      "settled",
    ],
  ])("%s", async (_, script, state) => {
    const at = await open({}, script);
    await generate(at);
    const [entry] = entries(at);
    expect([entry?.state, entry?.generations]).toEqual([state, state === "settled" ? 1 : 0]);
    expect(entry?.endedAt).not.toBeNull();
    if (state === "refunded") expect(entry?.tokens).toBe(0);
    else expect(entry?.tokens).toBeGreaterThan(0);
  });

  test("that was refunded is still told with what the model took", async () => {
    const usage = { prompt_tokens: 70, completion_tokens: 5, total_tokens: 75 };
    const at = await open({}, { answers: [{ steps: [{ finish: "stop" }, { usage }, { done: true }] }] });
    await generate(at);
    expect(entries(at)).toMatchObject([{ state: "refunded", tokens: 0, promptTokens: 70, completionTokens: 5 }]);
  });

  test("that used nothing, by the model's own word, costs nothing", async () => {
    const usage = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };
    const steps = [{ text: file }, { finish: "stop" }, { usage }, { done: true as const }];
    const at = await open({}, { answers: [{ steps }] });
    await generate(at);
    expect(entries(at)).toMatchObject([{ state: "settled", generations: 1, tokens: 0, promptTokens: 0 }]);
  });

  test("that its person stops counts at least what was set aside, once the model has answered", async () => {
    const at = await open({}, { answers: [{ steps: [{ text: "Here it comes" }, { hang: true }] }] });
    const { generation, streamUrl } = await (await start(at)).json();
    const aside = entries(at)[0]?.tokens ?? 0;
    for await (const event of readStream(await fetch(at.url + streamUrl))) {
      if (event.type === "explanation") await at.call("POST", `/api/generations/${generation.id}/stop`);
    }
    expect(entries(at)).toMatchObject([{ state: "settled", tokens: aside, estimated: true }]);
  });

  test("that its person stops before its turn is refunded", async () => {
    const env = { VITRINE_MAX_GENERATIONS: "1" };
    const at = await open({}, { answers: [{ steps: [{ text: "Hi" }, { hang: true }] }] }, { env });
    const [second = ""] = moreChats(at, 1);
    await start(at);
    const { generation } = await (await start(at, second)).json();
    await at.call("POST", `/api/generations/${generation.id}/stop`);
    expect(entries(at).find(({ id }) => id === generation.id)).toMatchObject({ state: "refunded", tokens: 0 });
  });

  test("keeps what it used when its chat is deleted under it", async () => {
    const at = await open({}, { answers: [{ steps: [{ text: "Here it comes" }, { hang: true }] }] });
    const { generation, streamUrl } = await (await start(at)).json();
    const stream = readStream(await fetch(at.url + streamUrl));
    for await (const event of stream) if (event.type === "explanation") break;
    at.app.db.delete(chats).run();
    const run = at.app.generations.find(generation.id);
    run?.stop("stopped");
    await run?.finished;
    expect(entries(at)).toMatchObject([{ id: generation.id, state: "settled", generations: 1 }]);
  });
});

test("what a killed server left set aside is settled at the next start, what never rendered is refunded", async () => {
  const at = await open({}, {});
  const { app, person, chatId } = at;
  const base = { userId: person.user.id, keyId: null, projectId: null, state: "reserved" as const, generations: 1 };
  const left = (id: string) =>
    app.db
      .insert(usageEntries)
      .values({ ...base, id, tokens: 500, createdAt: app.clock.now() })
      .run();
  const row = { chatId, userId: person.user.id, status: "running" as const, requestedModel: "auto", createdAt: 1 };
  for (const id of ["silent", "gone"]) left(id);
  app.db
    .insert(generations)
    .values({ ...row, id: "silent" })
    .run();
  expect(recoverGenerations(app)).toBe(1);
  expect(entries(at).map(({ id, state, tokens }) => [id, state, tokens])).toEqual([
    ["silent", "refunded", 0],
    ["gone", "settled", 500],
  ]);
});
