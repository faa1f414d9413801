import { afterEach, describe, expect, test } from "bun:test";
import { SettingsError } from "../../contract.ts";
import type { EngineSettingsInput } from "../../settings.ts";
import { adapterOf, openaiBase } from "../index.ts";
import { logTail, planContext, routes, settingsOf, type TestServer, testServer } from "../testing.ts";

const command = adapterOf("command");
const open: TestServer[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});
const never = () => new AbortController().signal;
type Input = Partial<Extract<EngineSettingsInput, { adapter: "command" }>>;
const settingsFor = (input: Input = {}) =>
  settingsOf({ adapter: "command", label: "C", servedName: "q", argv: ["serve", "--port", "{port}"], ...input });
const planned = (input: Input, modelPath: string | undefined = "/m/q") =>
  command.plan({ ...planContext(settingsFor(input), { executable: "/bin/serve" }), modelPath });

describe("the command line", () => {
  test("a port, and everything else that may be asked for", () => {
    const plan = planned({
      argv: ["serve", "--model={model}", "--port={port}", "--name", "{name}", "-c", "{context}", "{other}"],
      contextLength: 4096,
      extraArgs: ["--again", "{port}"],
      env: { A: "1" },
    });
    expect(plan.argv).toEqual([
      ...["/bin/serve", "--model=/m/q", "--port=18001", "--name", "q", "-c", "4096", "{other}", "--again", "18001"],
    ]);
    expect(plan.env).toEqual({ A: "1", CUDA_VISIBLE_DEVICES: "GPU-11111111" });
    expect(plan.endpoint).toEqual({ kind: "tcp", host: "127.0.0.1", port: 18_001, basePath: "/v1" });
  });
  test("a socket", () => {
    const plan = planned({ argv: ["serve", "--uds", "{socket}"], basePath: "/openai/", metricsPath: "/m" });
    expect(plan.endpoint).toEqual({
      kind: "unix",
      path: "/run/vitrine/a1b2.sock",
      basePath: "/openai/",
      metricsPath: "/m",
    });
    expect(openaiBase(settingsFor({ basePath: "/openai/" }), plan.endpoint)).toEqual({
      baseUrl: "http://localhost/openai",
      socketPath: "/run/vitrine/a1b2.sock",
    });
  });
  test("neither", () => {
    expect(() => planned({ argv: ["serve"] })).toThrow(SettingsError);
    expect(() => planned({ argv: ["serve"] })).toThrow("neither {port} nor {socket}");
  });
  test("a model that is not there", () => {
    const context = planContext(settingsFor({ argv: ["serve", "{port}", "{model}"] }));
    expect(() => command.plan({ ...context, modelPath: undefined })).toThrow("the engine has no model");
  });
});

describe("a server of its own kind", () => {
  async function started(table: Parameters<typeof routes>[0], input: Input) {
    const server = await testServer("tcp", routes(table));
    open.push(server);
    const settings = settingsFor(input);
    if (server.endpoint.kind !== "tcp") throw new Error("not a port");
    const { basePath, metricsPath } = settings;
    return { settings, endpoint: { ...server.endpoint, basePath, ...(metricsPath ? { metricsPath } : {}) }, server };
  }
  test("ready by its own health and base path", async () => {
    const list = { json: { data: [{ id: "q" }] } };
    const { settings, endpoint } = await started(
      { "/up": {}, "/api/models": list },
      { healthPath: "/up", basePath: "/api" },
    );
    expect(await command.probeReady(endpoint, settings, never())).toEqual({ models: ["q"] });
  });
  test("ready without a list of models", async () => {
    const { settings, endpoint } = await started({ "/health": {} }, {});
    expect(await command.probeReady(endpoint, settings, never())).toEqual({ models: [] });
  });
  test("not ready before its health, nor with another model", async () => {
    const loading = await started({ "/health": { status: 503 } }, {});
    expect(await command.probeReady(loading.endpoint, loading.settings, never())).toBeUndefined();
    const other = await started({ "/health": {}, "/v1/models": { json: { data: [{ id: "x" }] } } }, {});
    expect(await command.probeReady(other.endpoint, other.settings, never())).toBeUndefined();
    expect((await command.explainSilence?.(other.endpoint, other.settings, 1, never()))?.code).toBe("not_ours");
  });
  test("numbers where it has them", async () => {
    const { endpoint } = await started({ "/m": { text: "vllm:num_requests_waiting 4" } }, { metricsPath: "/m" });
    expect(await command.readMetrics(endpoint, 2, never())).toEqual({ at: 2, waiting: 4 });
    const none = await started({}, {});
    expect(await command.readMetrics(none.endpoint, 2, never())).toBeUndefined();
    expect(none.server.seen).toEqual([]);
  });
  test("one token below its base path", async () => {
    const { endpoint, server } = await started(
      { "/api/completions": { json: { choices: [{}] } } },
      { basePath: "/api" },
    );
    await command.probeToken(endpoint, "q", never());
    expect(server.seen).toEqual(["POST /api/completions"]);
  });
});

describe("why it ended", () => {
  const rows: [tail: string, code: number | null, signal: string | null, expected: string][] = [
    ["OSError: [Errno 98] Address already in use", 1, null, "port_taken"],
    ["ModuleNotFoundError: No module named 'sglang'", 1, null, "python_broken"],
    ["No space left on device", 1, null, "disk_full"],
    ["bye", 0, null, "exited"],
    ["", null, "SIGSEGV", "died"],
  ];
  for (const [tail, code, signal, expected] of rows) {
    test(`${expected}: ${tail}`, () => {
      const failure = command.explain({ code, signal }, logTail(tail), settingsFor(), 1);
      expect(failure.code).toBe(expected as never);
      expect(failure.reason).toEndWith(".");
    });
  }
});
