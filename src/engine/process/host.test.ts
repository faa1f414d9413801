import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { chmodSync, mkdirSync, readdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LaunchRecord } from "../contract.ts";
import { cgroupSupport, groupPath } from "./cgroup.ts";
import { LaunchError } from "./host.ts";
import { type Bench, createBench, isRunning } from "./testing.ts";

let bench: Bench;
beforeEach(() => {
  bench = createBench({
    env: { PATH: Bun.env.PATH, VITRINE_ADMIN_PASSWORD: "no", OPENAI_API_KEY: "no", CUDA_HOME: "/cuda" },
  });
});
afterEach(() => bench.dispose());

describe("launch", () => {
  test("stores the record before there is a process, and again with its pid", async () => {
    const seen: (number | undefined)[] = [];
    const plan = {
      argv: ["sh", "-c", "echo hello"],
      env: {},
      cwd: bench.folder,
      endpoint: { kind: "unix" as const, path: join(bench.folder, "x.sock") },
      titlePrefix: "vitrine-abc",
      shown: "",
    };
    const hooks = { prepared: (record: { pid?: number }) => seen.push(record.pid), line() {} };
    const started = await bench.host.launch(plan, { id: "abc", engineId: "one", gpus: ["GPU-1"] }, hooks);
    expect(seen).toEqual([undefined, started.record.pid]);
    expect(started.record).toMatchObject({
      id: "abc",
      engineId: "one",
      gpus: ["GPU-1"],
      socketPath: plan.endpoint.path,
    });
    expect(started.record.pidStartTime).toBeGreaterThan(0);
    expect(await started.exited).toMatchObject({ code: 0, signal: null });
    await bench.host.reap(started.record);
  });

  test("passes lines on from both streams, also a last one without an end, before it has exited", async () => {
    const started = await bench.run("echo out; echo 'ERROR bad' >&2; printf last; exit 3");
    expect(await started.exited).toMatchObject({ code: 3, signal: null });
    const heard = bench.lines.map(({ stream, level, text }) => `${stream} ${level} ${text}`).sort();
    expect(heard).toEqual(["stderr error ERROR bad", "stdout info last", "stdout info out"]);
    expect(
      started
        .tail(10)
        .map((line) => line.text)
        .sort(),
    ).toEqual(["ERROR bad", "last", "out"]);
    expect(started.tail(1)).toHaveLength(1);
    expect(started.tail(0)).toEqual([]);
  });

  test("gives a clean environment, the plan's own and the marker", async () => {
    const started = await bench.run("env", { env: { HF_HUB_OFFLINE: "1" } });
    await started.exited;
    const env = bench.lines.map((line) => line.text);
    expect(env).toContain("HF_HUB_OFFLINE=1");
    expect(env).toContain("CUDA_HOME=/cuda");
    expect(env).toContain(`VITRINE_LAUNCH=${started.record.id}`);
    expect(env.filter((line) => /^(?:OPENAI|VITRINE_ADMIN)/.test(line))).toEqual([]);
    expect(env.some((line) => line.startsWith("HOME=/"))).toBe(true);
  });

  test("has exited although a descendant holds its output open", async () => {
    const started = await bench.run("sleep 1000 & echo $!");
    expect(await started.exited).toMatchObject({ code: 0 });
    const pid = Number(bench.lines[0]?.text);
    expect(isRunning(pid)).toBe(true);
    expect((await bench.host.reap(started.record)).killed).toContain(pid);
    expect(isRunning(pid)).toBe(false);
  });

  test("terminate asks the first process alone; it may take its time", async () => {
    const started = await bench.run("trap 'echo draining; exit 0' TERM; echo up; while :; do sleep 0.05; done");
    await bench.heard(/up/);
    started.terminate();
    expect(await started.exited).toMatchObject({ code: 0, signal: null });
    expect(bench.lines.map((line) => line.text)).toContain("draining");
    started.terminate();
  });

  test("tells the signal that ended it", async () => {
    const started = await bench.run("kill -SEGV $$");
    expect(await started.exited).toMatchObject({ code: null, signal: "SIGSEGV" });
  });

  test("a failing store ends what was started", async () => {
    let pid = 0;
    const hooks = {
      prepared(record: { pid?: number }) {
        if (record.pid === undefined) return;
        pid = record.pid;
        throw new Error("disk full");
      },
      line() {},
    };
    const plan = { argv: ["sleep", "1000"], env: {}, cwd: "/", titlePrefix: "vitrine-none", shown: "" };
    const endpoint = { kind: "tcp" as const, host: "127.0.0.1", port: 1 };
    const launch = bench.host.launch({ ...plan, endpoint }, { id: "storeless", engineId: "x", gpus: [] }, hooks);
    expect(await launch.catch((error: unknown) => String(error))).toBe("Error: disk full");
    expect(pid).toBeGreaterThan(0);
    expect(isRunning(pid)).toBe(false);
  });
});

describe("without a control group of its own", () => {
  test.skipIf(!cgroupSupport().usable)("it starts all the same, and the record says so", async () => {
    const support = cgroupSupport();
    const id = Bun.randomUUIDv7().slice(-12);
    const taken = groupPath(support.usable ? support.path : "", id);
    mkdirSync(taken);
    const records: LaunchRecord[] = [];
    const hooks = { prepared: (record: LaunchRecord) => void records.push(record), line() {} };
    const endpoint = { kind: "tcp" as const, host: "127.0.0.1", port: 1 };
    const plan = { argv: ["sleep", "1000"], env: {}, cwd: "/", endpoint, titlePrefix: `vitrine-${id}`, shown: "" };
    const started = await bench.host.launch(plan, { id, engineId: "x", gpus: [] }, hooks);
    expect(records.map(({ cgroup, pid }) => [cgroup, pid])).toEqual([
      [taken, undefined],
      [undefined, undefined],
      [undefined, started.record.pid],
    ]);
    expect((await bench.host.reap(started.record)).killed).toEqual([started.record.pid ?? 0]);
    rmdirSync(taken);
  });
});

describe("a program that cannot be started", () => {
  const fail = async (change: { argv?: string[]; cwd?: string }): Promise<LaunchError> => {
    const error = await bench.run("", change).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof LaunchError)) throw new Error("it should have failed");
    return error;
  };

  test("says why, and leaves no control group behind", async () => {
    const script = join(bench.folder, "script");
    writeFileSync(script, "#!/nowhere/python\n");
    expect(await fail({ argv: ["no-such-program"] })).toMatchObject({ code: "ENOENT" });
    expect((await fail({ argv: ["/no/such"] })).message).toContain("/no/such");
    expect(await fail({ argv: [script] })).toMatchObject({ code: "EACCES" });
    chmodSync(script, 0o700);
    expect((await fail({ argv: [script] })).message).toContain("first line");
    expect((await fail({ argv: ["sh"], cwd: "/no/folder" })).message).toContain("/no/folder");
    expect((await fail({ argv: [] })).code).toBe("EINVAL");
    for (const record of bench.records.values()) {
      expect(record.pid).toBeUndefined();
      if (record.cgroup) expect(() => readdirSync(record.cgroup ?? "")).toThrow();
    }
  });
});

describe("many and much", () => {
  test("100 MB of output leave memory as it was", async () => {
    Bun.gc(true);
    const before = process.memoryUsage.rss();
    const started = await bench.run("yes 'INFO a line of an engine that has gone wild' | head -c 104857600");
    // Heard lines are kept by the bench itself; the cap on lines a second keeps them few.
    expect(await started.exited).toMatchObject({ code: 0 });
    expect(bench.lines.length).toBeLessThan(200_000);
    expect(bench.lines.some((line) => /lines were left out/.test(line.text))).toBe(true);
    Bun.gc(true);
    expect(process.memoryUsage.rss() - before).toBeLessThan(150 * 1024 * 1024);
  }, 20_000);

  test("50 launches leave no file open and no group", async () => {
    const open = () => readdirSync("/proc/self/fd").length;
    const once = async (n: number) => {
      // Some leave a descendant that holds the output open.
      const started = await bench.run(
        n % 10 === 0 ? "sleep 1000 & echo hi" : "setsid sleep 1000 >/dev/null 2>&1 & echo hi",
      );
      await started.exited;
      await bench.host.reap(started.record);
    };
    await once(0);
    const before = open();
    for (let n = 0; n < 50; n++) await once(n);
    expect(open()).toBeLessThanOrEqual(before + 2);
    for (const { cgroup } of bench.records.values()) if (cgroup) expect(() => readdirSync(cgroup)).toThrow();
  }, 20_000);
});
