import { afterAll, describe, expect, test } from "bun:test";
import { hostname } from "node:os";
import { loadConfig } from "../platform/config.ts";
import { Problem } from "../platform/problem.ts";
import { hostCheck } from "./host.ts";
import { testServer } from "./testing.ts";

const config = loadConfig(
  {},
  { VITRINE_PUBLIC_URL: "https://v.example.org:8443", VITRINE_ALLOWED_HOSTS: "W.example.org" },
);
const check = hostCheck(config);
const answer = (host: string): string => {
  try {
    check(host);
    return "fine";
  } catch (error) {
    return error instanceof Problem ? error.code : String(error);
  }
};

test.each([
  ["localhost", "fine"],
  ["localhost:8080", "fine"],
  ["127.0.0.1:8080", "fine"],
  ["192.168.1.9", "fine"],
  ["[::1]:8080", "fine"],
  ["[fe80::1]", "fine"],
  [hostname(), "fine"],
  ["gpu-box", "fine"],
  ["gpu-box.local", "fine"],
  ["GPU-box.home.arpa.", "fine"],
  ["v.example.org", "fine"],
  ["V.EXAMPLE.ORG:8443", "fine"],
  ["w.example.org.", "fine"],
  ["evil.example.com", "unknown_host"],
  ["v.example.org.evil.example.com", "unknown_host"],
  ["localhost.evil.example.com", "unknown_host"],
  ["127.0.0.1.nip.example.com", "unknown_host"],
  ["0x7f.0.0.1", "unknown_host"],
  ["", "bad_request"],
  ["a b", "bad_request"],
  ["a;b", "bad_request"],
  ["user@localhost", "bad_request"],
  ["localhost:80:80", "bad_request"],
  ["localhost/../x", "bad_request"],
  ["localhost, evil.example.com", "bad_request"],
  ["[::1", "bad_request"],
  ["[1.2.3.4.5]", "bad_request"],
  ["<script>", "bad_request"],
  ["a".repeat(5000), "bad_request"],
])("the host %p is %p", (host, expected) => {
  expect(answer(host)).toBe(expected);
});

describe("over HTTP", () => {
  const plain = testServer();
  const behind = testServer({}, { VITRINE_TRUSTED_PROXIES: "127.0.0.1", VITRINE_ALLOWED_HOSTS: "v.example.org" });
  afterAll(() => Promise.all([plain.stop(), behind.stop()]));
  const direct = plain.listen();
  const proxied = behind.listen();
  const from = { "x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https", "x-forwarded-host": "v.example.org" };

  test("a foreign name is told what to do, and gets nothing", async () => {
    const answer = await fetch(`${direct}/api/setup`, { headers: { host: "evil.example.com" } });
    const problem = await answer.json();
    expect([answer.status, problem.code]).toEqual([421, "unknown_host"]);
    expect(problem.detail).toContain("evil.example.com");
    expect(problem.detail).toContain("allowed_hosts");
  });

  test("health is told under any name", async () => {
    expect((await fetch(`${direct}/health/live`, { headers: { host: "evil.example.com" } })).status).toBe(200);
  });

  test("strict transport is asked for behind TLS alone", async () => {
    const header = async (url: string, headers: Record<string, string>) =>
      (await fetch(`${url}/api/setup`, { headers })).headers.get("strict-transport-security");
    expect(await header(proxied, from)).toBe("max-age=31536000");
    expect(await header(proxied, { "x-forwarded-for": "203.0.113.9" })).toBeNull();
    expect(await header(direct, from)).toBeNull();
  });

  test("a stranger's forwarded host changes nothing", async () => {
    const forged = { "x-forwarded-host": "evil.example.com", "x-forwarded-for": "127.0.0.1" };
    expect((await fetch(`${direct}/api/setup`, { headers: forged })).status).toBe(200);
    expect((await fetch(`${proxied}/api/setup`, { headers: forged })).status).toBe(421);
  });
});
