import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { testApp } from "../../platform/testing.ts";
import { gib, goodManners } from "./testing.ts";
import { testSettings } from "./testing-hands.ts";
import { House } from "./testing-house.ts";

let app: ReturnType<typeof testApp>;
beforeAll(() => {
  app = testApp();
});
afterAll(() => app.dispose());

describe("a start", () => {
  test("passes its phases, opens the queue when it answers, and gives everything back when it is stopped", async () => {
    const house = new House(app.db);
    const { supervisor, queue, seen } = house.boot();
    supervisor.start("a");
    expect(house.rows.get("a")?.desired).toBe("running");
    await house.until("a", "ready");
    expect(house.path("a")).toEqual(["preflight", "starting", "ready"]);
    const phases = seen.filter(({ state }) => state === "starting").map(({ phase }) => phase?.id);
    expect([...new Set(phases)]).toEqual(["start", "load", "compile"]);
    expect(queue.standing("a")).toMatchObject({ kind: "open", model: "a", capacity: 2, maxWaiting: 50 });
    expect(supervisor.status("a")).toMatchObject({ desired: "running", launch: { pid: 1001, command: "engine" } });
    supervisor.stop("a");
    await house.until("a", "stopped");
    expect(house.path("a").slice(3)).toEqual(["stopping", "reclaiming", "stopped"]);
    expect(house.machine.alive()).toEqual([]);
    expect(house.row()).toMatchObject({ reapedAt: expect.any(Number), readyAt: expect.any(Number) });
    await house.end();
  });

  test("an engine that is not there cannot be wished for", () => {
    const { supervisor } = new House(app.db).boot();
    for (const wish of [supervisor.start, supervisor.stop, supervisor.restart, supervisor.changed]) {
      expect(() => wish("nobody")).toThrow("There is no such engine.");
    }
    expect(() => supervisor.swap("a", "nobody")).toThrow("There is no such engine.");
    expect(supervisor.status("nobody")).toBeUndefined();
    expect(supervisor.statuses()).toMatchObject([{ engineId: "a", state: "stopped", desired: "stopped" }]);
  });

  test("estimates come from earlier starts of the same profile, and waiting requests are told", async () => {
    const house = new House(app.db);
    const { supervisor, queue } = house.boot();
    for (const seconds of [20, 30, 50]) {
      house.machine.manners = () => ({ ...goodManners, readyAfter: seconds * 1000 });
      supervisor.start("a");
      await house.until("a", "ready");
      supervisor.stop("a");
      await house.until("a", "stopped");
    }
    supervisor.start("a");
    await house.until("a", "starting");
    await house.advance(5_000);
    const { phase } = supervisor.status("a") ?? {};
    expect(phase).toMatchObject({ id: "compile" });
    expect(Math.round((phase?.totalEstimateMs ?? 0) / 1000)).toBeWithin(30, 32);
    expect(queue.standing("a")).toMatchObject({ kind: "holding", detail: "Compiling, about 30 s left." });
    // Another context is another profile.
    house.add("a", testSettings("a", { contextLength: 4096 }));
    supervisor.restart("a");
    await house.until("a", "ready");
    supervisor.restart("a");
    await house.until("a", "starting");
    expect(supervisor.status("a")?.phase?.totalEstimateMs).toBeUndefined();
    await house.end();
  });

  test("is given up when nothing moves, however late that is, and not before", async () => {
    const house = new House(app.db);
    const { supervisor } = house.boot();
    house.machine.manners = () => ({ ...goodManners, readyAfter: 200_000, lineEvery: 50_000 });
    supervisor.start("a");
    await house.until("a", "ready");
    supervisor.stop("a");
    await house.until("a", "stopped");
    house.machine.manners = () => ({ ...goodManners, readyAfter: 200_000, lineEvery: undefined });
    supervisor.start("a");
    await house.until("a", "backoff");
    expect(supervisor.status("a")?.failure).toMatchObject({ code: "start_stalled", retryable: true });
    expect(house.machine.alive()).toEqual([]);
    await house.end();
  });

  test("ends at the cap although it still speaks, and is not tried again", async () => {
    const house = new House(app.db);
    const { supervisor, queue } = house.boot();
    house.machine.manners = () => ({ ...goodManners, readyAfter: undefined });
    supervisor.start("a");
    await house.until("a", "failed");
    expect(supervisor.status("a")?.failure?.code).toBe("start_too_long");
    expect(queue.standing("a")).toMatchObject({ kind: "closed", reason: expect.stringContaining("not ready after") });
    await house.end();
  });

  test("is stopped at any moment without leaving anything", async () => {
    for (let moment = 0; moment < 2_500; moment += 120) {
      const house = new House(app.db, { seed: moment });
      const { supervisor } = house.boot();
      supervisor.start("a");
      await house.advance(moment);
      supervisor.stop("a");
      await house.until("a", "stopped");
      await house.advance(5_000);
      expect(house.machine.alive()).toEqual([]);
      expect(house.state("a")).toBe("stopped");
      await house.end();
    }
  });

  test("one more try with a smaller context when the engine says how much fits, and says so", async () => {
    const house = new House(app.db);
    const { supervisor } = house.boot();
    const contexts: unknown[] = [];
    house.machine.bytesOf = (settings) => {
      contexts.push(settings.contextLength);
      return gib;
    };
    house.machine.manners = () => ({
      ...goodManners,
      ...(house.machine.launches === 1 ? { diesAfter: 3_000, exit: { code: 3, signal: null } } : {}),
    });
    supervisor.start("a");
    await house.until("a", "ready");
    expect(house.path("a")).toEqual([
      "preflight",
      "starting",
      "stopping",
      "reclaiming",
      "preflight",
      "starting",
      "ready",
    ]);
    expect(contexts).toContain(8192);
    expect(supervisor.status("a")?.trouble).toBe(
      "It runs with a context of 8192 tokens, because there was no room for more.",
    );
    // The second time it is an ordinary failure.
    house.machine.manners = () => ({ ...goodManners, diesAfter: 3_000, exit: { code: 3, signal: null } });
    house.machine.alive()[0]?.end({ code: 3, signal: null });
    await house.until("a", "backoff");
    await house.end();
  });
});

describe("preflight", () => {
  const busy = { code: "gpu_busy", reason: "No room.", fix: "Nothing.", retryable: true, at: 0 } as const;

  test("a failure that another try cannot help ends it at once", async () => {
    const failure = { ...busy, code: "files_missing", reason: "Half of it is there.", retryable: false } as const;
    const house = new House(app.db, { preflight: async () => ({ ok: false, failure }) });
    const { supervisor, queue } = house.boot();
    supervisor.start("a");
    await house.until("a", "failed");
    expect(supervisor.status("a")?.failure).toEqual(failure);
    expect(queue.standing("a")).toEqual({ kind: "closed", reason: "Half of it is there." });
    expect(house.machine.launches).toBe(0);
    await house.end();
  });

  test("one that never ends is given up", async () => {
    const house = new House(app.db, { preflight: () => new Promise(() => {}) });
    const { supervisor } = house.boot();
    supervisor.start("a");
    await house.until("a", "backoff");
    await house.end();
  });

  test("a plain start never takes another engine's GPU, and names who has it", async () => {
    const house = new House(app.db, { engines: { a: {}, b: {} } });
    house.machine.bytesOf = () => 50 * gib;
    const { supervisor } = house.boot();
    supervisor.start("a");
    await house.until("a", "ready");
    supervisor.start("b");
    await house.until("b", "failed");
    expect(supervisor.status("b")?.failure).toMatchObject({
      code: "gpu_busy",
      reason: "A holds the GPU that B needs, and there is no room for both.",
      fix: "Stop A first, swap the two, or let B use another GPU.",
    });
    expect(house.state("a")).toBe("ready");
    await house.end();
  });

  test("two on one GPU start one after the other, and the second says what it waits for", async () => {
    const house = new House(app.db, { engines: { a: {}, b: {} } });
    house.machine.bytesOf = () => 30 * gib;
    const { supervisor, seen } = house.boot();
    supervisor.start("a");
    supervisor.start("b");
    await house.until("a", "ready");
    await house.until("b", "ready");
    const labels = seen.filter(({ state }) => state === "preflight").map(({ phase }) => phase?.label);
    expect(labels.some((label) => /^Waiting for GPU 0: [AB] is starting there$/.test(label ?? ""))).toBe(true);
    expect(house.machine.violations).toEqual([]);
    await house.end();
  });

  test("two on two GPUs start at the same time", async () => {
    const house = new House(app.db, { gpus: 2, engines: { a: { gpus: ["GPU-0"] }, b: { gpus: ["GPU-1"] } } });
    const { supervisor } = house.boot();
    supervisor.start("a");
    supervisor.start("b");
    await house.advance(3_000);
    expect([house.state("a"), house.state("b")]).toEqual(["starting", "starting"]);
    await house.end();
  });

  test("without its GPU it waits, and starts when that is back", async () => {
    const house = new House(app.db);
    const [gpu] = house.machine.gpus;
    if (gpu) gpu.present = false;
    const { supervisor, queue } = house.boot();
    supervisor.start("a");
    await house.until("a", "gpu_unavailable");
    await house.advance(300_000);
    expect(house.path("a")).toEqual(["preflight", "gpu_unavailable"]);
    expect(queue.standing("a")?.kind).toBe("closed");
    if (gpu) gpu.present = true;
    await house.until("a", "ready");
    await house.end();
  });
});

describe("a remote engine", () => {
  const remote = { r: { adapter: "remote", baseUrl: "http://there/v1", remoteModel: "theirs" } } as const;

  test("is ready when it answers, has no process, and is gone at once when it is stopped", async () => {
    const house = new House(app.db, { engines: remote });
    const { supervisor, queue } = house.boot();
    supervisor.start("r");
    await house.until("r", "ready");
    expect(queue.standing("r")).toMatchObject({ kind: "open", model: "theirs" });
    expect(house.machine.launches).toBe(0);
    supervisor.stop("r");
    expect(house.state("r")).toBe("stopped");
    await house.end();
  });

  test("is looked for as long as it takes, and lost when it stops answering", async () => {
    const house = new House(app.db, { engines: remote });
    const { supervisor } = house.boot();
    house.machine.remoteUp = false;
    supervisor.start("r");
    await house.advance(3 * 3_600_000);
    expect(["backoff", "starting"]).toContain(house.state("r") ?? "");
    house.machine.remoteUp = true;
    await house.until("r", "ready");
    house.machine.remoteUp = false;
    await house.until("r", "degraded");
    await house.until("r", "backoff");
    expect(supervisor.status("r")?.failure?.code).toBe("unreachable");
    await house.end();
  });
});
