import { afterEach, describe, expect, test } from "bun:test";
import { createServer as createTcpServer } from "node:net";
import type { EngineEndpoint } from "../contract.ts";
import { type EngineCall, EngineRequestError, engineRequest } from "./request.ts";
import { routes, type TestServer, testServer } from "./testing.ts";

const open: TestServer[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});
async function serve(...options: Parameters<typeof testServer>): Promise<TestServer> {
  const server = await testServer(...options);
  open.push(server);
  return server;
}

const call = (path: string, more: Partial<EngineCall> = {}): EngineCall => ({
  method: "GET",
  path,
  signal: new AbortController().signal,
  timeoutMs: 2_000,
  ...more,
});

async function faultOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
  } catch (error) {
    if (error instanceof EngineRequestError) return error.fault;
    throw error;
  }
  return "none";
}

describe("an exchange", () => {
  for (const kind of ["unix", "tcp"] as const) {
    test(`over ${kind}`, async () => {
      const server = await serve(kind, routes({ "/health": { json: { ok: true } } }));
      const answer = await engineRequest(server.endpoint, call("/health"));
      expect(answer.status).toBe(200);
      expect(answer.json()).toEqual({ ok: true });
    });
  }

  test("sends JSON", async () => {
    const server = await serve("unix", (request, response) => {
      let body = "";
      request.on("data", (chunk) => (body += chunk));
      request.on("end", () => response.end(`${request.headers["content-type"]} ${body}`));
    });
    const answer = await engineRequest(server.endpoint, call("/x", { method: "POST", body: { a: "ü" } }));
    expect(answer.text).toBe('application/json {"a":"ü"}');
    expect(answer.json()).toBeUndefined();
  });

  test("a status of 400 or more is an answer", async () => {
    const server = await serve("tcp", routes({ "/x": { status: 503, text: "busy" } }));
    expect(await engineRequest(server.endpoint, call("/x"))).toMatchObject({ status: 503, text: "busy" });
  });

  const bases: [base: string, path: string, seen: string][] = [
    ["/v1", "/v1/models", "GET /v1/models"],
    ["/v1/", "/v1/models", "GET /v1/models"],
    ["/v1", "/metrics", "GET /metrics"],
    ["/llm/v1", "/metrics", "GET /llm/metrics"],
    ["/api/openai", "/v1/models", "GET /api/openai/models"],
    ["", "/v1/models", "GET /models"],
  ];
  for (const [base, path, seen] of bases) {
    test(`a remote base of “${base}” and ${path}`, async () => {
      const server = await serve("tcp", (request, response) => {
        response.end(request.headers.authorization);
      });
      const endpoint: EngineEndpoint = { kind: "remote", baseUrl: server.origin + base, apiKey: "k" };
      expect((await engineRequest(endpoint, call(path))).text).toBe("Bearer k");
      expect(server.seen).toEqual([seen]);
    });
  }

  test("a base path of its own on this machine", async () => {
    const server = await serve("unix", routes({}));
    if (server.endpoint.kind !== "unix") throw new Error("not a socket");
    await engineRequest({ ...server.endpoint, basePath: "/openai/v1" }, call("/v1/models"));
    await engineRequest({ ...server.endpoint, basePath: "/" }, call("/v1/models"));
    await engineRequest({ ...server.endpoint, basePath: "/openai" }, call("/health"));
    expect(server.seen).toEqual(["GET /openai/v1/models", "GET /models", "GET /health"]);
  });
});

describe("no answer", () => {
  test("hanging", async () => {
    const server = await serve("unix", routes({ "/x": "hang" }));
    expect(await faultOf(engineRequest(server.endpoint, call("/x", { timeoutMs: 30 })))).toBe("timeout");
  });
  test("hanging in the middle of the body", async () => {
    const server = await serve("tcp", (_, response) => void response.write("some"));
    expect(await faultOf(engineRequest(server.endpoint, call("/x", { timeoutMs: 100 })))).toBe("timeout");
  });
  test("given up", async () => {
    const controller = new AbortController();
    const server = await serve("tcp", () => controller.abort(new Error("enough")));
    expect(await faultOf(engineRequest(server.endpoint, call("/x", { signal: controller.signal })))).toBe("aborted");
    expect(await faultOf(engineRequest(server.endpoint, call("/x", { signal: controller.signal })))).toBe("aborted");
    expect(server.seen).toHaveLength(1);
  });
  test("cut", async () => {
    const server = await serve("unix", (_, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("some", () => response.destroy());
    });
    expect(await faultOf(engineRequest(server.endpoint, call("/x")))).toBe("broken");
  });
  test("endless", async () => {
    const server = await serve("tcp", (_, response) => {
      const more = () => {
        while (!response.destroyed && response.write("x".repeat(65_536)));
      };
      response.on("drain", more);
      more();
    });
    expect(await faultOf(engineRequest(server.endpoint, call("/x", { limitBytes: 100_000 })))).toBe("too_long");
  });
  test("not HTTP", async () => {
    const server = createTcpServer((socket) => socket.end("SSH-2.0-OpenSSH\r\n"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    expect(await faultOf(engineRequest({ kind: "tcp", host: "127.0.0.1", port }, call("/x")))).toBe("broken");
    server.close();
  });
  const absent: [fault: string, endpoint: EngineEndpoint][] = [
    ["refused", { kind: "unix", path: "/tmp/vitrine-no-such.sock" }],
    ["refused", { kind: "tcp", host: "127.0.0.1", port: 1 }],
    ["dns", { kind: "remote", baseUrl: "http://nothing.invalid/v1" }],
    ["bad_address", { kind: "remote", baseUrl: "ftp://x/v1" }],
    ["bad_address", { kind: "remote", baseUrl: "nonsense" }],
    ["bad_address", { kind: "remote", baseUrl: "http://169.254.169.254/v1" }],
    ["bad_address", { kind: "remote", baseUrl: "http://[::ffff:169.254.169.254]/v1" }],
    ["bad_address", { kind: "remote", baseUrl: "http://0xa9fea9fe/v1" }],
  ];
  for (const [fault, endpoint] of absent) {
    test(`${fault}: ${JSON.stringify(endpoint)}`, async () => {
      expect(await faultOf(engineRequest(endpoint, call("/v1/models")))).toBe(fault);
    });
  }
});
