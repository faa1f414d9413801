import { afterEach, expect, test } from "bun:test";
import { builtinProvider } from "../llm/builtin/index.ts";
import { createLlm } from "../llm/index.ts";
import { systemClock } from "../platform/clock.ts";
import { silentLogger } from "../platform/logger.ts";
import { systemRandom } from "../platform/random.ts";
import { readVersion } from "../projects/index.ts";
import { allEvents, ofType, type TestRoom, testRoom } from "./testing.ts";

let room: TestRoom | undefined;
afterEach(async () => {
  await room?.stop();
  room = undefined;
});

test("the built-in engine answers a request and a follow-up, and says that it is no language model", async () => {
  const llm = createLlm({
    clock: systemClock,
    random: systemRandom,
    log: silentLogger,
    providers: [builtinProvider({ clock: systemClock })],
  });
  const at = await testRoom({}, { llm });
  room = at;
  const ask = async (prompt: string, chatId?: string) => {
    const response = await at.call("POST", "/api/generate/stream", { prompt, ...(chatId ? { chatId } : {}) });
    return { chatId: response.headers.get("x-chat-id") ?? "", events: await allEvents(response) };
  };
  const files = (events: Awaited<ReturnType<typeof ask>>["events"]) =>
    readVersion(at.app, ofType(events, "done")[0]?.versionId ?? "")?.files ?? [];
  const first = await ask("A pricing page with three tiers");
  expect(ofType(first.events, "done")[0]?.status).toBe("completed");
  expect(ofType(first.events, "status").some(({ builtin }) => builtin === true)).toBe(true);
  expect(files(first.events).some(({ path }) => path.endsWith(".tsx"))).toBe(true);
  const second = await ask("four tiers", first.chatId);
  expect(ofType(second.events, "version")[0]?.number).toBe(2);
  expect(files(second.events)).not.toEqual(files(first.events));
});
