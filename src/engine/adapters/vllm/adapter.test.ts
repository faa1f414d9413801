import { afterEach, describe, expect, test } from "bun:test";
import { type Routes, routes, settingsOf, type TestServer, testServer } from "../testing.ts";
import { vllm } from "./index.ts";

const open: TestServer[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

const settings = settingsOf({ adapter: "vllm", label: "Q", servedName: "q", model: "a/b" });
const never = () => new AbortController().signal;
const models = (...ids: string[]) => ({
  json: { object: "list", data: ids.map((id) => ({ id, max_model_len: 4096 })) },
});
const healthy: Routes = {
  "/health": { text: "" },
  "/v1/models": models("q"),
  "/version": { json: { version: "0.29.0" } },
};

async function serve(kind: "unix" | "tcp", table: Routes): Promise<TestServer> {
  const server = await testServer(kind, routes(table));
  open.push(server);
  return server;
}

describe("probeReady", () => {
  for (const kind of ["unix", "tcp"] as const) {
    test(`ready over ${kind}`, async () => {
      const { endpoint, seen } = await serve(kind, healthy);
      expect(await vllm.probeReady(endpoint, settings, never())).toEqual({
        models: ["q"],
        version: "0.29.0",
        contextLength: 4096,
      });
      expect(seen).toEqual(["GET /health", "GET /v1/models", "GET /version"]);
    });
  }

  const notReady: [name: string, table: Routes][] = [
    ["unhealthy", { ...healthy, "/health": { status: 503 } }],
    ["another model", { ...healthy, "/v1/models": models("other") }],
    ["no model", { ...healthy, "/v1/models": models() }],
    ["garbage", { ...healthy, "/v1/models": { text: "<html>" } }],
    ["a list of nonsense", { ...healthy, "/v1/models": { json: { data: [1, null, { id: 7 }] } } }],
    ["another program", {}],
    ["a key is asked for", { ...healthy, "/v1/models": { status: 401 } }],
  ];
  for (const [name, table] of notReady) {
    test(`not ready: ${name}`, async () => {
      const { endpoint } = await serve("unix", table);
      expect(await vllm.probeReady(endpoint, settings, never())).toBeUndefined();
    });
  }

  test("no server at all", async () => {
    expect(
      await vllm.probeReady({ kind: "unix", path: "/tmp/vitrine-no-such.sock" }, settings, never()),
    ).toBeUndefined();
  });

  test("a version is no condition", async () => {
    const { "/version": _, ...rest } = healthy;
    const { endpoint } = await serve("unix", rest);
    expect(await vllm.probeReady(endpoint, settings, never())).toEqual({ models: ["q"], contextLength: 4096 });
  });

  test("throws for the signal alone", async () => {
    const controller = new AbortController();
    const server = await testServer("unix", () => controller.abort(new Error("enough")));
    open.push(server);
    expect(vllm.probeReady(server.endpoint, settings, controller.signal)).rejects.toThrow("enough");
  });
});

describe("explainSilence", () => {
  const rows: [name: string, table: Routes, code: string | undefined, says: string][] = [
    ["still loading", { "/health": { status: 503 } }, undefined, ""],
    ["ready after all", healthy, undefined, ""],
    ["another model", { ...healthy, "/v1/models": models("other") }, "not_ours", "serves other instead of q"],
    ["another program", { "/health": {}, "/v1/models": { status: 404 } }, "not_ours", "another program"],
  ];
  for (const [name, table, code, says] of rows) {
    test(name, async () => {
      const { endpoint } = await serve("tcp", table);
      const failure = await vllm.explainSilence?.(endpoint, settings, 5, never());
      expect(failure?.code).toBe(code as never);
      expect(failure?.reason ?? "").toContain(says);
    });
  }
  test("a port that refuses is only slow", async () => {
    expect(
      await vllm.explainSilence?.({ kind: "tcp", host: "127.0.0.1", port: 1 }, settings, 5, never()),
    ).toBeUndefined();
  });
});

describe("readMetrics", () => {
  test("reads", async () => {
    const { endpoint } = await serve("unix", { "/metrics": { text: 'vllm:num_requests_running{engine="0"} 2' } });
    expect(await vllm.readMetrics(endpoint, 9, never())).toEqual({ at: 9, running: 2 });
  });
  test("has none", async () => {
    const { endpoint } = await serve("unix", {});
    expect(await vllm.readMetrics(endpoint, 9, never())).toBeUndefined();
  });
  test("throws when nobody answers", async () => {
    expect(vllm.readMetrics({ kind: "tcp", host: "127.0.0.1", port: 1 }, 9, never())).rejects.toThrow();
  });
});

describe("probeToken", () => {
  const token = { json: { choices: [{ text: "1" }] } };
  const rows: [name: string, table: Routes, outcome: "works" | string, seen: number][] = [
    ["a completion", { "/v1/completions": token }, "works", 1],
    ["a chat where there are no completions", { "/v1/chat/completions": token }, "works", 2],
    ["an error", { "/v1/completions": { status: 500 } }, "answered 500", 1],
    ["garbage", { "/v1/completions": { text: "x" } }, "holds none", 1],
    ["nothing in it", { "/v1/completions": { json: { choices: [] } } }, "holds none", 1],
  ];
  for (const [name, table, outcome, count] of rows) {
    test(name, async () => {
      const { endpoint, seen } = await serve("unix", table);
      const attempt = vllm.probeToken(endpoint, "q", never());
      if (outcome === "works") await attempt;
      else await expect(attempt).rejects.toThrow(outcome);
      expect(seen).toHaveLength(count);
    });
  }
  test("hanging until it is given up", async () => {
    const controller = new AbortController();
    const server = await testServer("unix", () => controller.abort());
    open.push(server);
    await expect(vllm.probeToken(server.endpoint, "q", controller.signal)).rejects.toThrow("given up");
  });
});
