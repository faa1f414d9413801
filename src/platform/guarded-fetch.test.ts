import { afterAll, describe, expect, test } from "bun:test";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { ManualClock, systemClock } from "./clock.ts";
import { type Guard, guardedFetch, OutgoingError, type OutgoingRequest } from "./guarded-fetch.ts";
import { guardedLookup } from "./guarded-lookup.ts";
import { selfSigned } from "./self-signed.ts";

const app = { clock: systemClock };
const seen: { url: string; method: string; headers: Record<string, unknown>; body: string }[] = [];

/** What the server does by path; it notes every request that reaches it. */
const server = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => {
    body += chunk;
  });
  request.on("end", () => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://server");
    seen.push({ url: request.url ?? "", method: request.method ?? "", headers: request.headers, body });
    if (pathname === "/to") {
      const status = Number(searchParams.get("status") ?? 302);
      response.writeHead(status, { location: searchParams.get("url") ?? "" }).end();
    } else if (pathname === "/loop") response.writeHead(302, { location: "/loop" }).end();
    else if (pathname === "/long") response.end("x".repeat(200_000));
    else if (pathname === "/packed") response.writeHead(200, { "content-encoding": "gzip" }).end("x");
    else if (pathname === "/cut")
      response.writeHead(200, { "content-length": "10" }).write("x", () => response.destroy());
    else if (pathname === "/silent") response.writeHead(200).write("x");
    else if (pathname === "/nothing") response.writeHead(204).end();
    else response.writeHead(Number(pathname.slice(1)) || 200, { "x-one": "1" }).end("hello");
  });
});
const tls = createTlsServer(selfSigned, (request, response) => {
  const { socket } = request;
  const name = "servername" in socket ? socket.servername : undefined;
  response.end(`${request.headers.host} ${name}`);
});
const listen = async (one: Server): Promise<number> => {
  await new Promise<void>((resolve) => one.listen(0, "127.0.0.1", resolve));
  const address: AddressInfo | string | null = one.address();
  if (typeof address !== "object" || address === null) throw new Error("not listening");
  return address.port;
};
const port = await listen(server);
const tlsPort = await listen(tls);
afterAll(() => {
  server.closeAllConnections();
  server.close();
  tls.close();
});

const here = async () => ["127.0.0.1"];
const base = `http://127.0.0.1:${port}`;
const named = `http://login.example.org:${port}`;

async function outcome(url: string, guard: Partial<Guard> = {}, request: OutgoingRequest = {}): Promise<string> {
  try {
    const response = await guardedFetch(app, url, request, { trust: "administrator", lookup: here, ...guard });
    return `${response.status} ${await response.text()}`;
  } catch (error) {
    if (error instanceof OutgoingError) return error.fault;
    throw error;
  }
}

describe("an address", () => {
  test.each([
    ["of the metadata service", "http://169.254.169.254/latest/meta-data/"],
    ["of it as one number", "http://2852039166/"],
    ["of it in octal", "http://0251.0376.0251.0376/"],
    ["of it in hexadecimal", "http://0xa9.0xfe.0xa9.0xfe/"],
    ["of it with the dot of the root", "http://169.254.169.254./"],
    ["of it inside IPv6", "http://[::ffff:169.254.169.254]/"],
    ["of it behind NAT64", "http://[64:ff9b::a9fe:a9fe]/"],
    ["of the metadata service over IPv6", "http://[fd00:ec2::254]/"],
    ["that is link-local", "http://[fe80::1]/"],
    ["with a name and a password", "http://user:secret@127.0.0.1/"],
    ["with another host before an @", "http://login.example.org@169.254.169.254/"],
    ["of another protocol", "file:///etc/passwd"],
  ])("%s is refused", async (_name, url) => {
    expect(await outcome(url)).toBe("refused_address");
  });

  test.each([
    ["127.0.0.1", "http://127.0.0.1/"],
    ["127.0.0.1 in short", "http://127.1/"],
    ["localhost over IPv6", "http://[::1]/"],
    ["localhost inside IPv6", "http://[::ffff:127.0.0.1]/"],
    ["a private one", "http://10.0.0.1/"],
    ["a name for localhost", named],
  ])("that is %s is closed to what a person typed", async (_name, url) => {
    expect(await outcome(url, { trust: "person" })).toBe("refused_address");
  });

  test("without a server, or a name without an address, is told apart", async () => {
    expect(await outcome(`http://127.0.0.1:${await freePort()}/`)).toBe("unreachable");
    expect(await outcome(named, { lookup: async () => Promise.reject(new Error("ENOTFOUND")) })).toBe("unknown_host");
  });
});

describe("a name", () => {
  test("is looked up once, and stays the Host", async () => {
    let lookups = 0;
    const rebinding = async () => (lookups++ === 0 ? ["127.0.0.1"] : ["169.254.169.254"]);
    expect(await outcome(`${named}/a`, { lookup: rebinding })).toBe("200 hello");
    expect(lookups).toBe(1);
    expect(seen.at(-1)?.headers.host).toBe(`login.example.org:${port}`);
  });

  test("with one closed address among good ones is refused", async () => {
    const before = seen.length;
    expect(await outcome(named, { lookup: async () => ["127.0.0.1", "169.254.169.254"] })).toBe("refused_address");
    expect(seen.length).toBe(before);
  });

  test("is what TLS asks and checks the certificate for, whatever address it has", async () => {
    const guard = { ca: selfSigned.cert };
    const url = `https://localhost:${tlsPort}/`;
    expect(await outcome(url, guard)).toBe(`200 localhost:${tlsPort} localhost`);
    expect(await outcome(`https://login.example.org:${tlsPort}/`, guard)).toBe("tls");
    expect(await outcome(url)).toBe("tls");
  });
});

describe("a redirect", () => {
  const to = (url: string, status = 302, from = base) => `${from}/to?status=${status}&url=${encodeURIComponent(url)}`;
  const headers = { authorization: "Bearer secret", cookie: "a=b", accept: "text/plain" };

  test("is the answer where none is followed", async () => {
    expect(await outcome(to("/x"))).toBe("302 ");
  });

  test.each([
    ["to the metadata service", "http://169.254.169.254/latest/", "refused_address"],
    ["to it as one number", "http://2852039166/", "refused_address"],
    ["to a file", "file:///etc/passwd", "redirect"],
    ["to nothing that is an address", "http://", "redirect"],
    ["with a password", "http://a:b@127.0.0.1/", "refused_address"],
  ])("%s is refused", async (_name, url, fault) => {
    expect(await outcome(to(url), { redirects: 3 })).toBe(fault);
  });

  test("to a name that leads to the metadata service is refused", async () => {
    const lookup = async (name: string) => (name === "login.example.org" ? ["127.0.0.1"] : ["169.254.169.254"]);
    expect(await outcome(to("http://inner.example.org/", 302, named), { lookup, redirects: 3 })).toBe(
      "refused_address",
    );
  });

  test("is followed a few times and no more", async () => {
    expect(await outcome(`${base}/loop`, { redirects: 3 })).toBe("redirect");
    expect(seen.filter(({ url }) => url === "/loop")).toHaveLength(4);
  });

  test("keeps credentials for its own origin and takes them nowhere else", async () => {
    expect(await outcome(to("/own"), { redirects: 1 }, { headers })).toBe("200 hello");
    expect(seen.at(-1)?.headers).toMatchObject(headers);
    expect(await outcome(to(`${named}/other`), { redirects: 1 }, { headers })).toBe("200 hello");
    expect(seen.at(-1)?.headers).toMatchObject({ accept: "text/plain" });
    expect(Object.keys(seen.at(-1)?.headers ?? {})).not.toContain("authorization");
    expect(Object.keys(seen.at(-1)?.headers ?? {})).not.toContain("cookie");
  });

  test("sends a body again to its own origin at most", async () => {
    const post: OutgoingRequest = { method: "POST", body: new URLSearchParams({ client_secret: "s" }) };
    await outcome(to("/again", 307), { redirects: 1 }, post);
    expect(seen.at(-1)).toMatchObject({ method: "POST", body: "client_secret=s" });
    await outcome(to("/again", 303), { redirects: 1 }, post);
    expect(seen.at(-1)).toMatchObject({ method: "GET", body: "" });
    expect(await outcome(to(`${named}/other`, 308), { redirects: 1 }, post)).toBe("redirect");
  });

  test("never goes from https to http", async () => {
    const downgrade = createTlsServer(selfSigned, (_request, response) => {
      response.writeHead(302, { location: `${base}/x` }).end();
    });
    const own = await listen(downgrade);
    expect(await outcome(`https://localhost:${own}/`, { ca: selfSigned.cert, redirects: 1 })).toBe("redirect");
    downgrade.close();
  });
});

describe("an answer", () => {
  test.each([
    ["of 500 is one", "/500", "500 hello"],
    ["without a body is one", "/nothing", "204 "],
    ["that is too long is none", "/long", "too_long"],
    ["that breaks off is none", "/cut", "broken"],
    ["that is compressed is none", "/packed", "broken"],
  ])("%s", async (_name, path, expected) => {
    expect(await outcome(`${base}${path}`, { limitBytes: 100_000 })).toBe(expected);
  });

  test("that does not end is given up when its time is over, or when nobody waits for it", async () => {
    const clock = new ManualClock();
    const reached = seen.length;
    const slow = guardedFetch({ clock }, `${base}/silent`, {}, { trust: "administrator", timeoutMs: 5_000 });
    while (seen.length === reached) await new Promise<void>((resolve) => setImmediate(resolve));
    await clock.advance(5_000);
    expect(await slow.catch((error: OutgoingError) => error.fault)).toBe("timeout");

    const abort = new AbortController();
    const left = outcome(`${base}/silent`, {}, { signal: abort.signal });
    abort.abort();
    expect(await left).toBe("aborted");
    const never = outcome(named, { lookup: () => new Promise(() => {}) }, { signal: AbortSignal.abort() });
    expect(await never).toBe("aborted");
  });
});

test("a proxy of the environment is not asked", async () => {
  const script = `
    import { systemClock } from ${JSON.stringify(new URL("./clock.ts", import.meta.url).pathname)};
    import { guardedFetch } from ${JSON.stringify(new URL("./guarded-fetch.ts", import.meta.url).pathname)};
    const answer = await guardedFetch({ clock: systemClock }, "${base}/direct", {}, { trust: "administrator" });
    console.log(answer.status);`;
  const proxy = "http://127.0.0.1:1";
  const env = { ...Bun.env, HTTP_PROXY: proxy, http_proxy: proxy, HTTPS_PROXY: proxy, NODE_USE_ENV_PROXY: "1" };
  const child = Bun.spawn([process.execPath, "-e", script], { env, stdout: "pipe", stderr: "inherit" });
  expect((await new Response(child.stdout).text()).trim()).toBe("200");
});

test("a lookup hands out one address or all, and an error for a name without any", async () => {
  const ask = (all: boolean, addresses: string[]) =>
    new Promise((resolve) =>
      guardedLookup("administrator", async () => addresses)("a.example.org", { all }, (...answer) => resolve(answer)),
    );
  expect(await ask(false, ["10.0.0.1", "::1"])).toEqual([null, "10.0.0.1", 4]);
  expect(await ask(true, ["10.0.0.1", "::1"])).toEqual([
    null,
    [
      { address: "10.0.0.1", family: 4 },
      { address: "::1", family: 6 },
    ],
  ]);
  expect(await ask(true, [])).toMatchObject([{ code: "ENOTFOUND" }, []]);
  expect(await ask(true, ["fe80::1"])).toMatchObject([{ code: "EADDRREFUSED" }, []]);
});

async function freePort(): Promise<number> {
  const one = createServer();
  const free = await listen(one);
  await new Promise((resolve) => one.close(resolve));
  return free;
}
