import { afterAll, beforeAll, expect, test } from "bun:test";
import { testApp } from "../../platform/testing.ts";
import { history } from "./testing-history.ts";

let app: ReturnType<typeof testApp>;
beforeAll(() => {
  app = testApp();
});
afterAll(() => app.dispose());

const seeds = Number(Bun.env.SUPERVISOR_SEEDS ?? 30);
const firstSeed = Number(Bun.env.SUPERVISOR_SEED ?? 1);

test("whatever happens in whatever order: one owner, one transition, no orphan, nobody lost, every wait ends", async () => {
  for (let seed = firstSeed; seed < firstSeed + seeds; seed++) await history(app.db, seed);
  expect(seeds).toBeGreaterThan(0);
}, 300_000);
