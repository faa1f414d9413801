import { afterAll, describe, expect, test } from "bun:test";
import { connect } from "node:net";
import { createKey } from "../accounts/keys/api-keys.ts";
import { findUser } from "../accounts/people/users.ts";
import { startSession } from "../accounts/sessions/sessions.ts";
import { signedInPerson } from "../accounts/testing.ts";
import { issueTicket } from "../generation/ticket.ts";
import { newId } from "../platform/ids.ts";
import { testServer } from "./testing.ts";

const { app, listen, stop } = testServer();
afterAll(stop);
const origin = listen();
const person = await signedInPerson(app);
const row = findUser(app, person.user.id);
if (!row) throw new Error("nobody");
const { refreshToken, session } = startSession(app, row, { userAgent: "", address: "" });
const key = createKey(app, person.user, { name: "script", scopes: ["read", "admin"] }).secret;
const generation = newId();
const ticket = issueTicket(app, generation, person.user.sessionId);

/** One address that wants a permission, and what each way to prove oneself gets there. */
const ask = async (headers: Record<string, string>, path = "/api/auth/me", method = "GET") =>
  (await fetch(origin + path, { method, headers })).status;
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe("one kind of token", () => {
  test("opens what it is for, so that the answers below mean something", async () => {
    expect(await ask(bearer(person.token))).toBe(200);
    expect(await ask(bearer(key))).toBe(200);
    expect(await ask({ cookie: `vitrine_refresh=${refreshToken}` }, "/api/auth/refresh", "POST")).toBe(200);
    // Past the ticket, where no such generation is.
    expect(await ask({}, `/api/generations/${generation}/stream?ticket=${ticket}`)).toBe(404);
  });

  const wrong: [string, () => Promise<number>][] = [
    ["a refresh token is no access token", () => ask(bearer(refreshToken))],
    ["a stream ticket is no access token", () => ask(bearer(ticket))],
    ["a session's id is no access token", () => ask(bearer(session.id))],
    [
      "an access token is no stream ticket",
      () => ask({}, `/api/generations/${generation}/stream?ticket=${person.token}`),
    ],
    ["an API key is no stream ticket", () => ask({}, `/api/generations/${generation}/stream?ticket=${key}`)],
    [
      "a refresh token is no stream ticket",
      () => ask({}, `/api/generations/${generation}/stream?ticket=${refreshToken}`),
    ],
    ["a ticket is for its own generation", () => ask({}, `/api/generations/${newId()}/stream?ticket=${ticket}`)],
    [
      "an access token is no refresh token",
      () => ask({ cookie: `vitrine_refresh=${person.token}` }, "/api/auth/refresh", "POST"),
    ],
    ["an API key is no refresh token", () => ask({ cookie: `vitrine_refresh=${key}` }, "/api/auth/refresh", "POST")],
    ["a refresh cookie opens nothing but the renewal", () => ask({ cookie: `vitrine_refresh=${refreshToken}` })],
    [
      "an API key in a cookie is not looked at",
      () => ask({ cookie: `vitrine_refresh=${key}; token=${key}; authorization=Bearer ${key}` }),
    ],
    [
      "an access token in a cookie is not looked at",
      () => ask({ cookie: `access_token=${person.token}; authorization=Bearer ${person.token}` }),
    ],
    [
      "an access token in the address is not looked at",
      () => ask({}, `/api/auth/me?access_token=${person.token}&token=${person.token}`),
    ],
    ["an API key in the address is not looked at", () => ask({}, `/api/auth/me?api_key=${key}&key=${key}`)],
    [
      "a token under another name is not looked at",
      () => ask({ "x-access-token": person.token, "x-authorization": `Bearer ${person.token}` }),
    ],
    [
      "an API key under another name is not looked at",
      () => ask({ "x-api-key": key, "proxy-authorization": `Bearer ${key}` }),
    ],
    [
      "an access token is no operator's pass",
      () => ask({ authorization: `Operator ${person.token}` }, "/api/admin/users"),
    ],
    [
      "a token under Basic is none",
      () => ask({ authorization: `Basic ${Buffer.from(`:${person.token}`).toString("base64")}` }),
    ],
    ["a bare token is none", () => ask({ authorization: person.token })],
  ];
  test.each(wrong)("%s", async (_what, attempt) => {
    // 422 for what is too long to be a ticket at all.
    expect([401, 422]).toContain(await attempt());
  });
});

/** What the server says to these very headers, with everything a client library would tidy up. */
const say = (headers: string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    let answer = "";
    const socket = connect(Number(port), hostname, () =>
      socket.write(
        `GET /api/auth/me HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers.join("\r\n")}\r\n\r\n`,
      ),
    );
    socket.on("data", (bytes) => {
      answer += bytes.toString("latin1");
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(/HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? "closed"));
  });

const forged = `${person.token.slice(0, -3)}AAA`;

test.each<[string, string[], string[]]>([
  ["once", [`Authorization: Bearer ${person.token}`], ["200"]],
  ["in another case", [`aUTHORIZATION: bEARER ${person.token}`], ["200"]],
  [
    "twice, the good one first",
    [`Authorization: Bearer ${person.token}`, `Authorization: Bearer ${forged}`],
    ["400", "401"],
  ],
  [
    "twice, the good one last",
    [`Authorization: Bearer ${forged}`, `Authorization: Bearer ${person.token}`],
    ["400", "401"],
  ],
  [
    "twice the same",
    [`Authorization: Bearer ${person.token}`, `Authorization: Bearer ${person.token}`],
    ["400", "401"],
  ],
  ["behind another scheme", [`Authorization: Basic AAAA, Bearer ${person.token}`], ["401"]],
  ["folded over two lines", ["Authorization: Bearer", ` ${person.token}`], ["400", "401", "closed"]],
  ["with two spaces", [`Authorization: Bearer  ${person.token}`], ["401"]],
  ["with a tab", [`Authorization: Bearer\t${person.token}`], ["401"]],
  ["with a comma behind it", [`Authorization: Bearer ${person.token},`], ["401"]],
  ["without a token", ["Authorization: Bearer "], ["401"]],
  ["with 3,000 letters", [`Authorization: Bearer ${"A".repeat(3000)}`], ["401"]],
  ["with a megabyte", [`Authorization: Bearer ${"A".repeat(1_000_000)}`], ["401", "413", "431", "closed"]],
  [
    "a hundred times",
    Array.from({ length: 100 }, () => `Authorization: Bearer ${person.token}`),
    ["400", "401", "431", "closed"],
  ],
])("an Authorization header %s", async (_how, headers, answers) => {
  expect(answers).toContain(await say(headers));
});
