import { afterEach, expect, test } from "bun:test";
import { newId } from "../platform/ids.ts";
import { diagnosticsOf, generationFacts } from "./facts.ts";
import { interrupt } from "./recover.ts";
import { insertGeneration } from "./rows.ts";
import type { Generation } from "./schema.ts";
import { allEvents, ofType, quietPreview, type TestRoom, testRoom } from "./testing.ts";

let room: TestRoom | undefined;
afterEach(async () => {
  await room?.stop();
  room = undefined;
});

const answer = 'Here.\n\n```tsx file="a.tsx"\nexport default () => <i />;\n```\n';
const found = [
  { path: "a.tsx", line: 2, column: 1, message: "Mended.", severity: "warning" as const, repaired: true },
  { path: "a.tsx", line: 1, column: 4, message: "Wrong.", severity: "error" as const },
];

async function generate(at: TestRoom) {
  const started = await at.call("POST", `/api/chats/${at.chatId}/generations`, { prompt: "x" });
  const { generation, streamUrl } = await started.json();
  return { id: String(generation.id), events: await allEvents(await fetch(at.url + streamUrl)) };
}

test("facts tell of each generation what its own log and row hold", async () => {
  const preview = quietPreview({ diagnostics: found });
  const at = await testRoom({ answers: [{ text: answer }, { text: "Only words." }] }, { preview });
  room = at;
  const first = await generate(at);
  const second = await generate(at);
  const facts = generationFacts(at.app.db, [second.id, newId(), first.id, first.id]);
  const [usage] = ofType(first.events, "usage");
  expect([...facts.keys()].sort()).toEqual([first.id, second.id].sort());
  expect(facts.get(first.id)).toMatchObject({ status: "completed", diagnostics: found });
  expect(facts.get(first.id)?.usage).toEqual({
    promptTokens: usage?.promptTokens ?? -1,
    completionTokens: usage?.completionTokens ?? -1,
    costNanoUsd: usage?.costNanoUsd ?? null,
  });
  expect(facts.get(first.id)?.durationMs).toBeGreaterThanOrEqual(0);
  expect(facts.get(second.id)?.diagnostics).toEqual([]);
  expect(generationFacts(at.app.db, []).size).toBe(0);
});

test("an answer of a stand-in tells why it had to stand in, and others tell nothing", async () => {
  const at = await testRoom(
    {
      models: [{ id: "good" }, { id: "lost" }],
      answers: [{ text: answer }, { status: 401, body: { error: { message: "no" } } }],
    },
    { builtin: true },
  );
  room = at;
  const ids = [(await generate(at)).id, (await generate(at)).id];
  const facts = generationFacts(at.app.db, ids);
  expect(ids.map((id) => facts.get(id)?.standIn)).toEqual([
    null,
    "Mock refused its access key. The built-in pattern engine stands in; it is not a language model.",
  ]);
});

test("what broke off has no duration, and what runs has neither usage nor duration", async () => {
  const at = await testRoom();
  room = at;
  const row: Generation = {
    id: newId(),
    chatId: at.chatId,
    userId: at.person.user.id,
    status: "running",
    requestedModel: "auto",
    model: null,
    baseVersionId: null,
    continuesId: null,
    versionId: null,
    promptTokens: null,
    completionTokens: null,
    costNanoUsd: null,
    createdAt: 1,
    endedAt: null,
  };
  insertGeneration(at.app.db, row);
  const factsNow = () => generationFacts(at.app.db, [row.id]).get(row.id);
  expect(factsNow()).toEqual({ status: "running", usage: null, durationMs: null, diagnostics: [], standIn: null });
  interrupt(at.app, row);
  expect(factsNow()).toEqual({ status: "interrupted", usage: null, durationMs: null, diagnostics: [], standIn: null });
});

test("diagnostics are found without reading the texts of an answer", async () => {
  const at = await testRoom();
  room = at;
  const query = diagnosticsOf(at.app.db, ["a", "b"]).toSQL().sql;
  const plan = at.app.db.$client.query<{ detail: string }, string[]>(`EXPLAIN QUERY PLAN ${query}`).all("a", "b");
  expect(plan.map(({ detail }) => detail).join("\n")).toContain("generation_events_diagnostics");
});
