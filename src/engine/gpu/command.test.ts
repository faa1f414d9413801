import { expect, test } from "bun:test";
import { ManualClock } from "../../platform/clock.ts";
import { commandEnv } from "./command.ts";
import { createCommandRunner } from "./index.ts";

const shell = (script: string) => ["/bin/sh", "-c", script];

test("a program's output, errors and exit code come back, with English numbers and no secrets of ours", async () => {
  const runner = createCommandRunner({
    clock: new ManualClock(),
    env: { PATH: "/bin:/usr/bin", API_KEY: "k", LANG: "de" },
  });
  const result = await runner.run(shell("echo $LC_ALL$API_KEY$LANG; echo oops >&2; exit 3"), 1_000);
  expect(result).toEqual({ code: 3, stdout: "C\n", stderr: "oops\n", timedOut: false, tookMs: 0 });
  expect(commandEnv({ DOCKER_HOST: "d", LD_LIBRARY_PATH: "l", VITRINE_ADMIN_PASSWORD: "p", LANGUAGE: "de" })).toEqual({
    LC_ALL: "C",
    DOCKER_HOST: "d",
    LD_LIBRARY_PATH: "l",
  });
});

test("a program that is not there has code 127", async () => {
  const runner = createCommandRunner({ clock: new ManualClock() });
  expect((await runner.run(["/nonexistent/program"], 1_000)).code).toBe(127);
});

test("a program that takes too long is killed, with all it said so far", async () => {
  const clock = new ManualClock();
  const runner = createCommandRunner({ clock, env: { PATH: "/bin:/usr/bin" } });
  const running = runner.run(shell("echo $$; exec sleep 600"), 5_000);
  // The time-out is set when the child is; its first line may come later.
  let result = await Promise.race([running, clock.advance(4_999)]);
  expect(result).toBeUndefined();
  await new Promise<void>((resolve) => setImmediate(resolve));
  await clock.advance(1);
  result = await running;
  expect(result).toMatchObject({ code: null, timedOut: true, tookMs: 5_000 });
  expect(await runner.run(shell("echo never"), 0)).toMatchObject({ timedOut: true, stdout: "" });
});

test("closing ends what runs, and nothing runs afterwards", async () => {
  const runner = createCommandRunner({ clock: new ManualClock(), env: { PATH: "/bin:/usr/bin" } });
  const running = runner.run(shell("exec sleep 600"), 60_000);
  runner.close();
  expect((await running).timedOut).toBe(true);
  expect(await runner.run(shell("echo never"), 1_000)).toMatchObject({ code: null, stdout: "" });
});

test("a child that survives its killing counts as hanging until it is gone", async () => {
  const clock = new ManualClock();
  const runner = createCommandRunner({ clock, env: { PATH: "/bin:/usr/bin" } });
  let free = () => {};
  const child = Bun.spawn(["/bin/true"]);
  // The kernel's part of a hanging driver: it takes the signal and keeps the process.
  const stuck = Object.create(child, {
    exited: { value: new Promise<number>((resolve) => (free = () => resolve(0))) },
    kill: { value: () => {} },
    unref: { value: () => {} },
  });
  runner.abandon(stuck);
  expect(runner.hanging).toBe(0);
  await clock.advance(1_000);
  expect(runner.hanging).toBe(1);
  free();
  await clock.advance(0);
  expect(runner.hanging).toBe(0);
  await child.exited;
});
