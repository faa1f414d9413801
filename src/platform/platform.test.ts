import { describe, expect, test } from "bun:test";
import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ManualClock } from "./clock.ts";
import { requireFilePath, safeFilePath } from "./file-path.ts";
import { isId, newId, requireId } from "./ids.ts";
import { createMetrics } from "./metrics.ts";
import { Problem, problemBody, toProblem } from "./problem.ts";
import { systemRandom } from "./random.ts";
import { loadSecrets } from "./secrets.ts";
import { temporaryFolder } from "./testing.ts";

describe("ids", () => {
  test("later ids sort later, and all are version 7", () => {
    const ids = Array.from({ length: 2000 }, newId);
    expect([...ids].sort()).toEqual(ids);
    expect(ids.every((id) => isId(id) && id[14] === "7")).toBe(true);
  });

  test.each(["", "1", "../x", "0190a0a0-0000-7000-8000-00000000000G", `${newId()} `])("%p names nothing", (text) => {
    expect(() => requireId(text, "project")).toThrow("There is no such project.");
  });
});

describe("file paths", () => {
  test.each([
    ["app/page.tsx", "app/page.tsx"],
    ["./app/page.tsx", "app/page.tsx"],
    ["app/[id]/(group)/page.tsx", "app/[id]/(group)/page.tsx"],
    ["components/größe.tsx", "components/größe.tsx"],
  ])("%p is %p", (path, clean) => {
    expect(requireFilePath(path)).toBe(clean);
  });

  test.each([
    "../../etc/passwd",
    "/etc/passwd",
    "a/../../b",
    "a//b",
    "a/./b",
    "",
    "./",
    "C:/windows",
    "a\\b",
    "a\u0000b",
    "a\nb",
    "con?.tsx",
    "dir./x",
    "photo\u202egnp.tsx",
    "half\ud800.tsx",
    "x".repeat(241),
  ])("%p is refused", (path) => {
    expect(() => requireFilePath(path)).toThrow(Problem);
    expect(safeFilePath(path)).toBeUndefined();
  });
});

describe("problems", () => {
  test("an unknown error keeps its text to itself", () => {
    const problem = toProblem(new Error("password=hunter2"));
    expect(JSON.stringify(problemBody(problem, "r1"))).not.toContain("hunter2");
    expect(problem.cause).toBeInstanceOf(Error);
    expect(problem.status).toBe(500);
  });

  test("a full disk is said as such, also when it is wrapped", () => {
    const full = Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" });
    expect(toProblem(new Error("insert failed", { cause: full })).code).toBe("storage_full");
  });
});

describe("the manual clock", () => {
  test("runs timers in order of their time and lets promises settle between", async () => {
    const clock = new ManualClock(0);
    const seen: string[] = [];
    clock.after(20, () => seen.push("b"));
    clock.after(10, () => {
      seen.push("a");
      clock.after(5, () => seen.push("a+5"));
    });
    const cancel = clock.after(15, () => seen.push("never"));
    cancel();
    const sleeping = clock.sleep(30).then(() => seen.push("slept"));
    await clock.advance(30);
    await sleeping;
    expect(seen).toEqual(["a", "a+5", "b", "slept"]);
    expect(clock.now()).toBe(30);
    expect(clock.pending).toBe(0);
  });

  test("a sleep ends when its signal aborts", async () => {
    const clock = new ManualClock();
    const abort = new AbortController();
    const sleeping = clock.sleep(1000, abort.signal);
    abort.abort();
    await sleeping;
    expect(clock.pending).toBe(0);
  });
});

describe("metrics", () => {
  test("are Prometheus text", () => {
    const metrics = createMetrics();
    metrics.counter("hits_total", "Hits.").add(2, { route: 'a"b\n' });
    metrics.gauge("open", "Open.", () => 3);
    const times = metrics.histogram("seconds", "Time.", [0.1, 1]);
    times.observe(0.05);
    times.observe(0.5);
    expect(metrics.text().split("\n")).toEqual([
      "# HELP hits_total Hits.",
      "# TYPE hits_total counter",
      'hits_total{route="a\\"b\\n"} 2',
      "# HELP open Open.",
      "# TYPE open gauge",
      "open 3",
      "# HELP seconds Time.",
      "# TYPE seconds histogram",
      'seconds_bucket{le="0.1"} 1',
      'seconds_bucket{le="1"} 2',
      'seconds_bucket{le="+Inf"} 2',
      "seconds_sum 0.55",
      "seconds_count 2",
      "",
    ]);
  });
});

describe("secrets", () => {
  test("are made once, kept private, and never silently replaced", () => {
    const folder = temporaryFolder();
    const file = join(folder.path, "secrets.json");
    const made = loadSecrets(file, systemRandom);
    expect(loadSecrets(file, systemRandom)).toEqual(made);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    writeFileSync(file, "{}");
    expect(() => loadSecrets(file, systemRandom)).toThrow("is damaged");
    expect(existsSync(file)).toBe(true);
    folder.remove();
  });
});
