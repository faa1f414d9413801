import { afterAll, expect, test } from "bun:test";
import { Elysia } from "elysia";
import { testApp } from "../../platform/testing.ts";
import { errorHandling } from "../../server/errors.ts";
import { deletePerson, setDisabled, setRole } from "../people/people.ts";
import { accountRoutes } from "../routes.ts";
import { signedInPerson, type TestPerson } from "../testing.ts";
import { sessionEvents } from "./session-events.ts";
import { endSessions } from "./session-list.ts";
import { revokeSession } from "./sessions.ts";

const app = testApp();
afterAll(() => app.dispose());
const server = new Elysia().use(errorHandling(app)).use(accountRoutes(app));
await signedInPerson(app, "root@example.org", "admin");

/** Reads one event after the other; undefined at the end of the stream. */
async function open({ headers }: Pick<TestPerson, "headers">) {
  const answer = await server.handle(new Request("http://localhost/api/auth/events", { headers }));
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const next = async (): Promise<string | undefined> => {
    for (;;) {
      const [, event] = /event: (\w+)\ndata: {}\n\n/.exec(text) ?? [];
      if (event) {
        text = text.slice(text.indexOf("\n\n", text.indexOf("event:")) + 2);
        return event;
      }
      const { done = true, value = "" } = (await reader?.read()) ?? {};
      if (done) return undefined;
      text += value;
    }
  };
  return { status: answer.status, next };
}

const endings: [string, (person: TestPerson) => void][] = [
  ["revoked", ({ user }) => revokeSession(app, user.sessionId)],
  ["ended from another device", ({ user }) => void endSessions(app, user.id)],
  ["closed with its account", ({ user }) => void setDisabled(app, user.id, true)],
  ["deleted with its account", ({ user }) => deletePerson(app, user.id)],
];

test.each(endings)("a page learns that its session was %s, and the stream ends", async (_how, end) => {
  const person = await signedInPerson(app, `${Bun.randomUUIDv7()}@example.org`, "member");
  const page = await open(person);
  expect([page.status, await page.next()]).toEqual([200, "open"]);
  const told = page.next();
  end(person);
  expect([await told, await page.next()]).toEqual(["ended", undefined]);
  expect((await open(person)).status).toBe(401);
});

test("a session that ended before the stream was watched is told of at once", async () => {
  const { user } = await signedInPerson(app, "early@example.org", "member");
  revokeSession(app, user.sessionId);
  const source = sessionEvents(app, user);
  const frames = await source.next(60_000, new AbortController().signal);
  expect(frames?.map(String)).toEqual([String(new TextEncoder().encode("event: ended\ndata: {}\n\n"))]);
  expect(await source.next(60_000, new AbortController().signal)).toBeUndefined();
  source.close();
});

test("another session of the same person goes on and hears of a new name and role", async () => {
  const email = "mara@example.org";
  const [one, two] = [await signedInPerson(app, email, "member"), await signedInPerson(app, email, "member")];
  const page = await open(two);
  expect(await page.next()).toBe("open");
  revokeSession(app, one.user.sessionId);
  const told = page.next();
  const renamed = await server.handle(
    new Request("http://localhost/api/auth/me", {
      method: "PATCH",
      headers: { ...two.headers, "content-type": "application/json" },
      body: JSON.stringify({ name: "Mara" }),
    }),
  );
  expect([renamed.status, await told]).toEqual([200, "person"]);
  const again = page.next();
  setRole(app, email, "viewer");
  expect(await again).toBe("person");
});

test("the stream ends when the server stops", async () => {
  const other = testApp();
  const { user } = await signedInPerson(other);
  const source = sessionEvents(other, user);
  const { signal } = new AbortController();
  await source.next(60_000, signal);
  const end = source.next(60_000, signal);
  other.bus.close();
  expect(await end).toBeUndefined();
  source.close();
  other.dispose();
});
