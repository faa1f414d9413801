import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { testApp } from "../../platform/testing.ts";
import { House } from "./testing-house.ts";

let app: ReturnType<typeof testApp>;
beforeAll(() => {
  app = testApp();
});
afterAll(() => app.dispose());

describe("a life", () => {
  test("starts, answers, stops", async () => {
    const house = new House(app.db);
    const { supervisor, queue } = house.boot();
    supervisor.start("a");
    await house.until("a", "ready");
    expect(house.path("a")).toEqual(["preflight", "starting", "ready"]);
    expect(queue.standing("a")?.kind).toBe("open");
    supervisor.stop("a");
    await house.until("a", "stopped");
    expect(house.path("a").slice(3)).toEqual(["stopping", "reclaiming", "stopped"]);
    expect(house.machine.alive()).toEqual([]);
    expect(house.machine.violations).toEqual([]);
    const closing = supervisor.close(10_000);
    await house.advance(0);
    await closing;
    expect(house.life.clock.pending).toBe(0);
  });
});
