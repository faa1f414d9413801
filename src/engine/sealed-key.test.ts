import { afterAll, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { testApp } from "../platform/testing.ts";
import { createEngineStore } from "./engines.ts";
import { engines } from "./schema.ts";
import { engineSettings } from "./settings.ts";

const app = testApp();
afterAll(() => app.dispose());
const apiKey = "sk-of-another-machine";
const settings = engineSettings.parse({
  adapter: "remote",
  label: "Other",
  servedName: "other",
  model: "other",
  baseUrl: "https://gpu.example.org/v1",
  apiKey,
});
const stored = (id: string) => app.db.select().from(engines).where(eq(engines.id, id)).get()?.settings ?? "";

describe("a remote engine's key", () => {
  test("is encrypted in the database and opened by whoever has the key file", () => {
    createEngineStore(app).create("one", settings);
    expect(stored("one")).not.toContain(apiKey);
    expect(stored("one")).toContain("sealed:v1.");
    expect(createEngineStore(app).find("one")?.settings).toEqual(settings);
  });

  test("of an earlier version is read, and encrypted when it is next written", () => {
    const store = createEngineStore(app);
    app.db
      .update(engines)
      .set({ settings: JSON.stringify(settings) })
      .where(eq(engines.id, "one"))
      .run();
    expect(createEngineStore(app).find("one")?.settings).toEqual(settings);
    store.update("one", settings);
    expect(stored("one")).not.toContain(apiKey);
  });

  test("opens for no other engine and with no other key file; the engine stays", () => {
    const store = createEngineStore(app);
    store.create("two", { ...settings, servedName: "two" });
    app.db
      .update(engines)
      .set({ settings: stored("one") })
      .where(eq(engines.id, "two"))
      .run();
    expect(createEngineStore(app).find("two")?.settings).not.toHaveProperty("apiKey");
    const stolen = { ...app, secrets: { ...app.secrets, master: "x".repeat(43) } };
    expect(createEngineStore(stolen).find("one")?.settings).not.toHaveProperty("apiKey");
  });
});
