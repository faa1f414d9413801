import { afterEach, describe, expect, test } from "bun:test";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LaunchPlan, LaunchRecord } from "../contract.ts";
import { cgroupSupport } from "./cgroup.ts";
import { readStat } from "./proc.ts";
import { type Bench, createBench, isRunning } from "./testing.ts";

const ways = cgroupSupport().usable ? [true, false] : [false];
const benches: Bench[] = [];
function open(cgroups: boolean): Bench {
  const bench = createBench({ cgroups });
  benches.push(bench);
  return bench;
}
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.dispose();
});

/** Processes that get away from a process group in the usual ways; each prints its pid as `name=PID`. */
const escapes: { name: string; script: (prefix: string) => string }[] = [
  {
    name: "a grandchild in a session of its own with closed streams",
    script: () => "setsid sh -c 'echo pid=$$; exec sleep 1000 <&- >/dev/null 2>&1' & wait",
  },
  {
    name: "a double fork whose parents are gone",
    script: () => "(setsid sh -c 'echo pid=$$; exec sleep 1000' &) & wait; sleep 1000",
  },
  { name: "a process that ignores SIGTERM", script: () => "trap '' TERM; echo pid=$$; while :; do sleep 0.05; done" },
  {
    name: "a process without the marker that has only its title",
    script: (prefix) =>
      `env -i PATH="$PATH" setsid bash -c 'echo pid=$$; exec -a "${prefix}::EngineCore" sleep 1000' & wait`,
  },
  {
    name: "a main process that is gone",
    script: () => "setsid sh -c 'echo pid=$$; exec sleep 1000 <&- >/dev/null 2>&1' & sleep 0.05; exit 0",
  },
];

describe.each(ways)("reap, cgroups: %p", (cgroups) => {
  test.each(escapes)("$name", async ({ script }) => {
    const bench = open(cgroups);
    const titlePrefix = `vitrine-${Bun.randomUUIDv7().slice(-12)}`;
    const started = await bench.run(script(titlePrefix), { titlePrefix });
    expect(started.record.cgroup !== undefined).toBe(cgroups);
    const pid = Number((await bench.heard(/pid=(\d+)/))[1]);
    started.terminate();
    expect(isRunning(pid)).toBe(true);
    const report = await bench.host.reap(started.record);
    expect(report.left).toEqual([]);
    expect(report.killed).toContain(pid);
    expect(isRunning(pid)).toBe(false);
    expect(isRunning(started.record.pid ?? 0)).toBe(false);
    if (started.record.cgroup) expect(existsSync(started.record.cgroup)).toBe(false);
    expect(await bench.host.reap(started.record)).toEqual({ killed: [], left: [] });
  });

  test("another host does it from the stored record alone", async () => {
    const bench = open(cgroups);
    await bench.run("setsid sleep 1000 & echo pid=$!; wait");
    const pid = Number((await bench.heard(/pid=(\d+)/))[1]);
    const [stored] = [...bench.records.values()].map((record) => JSON.parse(JSON.stringify(record)));
    expect((await open(cgroups).host.reap(stored)).left).toEqual([]);
    expect(isRunning(pid)).toBe(false);
  });

  test("what a killed Vitrine started is found and ended by the next one", async () => {
    const bench = open(cgroups);
    const file = join(bench.folder, "record.json");
    const fixture = join(import.meta.dir, "killed-host.fixture.ts");
    const child = Bun.spawn([process.execPath, fixture, file, String(cgroups)], {
      // What it leaves behind goes with our folder.
      env: { ...Bun.env, TMPDIR: bench.folder },
      stdout: "pipe",
      stdin: "ignore",
    });
    await child.stdout.getReader().read();
    child.kill("SIGKILL");
    await child.exited;
    const record: LaunchRecord = JSON.parse(readFileSync(file, "utf8"));
    expect(isRunning(record.pid ?? 0)).toBe(true);
    const report = await bench.host.reap(record);
    expect(report.left).toEqual([]);
    expect(report.killed.length).toBeGreaterThanOrEqual(3);
    expect(isRunning(record.pid ?? 0)).toBe(false);
    if (record.cgroup) expect(existsSync(record.cgroup)).toBe(false);
  });

  test("a record from before the pid was known is enough", async () => {
    const bench = open(cgroups);
    const started = await bench.run("echo pid=$$; sleep 1000");
    await bench.heard(/pid/);
    const { pid = 0, pidStartTime: _, ...early } = started.record;
    expect((await bench.host.reap(early)).killed).toContain(pid);
    expect(isRunning(pid)).toBe(false);
  });

  test("two launches do not harm each other", async () => {
    const bench = open(cgroups);
    const [one, two] = [await bench.run("echo one; sleep 1000"), await bench.run("echo two; sleep 1000")];
    await Promise.all([bench.heard(/one/), bench.heard(/two/)]);
    await bench.host.reap(one.record);
    expect(isRunning(one.record.pid ?? 0)).toBe(false);
    expect(isRunning(two.record.pid ?? 0)).toBe(true);
  });

  test("what forks while it is killed is killed, too", async () => {
    const bench = open(cgroups);
    const started = await bench.run("n=0; while :; do setsid sleep 1000 & n=$((n+1)); echo n=$n; sleep 0.002; done");
    await bench.heard(/n=20/);
    expect((await bench.host.reap(started.record)).left).toEqual([]);
    const left = [...new Bun.Glob("[0-9]*/environ").scanSync({ cwd: "/proc", onlyFiles: false })];
    expect(left.length).toBeGreaterThan(0);
    const marked = await Promise.all(
      left.map((file) =>
        Bun.file(join("/proc", file))
          .text()
          .then(
            (text) => text.includes(started.record.id),
            () => false,
          ),
      ),
    );
    expect(marked.filter(Boolean)).toEqual([]);
  });
});

describe("reap kills nothing without a proof", () => {
  /** The record of a launch whose process is gone. */
  const ended = async (bench: Bench, change: Partial<LaunchPlan> = {}): Promise<LaunchRecord> => {
    const started = await bench.run("exit 0", change);
    await started.exited;
    return started.record;
  };
  const bystanders: Bun.Subprocess[] = [];
  afterEach(() => {
    for (const one of bystanders.splice(0)) one.kill("SIGKILL");
  });
  const bystander = (): Bun.Subprocess => {
    const one = Bun.spawn(["sleep", "1000"], { env: { PATH: "/bin" }, stdio: ["ignore", "ignore", "ignore"] });
    bystanders.push(one);
    return one;
  };

  test("not a process that got the pid of another", async () => {
    const bench = open(false);
    const other = bystander();
    const record = await ended(bench);
    const reused = { ...record, pid: other.pid, pidStartTime: (readStat(other.pid)?.startTime ?? 0) - 1 };
    expect(await bench.host.reap(reused)).toEqual({ killed: [], left: [] });
    expect(isRunning(other.pid)).toBe(true);
  });

  test("not after a reboot, but its socket goes", async () => {
    const bench = open(false);
    const started = await bench.run("echo up; sleep 1000");
    await bench.heard(/up/);
    const socketPath = join(bench.folder, "old.sock");
    const server = Bun.listen({ unix: socketPath, socket: { data() {} } });
    const report = await bench.host.reap({ ...started.record, bootId: "another", socketPath });
    expect(report).toEqual({ killed: [], left: [] });
    expect(isRunning(started.record.pid ?? 0)).toBe(true);
    expect(existsSync(socketPath)).toBe(false);
    server.stop(true);
  });

  test("not a process whose title only begins alike, nor one of another launch", async () => {
    const bench = open(false);
    const one = await bench.run(`bash -c 'exec -a "vitrine-engine1x::EngineCore" sleep 1000' & echo up; wait`);
    await bench.heard(/up/);
    const record = await ended(bench, { titlePrefix: "vitrine-engine1" });
    expect((await bench.host.reap(record)).killed).toEqual([]);
    expect((await bench.host.reap({ ...record, titlePrefix: "vitrine-engine1x" })).killed).toEqual([]);
    expect((await bench.host.reap({ ...record, titlePrefix: "" })).killed).toEqual([]);
    expect(isRunning(one.record.pid ?? 0)).toBe(true);
  });

  test("not a group that is not ours, and never ourselves", async () => {
    const bench = open(false);
    const record = await ended(bench);
    const support = cgroupSupport();
    const groups = support.usable ? [support.path, "/sys/fs/cgroup"] : ["/sys/fs/cgroup"];
    for (const cgroup of groups) {
      expect(await bench.host.reap({ ...record, cgroup, pid: process.pid })).toEqual({ killed: [], left: [] });
    }
    const self = { ...record, pid: process.pid, pidStartTime: readStat(process.pid)?.startTime ?? 0 };
    expect((await bench.host.reap(self)).killed).toEqual([]);
  });

  test("a file in the place of a socket stays", async () => {
    const bench = open(false);
    const socketPath = join(bench.folder, "file.sock");
    writeFileSync(socketPath, "text");
    const record = await ended(bench);
    await bench.host.reap({ ...record, socketPath });
    expect(existsSync(socketPath)).toBe(true);
  });
});
