import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import manifest from "../../package.json" with { type: "json" };
import { type Appliance, adminEnv, cleanEnv, executable, runVitrine, signIn, startAppliance } from "./appliance.ts";

/** Whether this machine lets us mount a file system of our own, as a full disk. */
const canMount =
  Bun.which("unshare") !== null &&
  Bun.spawnSync(["unshare", "-rm", "sh", "-c", "mount -t tmpfs -o size=1m tmpfs /mnt"]).exitCode === 0;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "vitrine-commands-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the command line", () => {
  test.each([
    [["--help"], 0, "usage: vitrine COMMAND"],
    [["help", "serve"], 0, "usage: vitrine serve"],
    [["--version"], 0, manifest.version],
    [["version", "--json"], 0, `"version":"${manifest.version}"`],
    [["version", "--licences"], 0, "Apache License"],
    [["serve", "--help"], 0, "example:"],
    [["user", "--help"], 0, "example:"],
    [["doctor", "--help"], 0, "example:"],
    [["setup-link", "--help"], 0, "example:"],
  ])("%p exits with %p", async (args, code, part) => {
    const result = await runVitrine(args);
    expect(result.stdout).toContain(part);
    expect([result.code, result.stderr]).toEqual([code, ""]);
  });

  test.each([
    [[], "usage: vitrine COMMAND"],
    [["fly"], "there is no command fly"],
    [["serve", "--sideways"], "--sideways"],
    [["serve", "extra"], "Unexpected argument: extra"],
    [["user"], "An argument is missing"],
    [["user", "add"], "takes 1 argument"],
    [["user", "fly"], "no verb fly"],
  ])("%p is wrong usage", async (args, part) => {
    const result = await runVitrine(args);
    expect(result.stderr).toContain(part);
    expect([result.code, result.stdout]).toEqual([2, ""]);
  });

  test("the notices name every package that the page and the server depend on", async () => {
    const { stdout } = await runVitrine(["version", "--licences"]);
    for (const [name, version] of Object.entries(manifest.dependencies)) expect(stdout).toContain(`${name}@${version}`);
  });

  test("every configuration problem is told at once", async () => {
    const result = await runVitrine(["serve", "--data", folder, "--port", "123456"], {
      env: { VITRINE_LOG_LEVEL: "loud" },
    });
    expect(result.code).toBe(1);
    expect(result.stderr).toContain("port:");
    expect(result.stderr).toContain("log_level:");
  });

  test("a .env and a bunfig.toml of the folder it is started in mean nothing", async () => {
    const cwd = join(folder, "trap");
    mkdirSync(cwd);
    writeFileSync(join(cwd, ".env"), "VITRINE_LOG_LEVEL=loud\n");
    writeFileSync(join(cwd, "bunfig.toml"), 'preload = ["./missing.ts"]\n');
    const result = await runVitrine(["doctor", "--json", "--data", join(cwd, "data")], { cwd });
    expect(JSON.parse(result.stdout).ok).toBe(true);
  });
});

describe("people and doctor from the terminal", () => {
  test("add, list, change, refuse to lose the last administrator", async () => {
    const data = join(folder, "people");
    const env = { VITRINE_DATA: data };
    const added = await runVitrine(["user", "add", "Ada@Example.org", "--name", "Ada", "--role", "admin"], {
      env,
      stdin: "correct horse battery\n",
    });
    expect([added.code, added.stdout]).toEqual([0, ""]);
    const made = await runVitrine(["user", "add", "bo@example.org", "--generate"], { env });
    expect(made.stdout.trim().length).toBeGreaterThanOrEqual(20);
    const listed = await runVitrine(["user", "list", "--json"], { env });
    expect(JSON.parse(listed.stdout)).toMatchObject([
      { email: "ada@example.org", role: "admin" },
      { email: "bo@example.org", role: "member" },
    ]);
    expect(listed.stdout).not.toContain("argon2");
    const last = await runVitrine(["user", "role", "ada@example.org", "viewer"], { env });
    expect(last.code).toBe(1);
    const short = await runVitrine(["user", "add", "c@example.org"], { env, stdin: "short\n" });
    expect(short.code).toBe(1);
    const unknown = await runVitrine(["user", "reset-password", "nobody@example.org", "--generate"], { env });
    expect([unknown.code, unknown.stdout]).toEqual([1, ""]);
  });

  test("doctor names each check with its state", async () => {
    const result = await runVitrine(["doctor", "--json", "--data", join(folder, "people")]);
    const report = JSON.parse(result.stdout);
    expect(report.checks.map(({ check }: { check: string }) => check)).toEqual(
      expect.arrayContaining(["assets", "data", "disk", "database", "port", "people", "models"]),
    );
    expect(result.stderr).toBe("");
  });
});

describe("starting", () => {
  test("prints one setup link, keeps it in a private file, and a new link replaces it", async () => {
    const appliance = await startAppliance();
    try {
      expect(appliance.setupUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/setup#[\w-]{43}$/);
      const file = join(appliance.data, "setup-url");
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(readFileSync(file, "utf8").trim()).toBe(appliance.setupUrl ?? "");
      const again = await runVitrine(["setup-link", "--data", appliance.data, "--url", appliance.url]);
      expect(again.code).toBe(0);
      const claim = (link: string) =>
        fetch(`${appliance.url}/api/setup`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({
            token: link.split("#")[1]?.trim(),
            email: "a@example.org",
            password: "correct horse battery",
            name: "A",
          }),
        });
      expect((await claim(appliance.setupUrl ?? "")).status).toBe(403);
      expect((await claim(again.stdout)).status).toBe(201);
      expect((await claim(again.stdout)).status).toBe(410);
      expect((await runVitrine(["setup-link", "--data", appliance.data])).code).toBe(1);
    } finally {
      await appliance.dispose();
    }
  });

  test("a second server on the same folder or port says so and leaves the first alone", async () => {
    const appliance = await startAppliance({ env: adminEnv });
    try {
      const sameFolder = await runVitrine(["serve", "--port", "0", "--data", appliance.data]);
      expect([sameFolder.code, sameFolder.stdout]).toEqual([1, ""]);
      expect(sameFolder.stderr).toContain("already running");
      const port = new URL(appliance.url).port;
      const samePort = await runVitrine(["serve", "--port", port, "--data", join(folder, "other")]);
      expect(samePort.code).toBe(1);
      expect(samePort.stderr).toContain(`Port ${port}`);
      expect((await fetch(`${appliance.url}/health/ready`)).status).toBe(200);
    } finally {
      await appliance.dispose();
    }
  });

  test.each([
    [
      "a newer schema",
      (database: Database) =>
        database.run("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('x', 9999999999999)"),
      "newer Vitrine",
    ],
  ])("refuses %s with a sentence", async (_name, change, part) => {
    const data = join(folder, "newer");
    await (await startAppliance({ data })).dispose();
    const database = new Database(join(data, "vitrine.db"));
    change(database);
    database.close();
    const result = await runVitrine(["serve", "--port", "0", "--data", data]);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain(part);
    expect(result.stderr).not.toContain(" at ");
  });

  test.skipIf(!canMount)("refuses a disk that is full (needs user namespaces to mount a small one)", async () => {
    const mount = join(folder, "small");
    mkdirSync(mount);
    const script = `mount -t tmpfs -o size=1m tmpfs '${mount}' && exec '${executable}' serve --port 0 --data '${mount}/data'`;
    const child = Bun.spawn(["unshare", "-rm", "sh", "-c", script], {
      env: cleanEnv(),
      stdout: "ignore",
      stderr: "pipe",
    });
    const [stderr, code] = await Promise.all([new Response(child.stderr).text(), child.exited]);
    expect(code).toBe(1);
    expect(stderr).toContain("MiB left");
  });

  test("SIGTERM and SIGINT end it cleanly and leave a closed database", async () => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      const appliance: Appliance = await startAppliance({ env: adminEnv });
      await signIn(appliance.url);
      process.kill(appliance.pid, signal);
      expect(await appliance.exited).toBe(0);
      expect(appliance.log()).toContain("stopped");
      expect(statSync(join(appliance.data, "vitrine.db")).size).toBeGreaterThan(0);
      expect(() => statSync(join(appliance.data, "running"))).toThrow();
      expect(() => statSync(join(appliance.data, "vitrine.db-wal"))).toThrow();
      await appliance.dispose();
    }
  });
});
