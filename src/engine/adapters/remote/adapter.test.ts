import { afterEach, describe, expect, test } from "bun:test";
import { createServer } from "node:https";
import { selfSigned } from "../../../platform/self-signed.ts";
import type { EngineSettingsInput } from "../../settings.ts";
import { adapterOf, openaiBase } from "../index.ts";
import { planContext, type Routes, routes, settingsOf, type TestServer, testServer } from "../testing.ts";

const remote = adapterOf("remote");
const open: TestServer[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});
const never = () => new AbortController().signal;
type Input = Partial<Extract<EngineSettingsInput, { adapter: "remote" }>>;
const settingsAt = (baseUrl: string, more: Input = {}) =>
  settingsOf({ adapter: "remote", label: "R", servedName: "q", baseUrl, ...more });

async function attached(table: Routes, more: Input = {}) {
  const server = await testServer("tcp", routes(table));
  open.push(server);
  const settings = settingsAt(`${server.origin}/v1`, more);
  return { server, settings, endpoint: remote.plan(planContext(settings)).endpoint };
}

const list = (...ids: string[]) => ({ json: { data: ids.map((id) => ({ id })) } });

test("a plan starts nothing and hides a password", () => {
  const settings = settingsAt("https://me:pass@host.example/v1", { apiKey: "sk-1" });
  const plan = remote.plan(planContext(settings));
  expect(plan.argv).toEqual([]);
  expect(plan.endpoint).toEqual({ kind: "remote", baseUrl: "https://me:pass@host.example/v1", apiKey: "sk-1" });
  expect(plan.shown).not.toContain("pass@");
  expect(plan.shown).not.toContain("sk-1");
  expect(remote.owned).toBe(false);
});

test("the model layer's base", () => {
  const settings = settingsAt("https://host.example/v1/", { apiKey: "sk-1" });
  expect(openaiBase(settings, remote.plan(planContext(settings)).endpoint)).toEqual({
    baseUrl: "https://host.example/v1",
    apiKey: "sk-1",
  });
});

describe("probeReady", () => {
  test("the remote model's name counts", async () => {
    const { endpoint, settings } = await attached({ "/v1/models": list("big", "q2") }, { remoteModel: "q2" });
    expect(await remote.probeReady(endpoint, settings, never())).toEqual({ models: ["big", "q2"] });
  });
  test("a server without a list", async () => {
    const { endpoint, settings } = await attached({});
    expect(await remote.probeReady(endpoint, settings, never())).toEqual({ models: [] });
  });
  test("another name", async () => {
    const { endpoint, settings } = await attached({ "/v1/models": list("big") });
    expect(await remote.probeReady(endpoint, settings, never())).toBeUndefined();
  });
});

describe("why it is not reached", () => {
  const rows: [name: string, table: Routes, code: string, says: string][] = [
    ["no key", { "/v1/models": { status: 401 } }, "unreachable", "refuses the API key (it answered 401)"],
    ["a gateway's error", { "/v1/models": { status: 502 } }, "unreachable", "answered 502"],
    ["a web page", { "/v1/models": { text: "<html>" } }, "unreachable", "does not list its models"],
    ["another name", { "/v1/models": list("a", "b") }, "not_ours", "no model called q; it lists a, b"],
    ["an empty list", { "/v1/models": list() }, "not_ours", "it lists no model"],
  ];
  for (const [name, table, code, says] of rows) {
    test(name, async () => {
      const { endpoint, settings } = await attached(table);
      const failure = await remote.explainSilence?.(endpoint, settings, 5, never());
      expect(failure).toMatchObject({ code, at: 5 });
      expect(failure?.reason).toContain(says);
    });
  }

  const addresses: [name: string, baseUrl: string, says: string][] = [
    ["refused", "http://127.0.0.1:1/v1", "Nothing listens"],
    ["no such host", "http://nothing.invalid/v1", "host name"],
  ];
  for (const [name, baseUrl, says] of addresses) {
    test(name, async () => {
      const settings = settingsAt(baseUrl);
      const { endpoint } = remote.plan(planContext(settings));
      expect(await remote.probeReady(endpoint, settings, never())).toBeUndefined();
      const failure = await remote.explainSilence?.(endpoint, settings, 5, never());
      expect(failure).toMatchObject({ code: "unreachable", retryable: true });
      expect(failure?.reason).toContain(says);
    });
  }

  test("a certificate that nobody vouches for", async () => {
    const server = createServer(selfSigned, (_, response) => response.end("{}"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const settings = settingsAt(`https://localhost:${port}/v1`);
    const failure = await remote.explainSilence?.(remote.plan(planContext(settings)).endpoint, settings, 5, never());
    server.close();
    expect(failure).toMatchObject({ code: "unreachable" });
    expect(failure?.reason).toContain("certificate");
  });

  test("http spoken to where https is asked for", async () => {
    const { server } = await attached({});
    const settings = settingsAt(server.origin.replace("http:", "https:"));
    const failure = await remote.explainSilence?.(remote.plan(planContext(settings)).endpoint, settings, 5, never());
    expect(failure?.code).toBe("unreachable");
  });
});

describe("numbers", () => {
  test("of a vLLM over there", async () => {
    const { endpoint } = await attached({ "/metrics": { text: "vllm:num_requests_running 1" } });
    expect(await remote.readMetrics(endpoint, 3, never())).toEqual({ at: 3, running: 1 });
  });
  test("a page in their place is none", async () => {
    const { endpoint } = await attached({ "/metrics": { text: "<html>" } });
    expect(await remote.readMetrics(endpoint, 3, never())).toBeUndefined();
  });
});
