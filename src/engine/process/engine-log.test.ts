import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { appendFileSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ManualClock } from "../../platform/clock.ts";
import { temporaryFolder } from "../../platform/testing.ts";
import type { LogLine } from "../contract.ts";
import { openEngineLog } from "./engine-log.ts";

let folder: ReturnType<typeof temporaryFolder>;
const clock = new ManualClock();
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const line = (text: string, level: LogLine["level"] = "info"): LogLine => ({
  at: clock.now(),
  stream: "stdout",
  level,
  text,
});
const open = (limits = {}) => openEngineLog(folder.path, "one", clock, limits);
const texts = (lines: LogLine[]) => lines.map(({ text }) => text);

describe("an engine's log", () => {
  test("numbers its lines and tells listeners until they leave", async () => {
    const log = open();
    const heard: number[] = [];
    const leave = log.subscribe(({ seq }) => heard.push(seq));
    log.subscribe(() => {
      throw new Error("a bad listener");
    });
    log.append(line("a"));
    log.append(line("b"));
    leave();
    log.append(line("c"));
    expect(heard).toEqual([1, 2]);
    expect(texts(log.tail(2))).toEqual(["b", "c"]);
    expect(log.tail(0)).toEqual([]);
    await log.close();
  });

  test("searches in any case, by level, and further back", async () => {
    const log = open();
    for (let n = 1; n <= 100; n++)
      log.append(line(`Line ${n}`, n % 10 === 0 ? "error" : n % 5 === 0 ? "warning" : "debug"));
    expect(texts(log.read({ limit: 2 }))).toEqual(["Line 99", "Line 100"]);
    expect(texts(log.read({ limit: 2, before: 99 }))).toEqual(["Line 97", "Line 98"]);
    expect(texts(log.read({ limit: 3, q: "lINE 4" }))).toEqual(["Line 47", "Line 48", "Line 49"]);
    expect(texts(log.read({ limit: 3, level: "warning" }))).toEqual(["Line 90", "Line 95", "Line 100"]);
    expect(texts(log.read({ limit: 3, level: "error", q: "5" }))).toEqual(["Line 50"]);
    expect(log.read({ limit: 3, q: "(" })).toEqual([]);
    await log.close();
  });

  test("is there again after a restart, and counts on", async () => {
    const first = open();
    first.append(line("before", "warning"));
    first.append(line("two\nlines and é"));
    await first.close();
    const second = open();
    expect(second.tail(10)).toEqual([
      { ...line("before", "warning"), seq: 1 },
      { ...line("two lines and é"), seq: 2 },
    ]);
    expect(second.append(line("after")).seq).toBe(3);
    await second.close();
  });

  test("survives a line that was cut off, and rubbish", async () => {
    const first = open();
    first.append(line("whole"));
    await first.close();
    appendFileSync(join(folder.path, "one.log"), "rubbish\n2 2026-01-01T00:00:00.000Z stdout info cut o");
    const second = open();
    expect(texts(second.tail(10))).toEqual(["whole", "cut o"]);
    second.append(line("next"));
    await second.close();
    const third = open();
    expect(texts(third.tail(10))).toEqual(["whole", "cut o", "next"]);
    await third.close();
  });

  test("keeps 5,000 lines in memory", async () => {
    const log = open();
    for (let n = 1; n <= 20_000; n++) log.append(line(`${n}`));
    expect(log.tail(1_000_000)).toHaveLength(5_000);
    expect(log.read({ limit: 1_000_000 })[0]?.text).toBe("15001");
    await log.close();
  });

  test("rotates its file: three of limited size, and loads over their borders", async () => {
    const log = open({ fileBytes: 4_096, files: 3 });
    for (let n = 1; n <= 400; n++) {
      log.append(line(`line ${n} ${"x".repeat(40)}`));
      if (n % 20 === 0) await Bun.sleep(0);
    }
    await log.close();
    const files = readdirSync(folder.path).sort();
    expect(files).toEqual(["one.log", "one.log.1", "one.log.2"]);
    for (const file of files) expect(statSync(join(folder.path, file)).size).toBeLessThan(3 * 4_096);
    const again = open({ fileBytes: 4_096, files: 3 });
    const loaded = again.tail(1_000).map(({ seq }) => seq);
    expect(loaded.length).toBeGreaterThan(50);
    expect(loaded.at(-1)).toBe(400);
    expect(loaded).toEqual(loaded.map((_, at) => (loaded[0] ?? 0) + at));
    await again.close();
  });

  test("a folder that cannot be written costs nothing but the file", async () => {
    writeFileSync(join(folder.path, "file"), "");
    const log = openEngineLog(join(folder.path, "file", "logs"), "one", clock);
    log.append(line("kept in memory"));
    expect(texts(log.tail(1))).toEqual(["kept in memory"]);
    await log.close();
  });

  test("a file that cannot be written costs nothing but lines in it", async () => {
    mkdirSync(join(folder.path, "one.log"));
    const log = open();
    for (let n = 0; n < 100; n++) log.append(line(`${n}`));
    await log.close();
    expect(log.tail(100)).toHaveLength(100);
  });

  test.skipIf(process.platform !== "linux")("a full disk costs nothing but lines in the file", async () => {
    symlinkSync("/dev/full", join(folder.path, "one.log"));
    const log = open();
    for (let n = 0; n < 100; n++) log.append(line(`${n}`));
    await log.close();
    expect(log.tail(100)).toHaveLength(100);
  });
});
