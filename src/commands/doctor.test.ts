import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder, testApp } from "../platform/testing.ts";
import { doctorCommand } from "./doctor.ts";

let folder: ReturnType<typeof temporaryFolder>;
beforeAll(() => {
  folder = temporaryFolder();
});
afterAll(() => folder.remove());

async function doctor(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await doctorCommand.run([...args], {
    env: { PATH: "/nonexistent", VITRINE_PORT: "0" },
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    readSecret: async () => "",
  });
  return { code, out: out.join("\n"), err: err.join("\n") };
}

interface Report {
  ok: boolean;
  version: string;
  checks: { check: string; section: string; state: string; detail: string; fix?: string }[];
}

describe("doctor", () => {
  test("prints one JSON document, and leaves a folder that is not there alone", async () => {
    const data = join(folder.path, "none");
    const { code, out, err } = await doctor("--json", "--data", data);
    const report: Report = JSON.parse(out);
    expect(Object.keys(report)).toEqual(["ok", "version", "checks"]);
    expect([code, err]).toEqual([report.ok ? 0 : 1, ""]);
    expect(report.checks.map(({ check }) => check)).toEqual(
      expect.arrayContaining([
        "assets",
        "data",
        "disk",
        "database",
        "port",
        "driver",
        "cgroup",
        "system",
        "memory",
        "time",
      ]),
    );
    expect(existsSync(data)).toBe(false);
  });

  test("looks at people and models once there is a database", async () => {
    const app = testApp();
    const { out } = await doctor("--json", "--data", app.paths.root);
    const report: Report = JSON.parse(out);
    expect(report.checks).toContainEqual({
      check: "people",
      section: "Vitrine",
      state: "warn",
      detail: "nobody has claimed this appliance",
      fix: "vitrine setup-link",
    });
    expect(report.checks.find(({ check }) => check === "models")?.state).toBe("warn");
    app.dispose();
  });

  test("speaks plainly where nobody wants JSON", async () => {
    const { out } = await doctor("--data", join(folder.path, "none"));
    expect(out).toStartWith("Vitrine\n");
    expect(out).toContain("\nMachine\n");
    expect(out).not.toContain("\u001b");
  });
});
