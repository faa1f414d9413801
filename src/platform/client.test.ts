import { describe, expect, test } from "bun:test";
import { clientAddress, clientOf, noteClient } from "./client.ts";
import { ConfigError, loadConfig } from "./config.ts";
import { forwardedElements } from "./forwarded.ts";

type Setting = Parameters<typeof noteClient>[0];
const proxies: Setting = {
  trusted_proxies: ["10.0.0.0/8", "fd00::/8", "192.0.2.80"],
  proxy_header: "x-forwarded-for",
};
const rfc7239: Setting = { ...proxies, proxy_header: "forwarded" };
const nobody: Setting = { ...proxies, trusted_proxies: [] };
const ask = (headers: Record<string, string>) => new Request("http://own.local:8080/x", { headers });

describe("the address of a client", () => {
  const given = (value: string) => ({ "x-forwarded-for": value });
  test.each<[string, Setting, string, Record<string, string>, string]>([
    ["is the connection's", proxies, "203.0.113.9", {}, "203.0.113.9"],
    ["is not what a stranger says", proxies, "203.0.113.9", given("198.51.100.1"), "203.0.113.9"],
    ["is not what anybody says where no proxy is trusted", nobody, "10.0.0.1", given("198.51.100.1"), "10.0.0.1"],
    ["is what a trusted proxy says", proxies, "10.0.0.1", given("198.51.100.1"), "198.51.100.1"],
    ["is the right-most untrusted", proxies, "10.0.0.1", given("6.6.6.6, 198.51.100.1, 10.9.9.9"), "198.51.100.1"],
    ["is not one invented before it", proxies, "10.0.0.1", given("127.0.0.1, 198.51.100.1"), "198.51.100.1"],
    ["is the left-most where all are trusted", proxies, "10.0.0.1", given("10.0.0.3, 10.0.0.2"), "10.0.0.3"],
    ["ends before garbage", proxies, "10.0.0.1", given("198.51.100.1, <script>, 10.0.0.2"), "10.0.0.2"],
    ["is the proxy's behind garbage alone", proxies, "10.0.0.1", given("unknown"), "10.0.0.1"],
    ["is the proxy's without a header", proxies, "10.0.0.1", {}, "10.0.0.1"],
    ["is the proxy's with an empty header", proxies, "10.0.0.1", given(" , ,"), "10.0.0.1"],
    ["may have a port", proxies, "10.0.0.1", given("198.51.100.1:4711"), "198.51.100.1"],
    ["may be IPv6 in brackets with a port", proxies, "10.0.0.1", given("[2001:DB8::0:1]:4711"), "2001:db8::1"],
    ["may be bare IPv6", proxies, "fd00::1", given("2001:db8::1"), "2001:db8::1"],
    ["may be mapped IPv4", proxies, "::ffff:10.0.0.1", given("::ffff:198.51.100.1"), "198.51.100.1"],
    ["of a mapped connection is IPv4", nobody, "::ffff:203.0.113.9", {}, "203.0.113.9"],
    ["is no number of another spelling", proxies, "10.0.0.1", given("0177.0.0.1"), "10.0.0.1"],
    ["is not in the other header", proxies, "10.0.0.1", { forwarded: "for=198.51.100.1" }, "10.0.0.1"],
    ["is read from Forwarded where told", rfc7239, "10.0.0.1", { forwarded: "for=198.51.100.1" }, "198.51.100.1"],
    ["is not in X-Forwarded-For then", rfc7239, "10.0.0.1", given("198.51.100.1"), "10.0.0.1"],
    [
      "is the right-most of Forwarded",
      rfc7239,
      "10.0.0.1",
      { forwarded: 'for=6.6.6.6, For="[2001:db8::1]:99";proto=https, for=10.0.0.2' },
      "2001:db8::1",
    ],
    ["is not taken from a broken Forwarded", rfc7239, "10.0.0.1", { forwarded: 'for=6.6.6.6, for="' }, "10.0.0.1"],
    ["is not an obfuscated one", rfc7239, "10.0.0.1", { forwarded: "for=_hidden" }, "10.0.0.1"],
    ["is not said twice", rfc7239, "10.0.0.1", { forwarded: "for=6.6.6.6;for=198.51.100.1" }, "10.0.0.1"],
  ])("%s", (_name, config, peer, headers, expected) => {
    const request = ask(headers);
    noteClient(config, request, peer);
    expect(clientAddress(request)).toBe(expected);
  });

  test("is found in a chain of thousands without walking it", () => {
    const request = ask({ "x-forwarded-for": "10.0.0.1, ".repeat(5000).slice(0, -2) });
    expect(noteClient(proxies, request, "10.0.0.1").address).toBe("10.0.0.1");
  });

  test("is asked of the connection where nobody noted it", () => {
    expect(clientAddress(ask({}), { requestIP: () => ({ address: "::ffff:192.0.2.1" }) })).toBe("192.0.2.1");
    expect(clientAddress(ask({}), null)).toBe("");
    expect(clientOf(ask({}))).toEqual({ address: "", protocol: "http", host: "own.local:8080" });
  });
});

describe("the protocol and the host", () => {
  const said = { "x-forwarded-proto": "https", "x-forwarded-host": "v.example.org", host: "inner:8080" };
  test.each<[string, Setting, string, Record<string, string>, string, string]>([
    ["are believed of a trusted proxy", proxies, "10.0.0.1", said, "https", "v.example.org"],
    ["are not believed of a stranger", proxies, "203.0.113.9", said, "http", "inner:8080"],
    [
      "are the nearest proxy's",
      proxies,
      "10.0.0.1",
      { ...said, "x-forwarded-proto": "https, http" },
      "http",
      "v.example.org",
    ],
    ["are one of two", proxies, "10.0.0.1", { ...said, "x-forwarded-proto": "gopher" }, "http", "v.example.org"],
    [
      "are in Forwarded where told",
      rfc7239,
      "10.0.0.1",
      { ...said, forwarded: 'for=1.2.3.4;proto=HTTPS;host="w.example.org:8443"' },
      "https",
      "w.example.org:8443",
    ],
  ])("%s", (_name, config, peer, headers, protocol, host) => {
    expect(noteClient(config, ask(headers), peer)).toMatchObject({ protocol, host });
  });
});

test.each([
  ["", []],
  ["for=a", [{ for: "a" }]],
  [' FOR="\\"a\\\\" ; proto=http , for=b', [{ for: '"a\\', proto: "http" }, { for: "b" }]],
  ["for=a,", [{ for: "a" }, {}]],
  ["for=a b", [{ for: "a" }, {}]],
  ["for", [{}, {}]],
])("the elements of %p", (header, expected) => {
  expect(forwardedElements(header).map((pairs) => Object.fromEntries(pairs))).toEqual(expected);
});

describe("the setting", () => {
  test("comes from a variable with commas", () => {
    const env = { VITRINE_TRUSTED_PROXIES: "10.0.0.0/8, ::1", VITRINE_ALLOWED_HOSTS: "a.example.org" };
    expect(loadConfig({}, env)).toMatchObject({
      trusted_proxies: ["10.0.0.0/8", "::1"],
      allowed_hosts: ["a.example.org"],
    });
    expect(loadConfig({}, {})).toMatchObject({
      trusted_proxies: [],
      allowed_hosts: [],
      proxy_header: "x-forwarded-for",
    });
  });
  test.each([
    { VITRINE_TRUSTED_PROXIES: "10.0.0.1/8" },
    { VITRINE_TRUSTED_PROXIES: "everybody" },
    { VITRINE_ALLOWED_HOSTS: "*.example.org" },
    { VITRINE_PROXY_HEADER: "x-real-ip" },
  ])("refuses %p", (env) => {
    expect(() => loadConfig({}, env)).toThrow(ConfigError);
  });
});
