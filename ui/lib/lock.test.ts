import { expect, test } from "bun:test";
import { leaseLock } from "./lock.ts";

function memory() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

test("tabs that share a store run one at a time", async () => {
  const storage = memory();
  const tab = () => leaseLock({ storage, now: Date.now, wait: (ms) => Bun.sleep(ms / 10), random: Math.random });
  let inside = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++inside);
    await Bun.sleep(3);
    inside--;
  };
  await Promise.all([1, 2, 3, 4].map(() => tab()("refresh", work)));
  expect(most).toBe(1);
  expect(storage.kept.size).toBe(0);
});

test("a lease left by a closed tab runs out", async () => {
  const storage = memory();
  let now = 0;
  storage.setItem("vitrine.lock.refresh", `dead:${9000}`);
  const wait = async (ms: number) => {
    now += ms * 10;
  };
  const lock = leaseLock({ storage, now: () => now, wait, random: () => 0.5 });
  expect(await lock("refresh", async () => "done")).toBe("done");
  expect(now).toBeGreaterThan(9000);
});
