import { afterEach, expect, test } from "bun:test";
import type { MockAnswer, MockScript } from "../llm/testing/mock-openai.ts";
import { newId } from "../platform/ids.ts";
import { silentLogger } from "../platform/logger.ts";
import { listMessages, readVersion } from "../projects/index.ts";
import type { LoggedEvent } from "./events.ts";
import { allEvents, ofType, readStream, type TestRoom, type TestRoomOptions, testRoom, types } from "./testing.ts";

let room: TestRoom | undefined;
const open = async (script?: MockScript, options?: TestRoomOptions) => {
  room = await testRoom(script, options);
  return room;
};
afterEach(async () => {
  await room?.stop();
  room = undefined;
});

const button = "export default function Button() {\n  return <button>Go</button>;\n}\n";
const answer = `Here is a button.\n\n\`\`\`tsx file="components/button.tsx"\n${button}\`\`\`\n`;

async function generate(at: TestRoom, body: object): Promise<{ id: string; streamUrl: string; events: LoggedEvent[] }> {
  const started = await at.call("POST", `/api/chats/${at.chatId}/generations`, body);
  expect(started.status).toBe(202);
  const { generation, streamUrl } = await started.json();
  return { id: generation.id, streamUrl, events: await allEvents(await fetch(at.url + streamUrl)) };
}

const pages = (client: TestRoom["app"]["db"]["$client"]): number =>
  client.query<{ page_count: number }, []>("PRAGMA page_count").get()?.page_count ?? 0;

const view = async (at: TestRoom, id: string) =>
  (await (await at.call("GET", `/api/generations/${id}`)).json()).generation;

test("a request becomes reasoning, explanation, a file, a version and a message", async () => {
  const at = await open({ answers: [{ reasoning: "A button, then.", text: answer }] });
  const { id, events } = await generate(at, { prompt: "a button" });
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  expect(ofType(events, "status").map(({ phase }) => phase)).toEqual([
    "routing",
    "routing",
    "thinking",
    "writing",
    "checking",
  ]);
  expect(
    ofType(events, "reasoning")
      .map(({ text }) => text)
      .join(""),
  ).toBe("A button, then.");
  expect(
    ofType(events, "explanation")
      .map(({ text }) => text)
      .join("")
      .trim(),
  ).toBe("Here is a button.");
  expect(
    ofType(events, "code-chunk")
      .map(({ text }) => text)
      .join(""),
  ).toBe(button);
  expect(ofType(events, "file").map(({ action }) => action)).toEqual(["start", "end"]);
  expect(types(events)).toEndWith("usage version done");
  const [version] = ofType(events, "version");
  expect(version).toMatchObject({ number: 1, files: ["components/button.tsx"] });
  expect(readVersion(at.app, version?.versionId ?? "")).toMatchObject({
    status: "complete",
    generationId: id,
    files: [{ path: "components/button.tsx", text: button }],
  });
  expect(events.at(-1)?.data).toEqual({ status: "completed", versionId: version?.versionId ?? "" });
  const [asked, answered] = listMessages(at.app, at.chatId).items;
  expect(asked).toMatchObject({ role: "user", text: "a button", generationId: id });
  expect(answered).toMatchObject({
    role: "assistant",
    text: "Here is a button.",
    reasoning: "A button, then.",
    versionId: version?.versionId,
    model: "openai/mock-model",
  });
  expect(await view(at, id)).toMatchObject({ status: "completed", model: "openai/mock-model", error: null });
});

test("a follow-up edits the version before and carries the other files over", async () => {
  const second = `Greener.\n\n\`\`\`tsx edit="components/button.tsx"\n<<<<<<< SEARCH\n  return <button>Go</button>;\n=======\n  return <button className="bg-green-600">Go</button>;\n>>>>>>> REPLACE\n\`\`\`\n<delete path="old.css" />\n`;
  const first = `${answer}\`\`\`css file="a.css"\n.a{}\n\`\`\`\n\`\`\`css file="old.css"\n.b{}\n\`\`\`\n`;
  const at = await open({ answers: [{ text: first }, { text: second }] });
  const one = await generate(at, { prompt: "a button" });
  const two = await generate(at, { prompt: "make it green" });
  const versionId = ofType(two.events, "done")[0]?.versionId ?? "";
  expect(ofType(two.events, "edit").map(({ applied }) => applied)).toEqual([true]);
  expect(readVersion(at.app, versionId)).toMatchObject({
    number: 2,
    parentId: ofType(one.events, "done")[0]?.versionId,
    files: [
      { path: "a.css", text: ".a{}\n" },
      { path: "components/button.tsx", text: button.replace("<button>", '<button className="bg-green-600">') },
    ],
  });
  const body = JSON.parse(JSON.stringify(at.mock.requests[1]?.body));
  expect(body.messages.map(({ role }: { role: string }) => role)).toEqual(["system", "user", "assistant", "user"]);
  expect(body.messages[1].content).toBe("a button");
  expect(body.messages[2].content).toContain("Here is a button.");
  expect(body.messages[2].content).not.toContain("export default");
  expect(body.messages[3].content).toStartWith("make it green\n\n<current_files>\n");
  expect(body.messages[3].content).toContain(button);
});

test("edits that do not fit are asked for once more as whole files", async () => {
  const bad = '```tsx edit="components/button.tsx"\n<<<<<<< SEARCH\nnowhere\n=======\nx\n>>>>>>> REPLACE\n```\n';
  const whole = '```tsx file="components/button.tsx"\nwhole\n```\n';
  const at = await open({ answers: [{ text: answer }, { text: bad }, { text: whole }] });
  await generate(at, { prompt: "a button" });
  const { events } = await generate(at, { prompt: "change it" });
  expect(ofType(events, "edit").map(({ applied }) => applied)).toEqual([false]);
  expect(ofType(events, "status").map(({ phase }) => phase)).toContain("repairing");
  const version = readVersion(at.app, ofType(events, "done")[0]?.versionId ?? "");
  expect(version?.files).toEqual([{ path: "components/button.tsx", text: "whole\n" }]);
  expect(ofType(events, "usage")[0]?.promptTokens).toBe(20);
});

test("an answer without files is an answer", async () => {
  const at = await open({ answers: [{ text: "React is a library." }] });
  const { events } = await generate(at, { prompt: "what is react?" });
  expect(events.at(-1)?.data).toEqual({ status: "completed" });
  expect(listMessages(at.app, at.chatId).items.at(-1)).toMatchObject({ text: "React is a library.", versionId: null });
});

const cut = '```tsx file="a.tsx"\nexport default function A() {\n  return <p>';

const cutShort: [string, MockAnswer, string, boolean][] = [
  ["cut off", { steps: [{ text: cut }, { cut: true }] }, "upstream_cut", true],
  ["out of length", { steps: [{ text: cut }, { finish: "length" }, { done: true }] }, "answer_too_long", true],
  ["an error inside the stream", { steps: [{ text: cut }, { error: { message: "CUDA out of memory" } }] }, "", true],
];

test.each(cutShort)(
  "%s: failed, with a reason, and a draft of what had arrived",
  async (_, script, code, retryable) => {
    const at = await open({ answers: [script] });
    const { id, events } = await generate(at, { prompt: "x" });
    const [failure] = ofType(events, "error");
    if (code !== "") expect(failure?.code).toBe(code);
    expect(failure?.retryable).toBe(retryable);
    expect(failure?.message.length).toBeGreaterThan(20);
    const versionId = ofType(events, "version")[0]?.versionId ?? "";
    expect(events.at(-1)?.data).toEqual({ status: "failed", versionId });
    expect(readVersion(at.app, versionId)).toMatchObject({
      status: "draft",
      files: [{ path: "a.tsx", text: cut.slice(cut.indexOf("\n") + 1) }],
    });
    expect(await view(at, id)).toMatchObject({ status: "failed", error: { retryable } });
  },
);

const refusals: [string, MockAnswer, string, boolean][] = [
  ["refuses its key", { status: 401, body: { error: { message: "no" } } }, "upstream_credentials_exhausted", false],
  ["refuses the request", { status: 400, body: { error: { message: "too many tokens" } } }, "bad_request", false],
  ["says nothing", { steps: [{ finish: "stop" }, { done: true }] }, "empty_answer", true],
];

test.each(refusals)(
  "a provider that %s: failed, nothing but the request is stored",
  async (_, script, code, retryable) => {
    const at = await open({ answers: [script] });
    const { events } = await generate(at, { prompt: "x" });
    expect(ofType(events, "error")).toMatchObject([{ code, retryable }]);
    expect(events.at(-1)?.data).toEqual({ status: "failed" });
    expect(listMessages(at.app, at.chatId).items).toHaveLength(1);
  },
);

test("stop ends it at once, closes the upstream and keeps a draft", async () => {
  const at = await open({ answers: [{ steps: [{ text: cut }, { hang: true }] }] });
  const started = await (await at.call("POST", `/api/chats/${at.chatId}/generations`, { prompt: "x" })).json();
  const { id } = started.generation;
  const watching = allEvents(await fetch(at.url + started.streamUrl));
  const request = await at.mock.nextRequest();
  while (!at.app.db.$client.query("SELECT 1 FROM generation_events WHERE type = 'code-chunk'").get())
    await Bun.sleep(1);
  const stopped = await at.call("POST", `/api/generations/${id}/stop`);
  expect(await stopped.json()).toMatchObject({ status: "stopped", error: null });
  expect(await request.finished).toBe(false);
  const events = await watching;
  expect(events.at(-1)).toMatchObject({ type: "done", data: { status: "stopped" } });
  expect(ofType(events, "error")).toEqual([]);
  expect(ofType(events, "usage")).toMatchObject([{ estimated: true }]);
  expect(readVersion(at.app, ofType(events, "version")[0]?.versionId ?? "")?.status).toBe("draft");
  // Stopping what has ended changes nothing.
  expect(await (await at.call("POST", `/api/generations/${id}/stop`)).json()).toMatchObject({ status: "stopped" });
});

test("a stopped answer is continued: the model is told what it had written", async () => {
  const at = await open({ answers: [{ steps: [{ text: `Hello.\n${cut}` }, { cut: true }] }, { text: answer }] });
  const first = await generate(at, { prompt: "a thing" });
  const { events } = await generate(at, { continues: first.id });
  expect(events.at(-1)?.data).toMatchObject({ status: "completed" });
  const { messages } = JSON.parse(JSON.stringify(at.mock.requests[1]?.body));
  expect(messages).toHaveLength(2);
  expect(messages[1].content).toStartWith("a thing\n\n<current_files>");
  expect(messages[1].content).toMatch(/\n<continue>\n[\s\S]*You were writing a\.tsx[\s\S]*<\/continue>$/);
  expect(listMessages(at.app, at.chatId).items.map(({ role }) => role)).toEqual(["user", "assistant", "assistant"]);
  const refused = await at.call("POST", `/api/chats/${at.chatId}/generations`, {
    continues: newId(),
  });
  expect(refused.status).toBe(404);
});

test("one at a time in a chat, and a queue for the rest", async () => {
  const at = await open(
    { answers: [{ steps: [{ text: "Hi" }, { hang: true }] }] },
    { env: { VITRINE_MAX_GENERATIONS: "1" } },
  );
  const first = await (await at.call("POST", `/api/chats/${at.chatId}/generations`, { prompt: "x" })).json();
  expect((await at.call("POST", `/api/chats/${at.chatId}/generations`, { prompt: "y" })).status).toBe(409);
  const second = await at.call("POST", "/api/generate/stream", { prompt: "second  thing" });
  const third = await at.call("POST", "/api/generate/stream", { prompt: "third" });
  const thirdEvents = allEvents(third);
  const secondEvents = allEvents(second);
  const stop = async (id: string | null) =>
    expect((await at.call("POST", `/api/generations/${id}/stop`)).status).toBe(200);
  await stop(first.generation.id);
  await stop(second.headers.get("x-generation-id"));
  await stop(third.headers.get("x-generation-id"));
  expect(ofType(await thirdEvents, "status").slice(0, 3)).toEqual([
    { phase: "queued", position: 2 },
    { phase: "queued", position: 1 },
    { phase: "routing" },
  ]);
  expect((await secondEvents)[0]?.data).toEqual({ phase: "queued", position: 1 });
  const chat = at.app.db.$client.query("SELECT title FROM chats WHERE id = ?").get(second.headers.get("x-chat-id"));
  expect(chat).toEqual({ title: "second thing" });
});

test("what the build finds is told, and what it mended is kept", async () => {
  const { quietPreview } = await import("./testing.ts");
  const preview = quietPreview({
    diagnostics: [
      {
        path: "components/button.tsx",
        line: 2,
        column: 3,
        message: "No icon `Foo`.",
        severity: "warning",
        fix: "Use `Bar`.",
        repaired: true,
      },
    ],
    repaired: [{ path: "components/button.tsx", text: "mended\n" }],
  });
  const at = await open({ answers: [{ text: answer }] }, { preview });
  const { events } = await generate(at, { prompt: "x" });
  expect(ofType(events, "diagnostic")).toEqual([
    {
      path: "components/button.tsx",
      line: 2,
      column: 3,
      message: "No icon `Foo`. Use `Bar`.",
      severity: "warning",
      repaired: true,
    },
  ]);
  expect(readVersion(at.app, ofType(events, "done")[0]?.versionId ?? "")?.files[0]?.text).toBe("mended\n");
});

test("pictures go to the model as pictures and texts as a block; what is neither is refused", async () => {
  const at = await open({
    models: [{ id: "llava-vision", architecture: { input_modalities: ["text", "image"] } }],
    answers: [{ text: "Nice." }],
  });
  const png = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  );
  const text = { name: "notes.md", mediaType: "text/markdown", data: Buffer.from("# Hi").toString("base64") };
  const picture = { name: "a.png", mediaType: "image/png", data: `data:image/png;base64,${png.toString("base64")}` };
  const { events } = await generate(at, { prompt: "like this", attachments: [picture, text] });
  expect(events.at(-1)?.data).toEqual({ status: "completed" });
  const { messages } = JSON.parse(JSON.stringify(at.mock.requests[0]?.body));
  expect(messages.at(-1).content[0].text).toStartWith("like this\n\n<attachments>\n");
  expect(messages.at(-1).content[1].type).toBe("image_url");
  const post = (attachments: object[]) =>
    at.call("POST", `/api/chats/${at.chatId}/generations`, { prompt: "x", attachments });
  expect((await post([{ ...picture, data: text.data }])).status).toBe(415);
  expect((await post([{ ...picture, mediaType: "application/zip" }])).status).toBe(415);
  expect((await post([{ ...text, data: "not base64!" }])).status).toBe(422);
  expect((await post(Array.from({ length: 7 }, () => text))).status).toBe(413);
  expect((await post([{ ...text, data: "A".repeat(7_100_000) }])).status).toBe(413);
  expect(listMessages(at.app, at.chatId).items).toHaveLength(2);
});

test("what cannot be used is refused before anything is stored", async () => {
  const at = await open();
  const path = `/api/chats/${at.chatId}/generations`;
  const statuses = async (...calls: [string, object][]) =>
    Promise.all(calls.map(async ([to, body]) => (await at.call("POST", to, body)).status));
  expect(
    await statuses(
      [path, { prompt: " " }],
      [path, {}],
      [path, { prompt: "x".repeat(100_001) }],
      [path, { prompt: "x", model: "nobody/knows" }],
      [path, { prompt: "x", baseVersionId: "nonsense" }],
      [path, { prompt: "x", files: [{ path: "../../etc/passwd", text: "" }] }],
      ["/api/chats/nonsense/generations", { prompt: "x" }],
      ["/api/generate/stream", { prompt: "x", model: "nobody/knows" }],
    ),
  ).toEqual([422, 422, 413, 422, 404, 422, 404, 422]);
  const count = (table: string) => at.app.db.$client.query(`SELECT count(*) AS n FROM ${table}`).get();
  for (const table of ["messages", "generations", "versions"]) expect(count(table)).toEqual({ n: 0 });
  expect(count("projects")).toEqual({ n: 1 });
});

test("the same Idempotency-Key starts one generation", async () => {
  const at = await open({ answers: [{ text: "Hi." }] });
  const post = () =>
    at.call("POST", `/api/chats/${at.chatId}/generations`, { prompt: "x" }, { "idempotency-key": "k1" });
  const ids = (await Promise.all([post(), post()])).map(async (response) => (await response.json()).generation.id);
  expect(await ids[0]).toBe(await ids[1]);
  expect(at.app.db.$client.query("SELECT count(*) AS n FROM generations").get()).toEqual({ n: 1 });
});

test("a chat that is deleted while an answer is written takes it along", async () => {
  const errors: unknown[] = [];
  const log = { ...silentLogger, error: (fields: object) => errors.push(fields) };
  const at = await open({ answers: [{ steps: [{ text: cut }, { hang: true }] }] }, { overrides: { log } });
  const started = await (await at.call("POST", `/api/chats/${at.chatId}/generations`, { prompt: "x" })).json();
  const request = await at.mock.nextRequest();
  const run = at.app.generations.inChat(at.chatId);
  run?.stop("stopped");
  at.app.db.$client.run("DELETE FROM chats");
  await run?.finished;
  expect(await request.finished).toBe(false);
  expect(errors).toEqual([]);
  expect((await fetch(at.url + started.streamUrl)).status).toBe(404);
});

test("a disk that fills up ends the stream as broken; later the generation is there, as interrupted", async () => {
  const code = Array.from({ length: 3000 }, (_, index) => `const value${index} = ${index};\n`).join("");
  const text = `\`\`\`tsx file="a.tsx"\n${code}\`\`\`\n`;
  const at = await open({ answers: [{ text, chunkCharacters: 40, chunkDelayMs: 1 }] });
  const started = await (await at.call("POST", `/api/chats/${at.chatId}/generations`, { prompt: "x" })).json();
  const { id } = started.generation;
  const seen: LoggedEvent[] = [];
  const { $client } = at.app.db;
  const fill = () => $client.run(`PRAGMA max_page_count = ${pages($client)}`);
  const broken = (async () => {
    for await (const event of readStream(await fetch(at.url + started.streamUrl))) {
      seen.push(event);
      if (event.seq === 20) fill();
    }
  })().catch(() => "broken");
  expect(await broken).toBe("broken");
  await at.app.generations.find(id)?.finished;
  $client.run("PRAGMA max_page_count = 1000000");
  expect(await view(at, id)).toMatchObject({ status: "interrupted" });
  const events = await allEvents(await at.call("GET", `/api/generations/${id}/stream`));
  expect(events.slice(0, seen.length)).toEqual(seen);
  expect(types(events)).toEndWith("error version done");
});

test("models are listed with the one that is chosen by itself", async () => {
  const at = await open({ models: [{ id: "one" }] });
  expect(await (await at.call("GET", "/api/models")).json()).toMatchObject({
    items: [{ id: "openai/one", builtin: false }],
    default: "openai/one",
  });
});
