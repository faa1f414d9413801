import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigError, loadConfig } from "./config.ts";
import { temporaryFolder } from "./testing.ts";

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const file = (toml: string) => writeFileSync(join(folder.path, "config.toml"), toml);
const load = (flags: object = {}, env: Record<string, string> = {}) =>
  loadConfig({ data: folder.path, ...flags }, env, 1000);
const problemsOf = (run: () => unknown): string[] => {
  try {
    run();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};

describe("configuration", () => {
  test("flags beat variables, variables beat the file, the file beats defaults", () => {
    file('port = 1000\nhost = "10.0.0.1"\nlog_level = "debug"\n');
    const config = load({ port: "3000" }, { VITRINE_PORT: "2000", VITRINE_HOST: "10.0.0.2" });
    expect([config.port, config.host, config.log_level, config.max_generations]).toEqual([
      3000,
      "10.0.0.2",
      "debug",
      64,
    ]);
  });

  test.each([
    [{ uid: 0, env: {} }, "/var/lib/vitrine"],
    [{ uid: 1000, env: { HOME: "/home/a" } }, "/home/a/.local/share/vitrine"],
    [{ uid: 1000, env: { HOME: "/home/a", XDG_DATA_HOME: "/data" } }, "/data/vitrine"],
    [{ uid: 0, env: { VITRINE_DATA: "/srv/v" } }, "/srv/v"],
  ])("the data folder of %p", ({ uid, env }, expected) => {
    expect(loadConfig({}, env, uid).dataDir).toBe(expected);
  });

  test("every problem is reported at once", () => {
    file('port = 99999\npublic_url = "nonsense"\ncolour = "red"\n[[providers]]\nid = "Bad Id"\nkind = "openai"\n');
    const problems = problemsOf(() => load());
    expect(problems.length).toBe(4);
    expect(problems.join("\n")).toMatch(/port[\s\S]*public_url|public_url[\s\S]*port/);
    expect(problems.join("\n")).toContain("colour");
    expect(problems.join("\n")).toContain("providers.0.id");
  });

  test("a file that is not TOML is named", () => {
    file("port = = 1");
    expect(problemsOf(() => load())[0]).toContain("config.toml cannot be read");
  });

  test("says what is wrong with a provider of sign-in", () => {
    file(`
      [[sign_in]]
      id = "company"
      kind = "oidc"
      client_id = "c"
      [[sign_in]]
      id = "company"
      kind = "oidc"
      issuer = "http://login.example.org"
      client_id = "c"
    `);
    expect(problemsOf(load)).toEqual([
      "sign_in.company: an oidc provider needs its issuer",
      "sign_in: the id `company` is used twice",
      "sign_in.company: issuer must be https",
    ]);
  });

  test("variables add providers", () => {
    const env = { VITRINE_OPENAI_BASE_URL: "http://127.0.0.1:8000/v1", ANTHROPIC_API_KEY: "a, b" };
    expect(load({}, env).providers).toEqual([
      { id: "openai", kind: "openai", base_url: "http://127.0.0.1:8000/v1", api_keys: [] },
      { id: "anthropic", kind: "anthropic", api_keys: ["a", "b"] },
    ]);
  });

  test.each([
    ['[[providers]]\nid = "builtin"\nkind = "openai"\n', "belongs to the pattern engine"],
    ['[[providers]]\nid = "openai"\nkind = "openai"\n[[providers]]\nid = "openai"\nkind = "openai"\n', "used twice"],
    ['[[providers]]\nid = "claude"\nkind = "anthropic"\n', "api_keys is empty"],
  ])("refuses %p", (toml, part) => {
    file(toml);
    expect(problemsOf(() => load()).join()).toContain(part);
  });
});
