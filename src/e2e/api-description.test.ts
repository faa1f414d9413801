import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Appliance, startAppliance } from "./appliance.ts";

let appliance: Appliance;
beforeAll(async () => {
  appliance = await startAppliance();
});
afterAll(() => appliance.dispose());

interface Operation {
  summary?: string;
  tags?: string[];
  responses?: Record<string, unknown>;
}

test("every operation of the API description has a summary, a tag and answers", async () => {
  const description: { paths: Record<string, Record<string, Operation>> } = await (
    await fetch(`${appliance.url}/api/openapi.json`)
  ).json();
  const lacking = Object.entries(description.paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { summary, tags, responses }]) =>
      summary && tags?.length && Object.keys(responses ?? {}).length > 0 ? [] : [`${method} ${path}`],
    ),
  );
  expect(lacking).toEqual([]);
  expect(Object.keys(description.paths).length).toBeGreaterThan(30);
});
