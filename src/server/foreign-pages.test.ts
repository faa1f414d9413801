import { afterAll, describe, expect, test } from "bun:test";
import { signedInPerson } from "../accounts/testing.ts";
import { requireGuardedRoutes } from "./route-entries.ts";
import { testServer } from "./testing.ts";

const { app, server, listen, stop } = testServer({}, { VITRINE_RATE_LIMITS: "off" });
afterAll(stop);
const origin = listen();
await signedInPerson(app);
const host = new URL(origin).host;

const unknown = "019b0000-0000-7000-8000-000000000000";
const entries = requireGuardedRoutes(server).filter(({ path, method }) => path !== "/*" && method !== "WS");
const changing = entries.filter(({ method }) => !["GET", "HEAD", "OPTIONS"].includes(method));
const addressOf = (path: string) => origin + path.replaceAll(/:[^/]+/g, unknown);

/** They take no body, and whoever has no token gets nothing of anybody's. */
const withoutBody = /\/(logout|passkeys\/options)$/;

interface Sent {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: BodyInit;
}
const send = ({ method, path, headers = {}, body }: Sent) =>
  fetch(addressOf(path), {
    method,
    // What a browser adds by itself wherever a request to this host comes from.
    headers: { cookie: "vitrine_refresh=x.y; __Host-vitrine_refresh=x.y", ...headers },
    redirect: "manual",
    ...(body === undefined ? {} : { body }),
  });

const json = { "content-type": "application/json" };
const elsewhere: [string, Record<string, string>][] = [
  ["a foreign origin", { origin: "https://evil.example.com" }],
  ["an origin that is hidden", { origin: "null" }],
  ["another port of this host", { origin: `http://${host.split(":")[0]}:9` }],
  ["a name that ends like ours", { origin: `http://${host}.evil.example.com` }],
  ["a name in front of ours", { origin: `http://${host}@evil.example.com` }],
  ["what is no origin", { origin: "]" }],
  ["another site, as the browser says", { "sec-fetch-site": "cross-site", origin: "https://evil.example.com" }],
  ["another site that hides its origin", { "sec-fetch-site": "cross-site" }],
  ["the same site but not the same origin", { "sec-fetch-site": "same-site", origin: "https://a.example.com" }],
];

describe("what changes something, asked for by another page without a token", () => {
  test("is every route but reading", () => {
    expect(changing.length).toBeGreaterThan(50);
  });

  test.each(elsewhere)("%s: nothing is done", async (_from, headers) => {
    const done: string[] = [];
    for (const { method, path } of changing) {
      const { status } = await send({ method, path, headers: { ...json, ...headers }, body: "{}" });
      if (status !== 403) done.push(`${method} ${path}: ${status}`);
    }
    expect(done).toEqual([]);
  });

  // These a browser sends without asking first.
  test.each<[string, string | undefined, BodyInit]>([
    ["JSON that calls itself text", "text/plain", "{}"],
    ["JSON in a form's field", "text/plain; x=application/json", '{"a":"='],
    ["a form", "application/x-www-form-urlencoded", "email=a%40example.org&password=b"],
    [
      "a form of parts",
      "multipart/form-data; boundary=x",
      '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n',
    ],
    ["JSON that calls itself nothing", undefined, new Blob(["{}"])],
  ])("%s is not read, whoever sends it", async (_what, type, body) => {
    const read: string[] = [];
    for (const { method, path } of changing) {
      const { status } = await send({
        method,
        path,
        headers: type === undefined ? {} : { "content-type": type },
        body,
      });
      // 401: the gate stands before the body, and a cookie does not open it. 422: a body that was not there.
      if (![401, 415, 422].includes(status) && !withoutBody.test(path)) read.push(`${method} ${path}: ${status}`);
    }
    expect(read).toEqual([]);
  });

  test.each<[string, Record<string, string>]>([
    ["our own page", { origin, "sec-fetch-site": "same-origin" }],
    ["our own page over plain HTTP in a network", { origin }],
    ["a program", {}],
    ["somebody who typed the address", { "sec-fetch-site": "none" }],
  ])("%s is let through", async (_who, headers) => {
    const answer = await send({ method: "POST", path: "/api/auth/refresh", headers });
    expect(answer.status).toBe(401);
  });
});

describe("a proxy's name", () => {
  const behind = testServer(
    {},
    { VITRINE_RATE_LIMITS: "off", VITRINE_TRUSTED_PROXIES: "127.0.0.1", VITRINE_PUBLIC_URL: "https://v.example.org" },
  );
  afterAll(behind.stop);
  const proxied = behind.listen();
  test.each<[string, Record<string, string>, number]>([
    [
      "as the proxy tells it",
      { "x-forwarded-host": "w.test", "x-forwarded-proto": "https", origin: "https://w.test" },
      401,
    ],
    ["of the public URL, told by nobody", { origin: "https://v.example.org" }, 401],
    ["of the proxy, when the page is another", { "x-forwarded-host": "w.test", origin: "https://v.example.com" }, 403],
  ])("%s", async (_how, headers, status) => {
    const answer = await fetch(`${proxied}/api/auth/refresh`, { method: "POST", headers });
    expect(answer.status).toBe(status);
  });
});

test("no page of another origin may read anything, or is told that it could", async () => {
  const allowed: string[] = [];
  for (const { method, path } of entries) {
    if (path.startsWith("/preview/") || path === "/placeholder.svg") continue;
    for (const asking of ["OPTIONS", method]) {
      const answer = await fetch(addressOf(path), {
        method: asking,
        redirect: "manual",
        headers: {
          origin: "https://evil.example.com",
          "access-control-request-method": method,
          "access-control-request-headers": "authorization, content-type",
        },
      });
      await answer.body?.cancel();
      const told = [...answer.headers.keys()].filter((name) => name.startsWith("access-control-"));
      const refused = asking !== "OPTIONS" || answer.status === 405;
      if (told.length > 0 || !refused) allowed.push(`${asking} ${path}: ${answer.status} ${told}`);
    }
  }
  expect(allowed).toEqual([]);
});
