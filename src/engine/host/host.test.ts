import { afterEach, describe, expect, test } from "bun:test";
import { ManualClock, systemClock } from "../../platform/clock.ts";
import { dataPaths } from "../../platform/paths.ts";
import { testApp } from "../../platform/testing.ts";
import { engineLaunches } from "../schema.ts";
import { checkHost, type Finding, type HostOptions, openLaunches, reportText } from "./index.ts";
import { debian, oneGpu, type SickMachine, sickMachine, snapshot } from "./testing.ts";

const made: { remove(): void }[] = [];
afterEach(() => {
  for (const one of made.splice(0)) one.remove();
});

function options(parts: SickMachine, changes: Partial<HostOptions> = {}): HostOptions {
  const one = sickMachine(parts);
  made.push(one);
  return {
    clock: systemClock,
    env: {},
    paths: dataPaths("/data"),
    listen: { host: "127.0.0.1", port: 0 },
    machine: one.machine,
    readGpus: async () => snapshot(),
    findInstalls: async () => [],
    cgroups: () => ({ usable: true, path: "/sys/fs/cgroup" }),
    ...changes,
  };
}

const states = (findings: Finding[]) => Object.fromEntries(findings.map(({ check, state }) => [check, state]));

describe("a whole machine", () => {
  test("without a GPU has warnings and no failure, and no advice on what only GPU engines need", async () => {
    const absent = snapshot({ state: "absent", detail: "This machine has no NVIDIA GPU.", gpus: [] });
    const findings = await checkHost(options({ files: debian }, { readGpus: async () => absent }));
    expect(findings.filter(({ state }) => state === "fail").map(({ check }) => check)).toEqual([]);
    expect(states(findings)).toMatchObject({
      driver: "warn",
      engine: "ok",
      python: "ok",
      compiler: "ok",
      containers: "ok",
    });
    expect(findings.find(({ check }) => check === "driver")?.detail).toContain("remote models work");
  });

  test("with two GPUs names each, and no check twice", async () => {
    const two = snapshot({ gpus: [oneGpu(), oneGpu({ index: 1, uuid: "GPU-2", computeCapability: "6.1" })] });
    const findings = await checkHost(options({ files: debian }, { readGpus: async () => two }));
    expect(states(findings)).toMatchObject({ "gpu 0": "ok", "gpu 1": "warn", engine: "warn", python: "warn" });
    expect(new Set(findings.map(({ check }) => check)).size).toBe(findings.length);
  });

  test("says how to mend whatever it warns of", async () => {
    const findings = await checkHost(
      options(
        { files: debian, programs: { docker: { code: 1 } } },
        {
          readGpus: async () => snapshot({ driver: "535.1", gpus: [oneGpu({ computeCapability: "5.2" })] }),
          cgroups: () => ({ usable: false, reason: "The control groups can only be read.", fix: "do this" }),
        },
      ),
    );
    const bad = findings.filter(({ state, check }) => state !== "ok" && check !== "memory");
    expect(bad.length).toBeGreaterThan(5);
    for (const { check, fix } of bad) expect([check, typeof fix]).toEqual([check, "string"]);
  });

  test("is judged in time although an answer never comes", async () => {
    const clock = new ManualClock();
    const findings = checkHost(options({}, { clock, findInstalls: () => new Promise(() => {}) }));
    while (clock.pending === 0) await Promise.resolve();
    await clock.advance(8_000);
    expect(states(await findings)).toMatchObject({ engine: "warn", system: "ok" });
  });

  test("is judged although a check breaks", async () => {
    const findings = await checkHost(
      options(
        {},
        {
          cgroups: () => {
            throw new Error("boom");
          },
        },
      ),
    );
    expect(findings.find(({ check }) => check === "cgroup")).toMatchObject({
      state: "warn",
      detail: "could not be checked, or not in time",
    });
  });
});

test("launches come from the database, and unreadable ones are passed over", () => {
  const app = testApp();
  const record = { id: "l1", engineId: "a", bootId: "b", titlePrefix: "vitrine-a", gpus: [], startedAt: 1 };
  const row = { engineId: "a", profile: "p", startedAt: 1 };
  app.db
    .insert(engineLaunches)
    .values([
      { ...row, id: "l1", record: JSON.stringify(record) },
      { ...row, id: "l2", record: "{" },
      { ...row, id: "l3", record: JSON.stringify({ ...record, id: "l3" }), reapedAt: 2 },
    ])
    .run();
  expect(openLaunches(app.db).map(({ id }) => id)).toEqual(["l1"]);
  app.dispose();
});

describe("the report", () => {
  const findings: Finding[] = [
    { check: "disk", section: "Vitrine", state: "ok", detail: "9 GiB free" },
    { check: "gpu 0", section: "GPU", state: "warn", detail: `held by ${"a b ".repeat(40)}`, fix: "kill 77" },
    { check: "time", section: "Machine", state: "fail", detail: "1970", fix: "set it" },
  ];

  test("has sections, wraps, and ends with the sum", () => {
    const text = reportText(findings, { width: 80, colour: false });
    expect(text.split("\n").every((line) => line.length <= 80)).toBe(true);
    expect(text).toStartWith("Vitrine\n  ok    disk   9 GiB free\n\nGPU\n  warn  gpu 0  held by a b");
    expect(text).toContain("\n               fix: kill 77\n");
    expect(text).toEndWith("1 check fails, 1 warning.");
    expect(text).not.toContain("\u001b");
    expect(text).not.toContain("Engine");
  });

  test.each([
    [["ok"], "All is well."],
    [["ok", "warn", "warn"], "Nothing fails, 2 warnings."],
    [["fail", "fail"], "2 checks fail, 0 warnings."],
  ] as const)("%p: %p", (all, end) => {
    const some = all.map((state) => ({ check: "a", section: "GPU", state, detail: "b" }) as const);
    expect(reportText(some, { width: 80, colour: false })).toEndWith(end);
  });

  test("has colours where they are wanted", () => {
    expect(reportText(findings, { width: 80, colour: true })).toContain("\u001b[33mwarn\u001b[0m");
  });
});
