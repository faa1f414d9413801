import { describe, expect, test } from "bun:test";
import { createBuildScheduler } from "./build-scheduler.ts";
import type { Build, SourceFile } from "./types.ts";

/** A scheduler under a clock of our own, with builds that end when the test says so. */
function setup() {
  let now = 0;
  let hidden = false;
  const timers: { at: number; action: () => void }[] = [];
  const open: { files: SourceFile[]; signal: AbortSignal; end: (build: Build) => void }[] = [];
  const shown: string[] = [];
  const scheduler = createBuildScheduler({
    build: (files, _partial, signal) => new Promise((end) => open.push({ files, signal, end })),
    hidden: () => hidden,
    onBuild: (build) => shown.push(build.hash),
    onError: () => shown.push("error"),
    setTimer: (action, ms) => {
      const timer = { at: now + ms, action };
      timers.push(timer);
      return timer;
    },
    clearTimer: (timer) => {
      for (const [at, one] of timers.entries()) if (one === timer) timers.splice(at, 1);
    },
    now: () => now,
  });
  const pass = async (ms: number) => {
    now += ms;
    for (const timer of timers.filter((one) => one.at <= now)) {
      timers.splice(timers.indexOf(timer), 1);
      timer.action();
    }
    await Bun.sleep(0);
  };
  const end = async (hash: string) => {
    open.at(-1)?.end({ js: "x", css: "", hash, entry: undefined, modules: [], diagnostics: [], repaired: [] });
    await Bun.sleep(0);
  };
  const ask = (text: string, partial = false) => scheduler.request([{ path: "a.tsx", text }], partial);
  return { scheduler, open, shown, pass, end, ask, hide: (value: boolean) => (hidden = value) };
}

describe("build scheduler", () => {
  test("the latest files win, and one build runs at a time", async () => {
    const s = setup();
    s.ask("1");
    await s.pass(0);
    for (const text of ["2", "3", "4"]) s.ask(text);
    await s.pass(1000);
    expect(s.open).toHaveLength(1);
    await s.end("one");
    await s.pass(0);
    expect(s.open.map((one) => one.files[0]?.text)).toEqual(["1", "4"]);
    await s.end("four");
    expect(s.shown).toEqual(["one", "four"]);
  });

  test.each([
    ["at once after a pause", false, 4, 30, 0],
    ["30 ms after the one before, where builds are quick", false, 4, 10, 20],
    ["120 ms after the one before, while a model writes", true, 4, 10, 110],
    ["the later, the longer builds took lately", false, 40, 45, 15],
    ["never later than 250 ms", true, 800, 800, 0],
  ])("a build starts %s", async (_name, partial, took, since, wait) => {
    const s = setup();
    s.ask("1");
    await s.pass(0);
    await s.pass(took);
    await s.end("one");
    await s.pass(since - took);
    s.ask("2", partial);
    if (wait > 0) {
      await s.pass(wait - 1);
      expect(s.open).toHaveLength(1);
      await s.pass(1);
    } else await s.pass(0);
    expect(s.open).toHaveLength(2);
  });

  test("nothing is built while the page is hidden, and the latest when it is seen again", async () => {
    const s = setup();
    s.hide(true);
    s.ask("1");
    s.ask("2");
    await s.pass(1000);
    expect(s.open).toHaveLength(0);
    s.hide(false);
    s.scheduler.resume();
    await s.pass(0);
    expect(s.open.map((one) => one.files[0]?.text)).toEqual(["2"]);
  });

  test("a cancelled build shows nothing", async () => {
    const s = setup();
    s.ask("1");
    await s.pass(0);
    s.scheduler.cancel();
    expect(s.open[0]?.signal.aborted).toBe(true);
    await s.end("late");
    expect(s.shown).toEqual([]);
  });
});
