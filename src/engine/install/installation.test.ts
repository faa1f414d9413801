import { afterAll, describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ManualClock } from "../../platform/clock.ts";
import { Problem } from "../../platform/problem.ts";
import { temporaryFolder } from "../../platform/testing.ts";
import { findInstalls, type InstallerParts, installEngine, installViews, pinnedVllm, removeInstall } from "./index.ts";
import { lockEngines } from "./lock.ts";
import { findPython } from "./python.ts";
import { program, wheelFolder, wheelIndex } from "./testing.ts";

const root = temporaryFolder();
afterAll(root.remove, 120_000);
let count = 0;

/** A data folder of its own, an environment without anybody's settings, and a roomy disk. */
function setup(env: Record<string, string> = {}): InstallerParts & { folder: string } {
  const folder = join(root.path, `case-${count++}`);
  mkdirSync(join(folder, "home"), { recursive: true });
  return {
    folder,
    paths: { engines: join(folder, "data", "engines") },
    env: { PATH: process.env.PATH, HOME: join(folder, "home"), PIP_CONFIG_FILE: "/dev/null", ...env },
    clock: new ManualClock(1_000),
    freeBytes: () => 1e15,
  };
}

const good = `import vllm, sys; print("noise"); print(vllm.__version__)`;
const vllm = { name: "vllm", version: pinnedVllm, script: good, requires: ["tinydep>=1"] };
const tinydep = { name: "tinydep", version: "1.2" };

const refusal = async (work: Promise<unknown>): Promise<Problem> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Problem) return error;
  throw new Error(`expected a Problem, got ${error}`);
};

const search = await findPython(process.env);

describe.skipIf("problem" in search)("with a real Python", () => {
  test("installs offline from a folder of wheels, lists it, keeps it, removes it", async () => {
    const parts = setup();
    const wheels = wheelFolder(join(parts.folder, "wheels"), [vllm, tinydep]);
    const lines: string[] = [];
    const made = await installEngine(parts, {
      adapter: "vllm",
      from: { wheels },
      onLine: (line) => lines.push(line),
    });
    const folder = join(parts.paths.engines, `vllm-${pinnedVllm}`);
    expect(made).toMatchObject({ name: `vllm-${pinnedVllm}`, folder, executable: join(folder, "bin", "vllm") });
    expect(made.record).toMatchObject({ version: pinnedVllm, source: wheels, installedAt: 1_000 });
    expect(made.record.bytes).toBeGreaterThan(1_000_000);
    expect(lines.some((line) => line.includes("Successfully installed"))).toBe(true);
    const lock = readFileSync(join(folder, "requirements.lock"), "utf8");
    expect(lock).toMatch(/^tinydep==1\.2 --hash=sha256:[0-9a-f]{64}$/m);
    expect(lock).toMatch(/^vllm==\S+ --hash=sha256:[0-9a-f]{64}$/m);
    expect(Bun.spawnSync([made.executable, "--version"]).stdout.toString()).toContain(pinnedVllm);
    // Nothing but the environment, the lock and what is remembered; no packages in the home folder.
    expect(readdirSync(parts.paths.engines).sort()).toEqual([".lock", `vllm-${pinnedVllm}`]);
    for (const name of [".local", ".cache"]) expect(existsSync(join(parts.folder, "home", name))).toBe(false);

    const installs = await findInstalls({ ...parts, env: { PATH: "/nowhere" } });
    expect(installViews(installs)).toEqual([
      {
        kind: "managed",
        adapter: "vllm",
        version: pinnedVllm,
        executable: made.executable,
        detail: `Installed by Vitrine with Python ${made.record.python} from ${wheels}.`,
        chosen: true,
      },
    ]);

    writeFileSync(join(folder, "mark"), "");
    expect(await installEngine(parts, { adapter: "vllm", from: { wheels } })).toEqual(made);
    expect(existsSync(join(folder, "mark"))).toBe(true);

    expect(() => removeInstall(parts, pinnedVllm, [made.executable])).toThrow("Stop that engine first");
    removeInstall(parts, pinnedVllm, []);
    expect(existsSync(folder)).toBe(false);
    expect(() => removeInstall(parts, pinnedVllm, [])).toThrow("has installed no");
  }, 180_000);

  test("installs a named version from an index, and writes no password of its address down", async () => {
    const parts = setup();
    const index = wheelIndex([{ ...vllm, version: "0.28.1" }, { ...vllm, version: "0.30.0" }, tinydep]);
    try {
      const from = { index: index.url.replace("//", "//ada:secret@") };
      const made = await installEngine(parts, { adapter: "vllm", version: "0.28.1", from });
      expect(made.record).toMatchObject({ version: "0.28.1", source: index.url });
      expect(readFileSync(join(made.folder, "install.json"), "utf8")).not.toContain("secret");
      expect(index.asked).toContain("/simple/vllm/");
      expect(existsSync(join(parts.paths.engines, ".downloads"))).toBe(false);
    } finally {
      await index.stop();
    }
  }, 180_000);

  test("says what a folder lacks, and leaves nothing half done", async () => {
    const parts = setup();
    const wheels = wheelFolder(join(parts.folder, "wheels"), [vllm]);
    const problem = await refusal(installEngine(parts, { adapter: "vllm", from: { wheels } }));
    expect(problem.message).toContain("lacks something that vLLM");
    expect(problem.message).toContain("tinydep");
    expect(readdirSync(parts.paths.engines).filter((name) => name.startsWith("vllm"))).toEqual([]);
  }, 180_000);

  test("refuses an engine that does not run, and keeps one that only misses its GPU", async () => {
    const parts = setup();
    const broken = wheelFolder(join(parts.folder, "broken"), [
      {
        name: "vllm",
        version: pinnedVllm,
        script: `raise ImportError("libcudart.so.13: cannot open shared object file")`,
      },
    ]);
    const problem = await refusal(installEngine(parts, { adapter: "vllm", from: { wheels: broken } }));
    expect(problem.message).toContain("does not run: ImportError: libcudart.so.13");
    const blind = wheelFolder(join(parts.folder, "blind"), [
      { name: "vllm", version: pinnedVllm, script: `raise RuntimeError("Failed to infer device type, please set")` },
    ]);
    const made = await installEngine(parts, { adapter: "vllm", from: { wheels: blind } });
    expect(made.record.note).toContain("sees no GPU");
  }, 180_000);

  test("stops when told to, also in the middle of pip, and clears an earlier one that was killed", async () => {
    const parts = setup();
    const stop = new AbortController();
    const wheels = wheelFolder(join(parts.folder, "wheels"), [vllm, tinydep]);
    const killed = join(parts.paths.engines, "vllm-0.1.0");
    mkdirSync(killed, { recursive: true });
    const problem = await refusal(
      installEngine(parts, {
        adapter: "vllm",
        from: { wheels },
        signal: stop.signal,
        onLine: (line) => void (line.startsWith("Looking in links") && stop.abort()),
      }),
    );
    expect(problem.message).toContain("was stopped");
    expect(existsSync(killed)).toBe(false);
    expect(existsSync(join(parts.paths.engines, `vllm-${pinnedVllm}`))).toBe(false);
  }, 180_000);
});

describe("before anything is written", () => {
  const refused = async (parts: InstallerParts, request: Partial<Parameters<typeof installEngine>[1]>) =>
    refusal(installEngine(parts, { adapter: "vllm", from: {}, ...request }));

  test("checks the version, the folder and the disk", async () => {
    const parts = setup();
    expect((await refused(parts, { version: "../../etc" })).message).toContain("is no version");
    expect((await refused(parts, { from: { build: "gpu" } })).message).toContain("gpu is no build of vLLM");
    expect((await refused(parts, { from: { wheels: "/nowhere" } })).message).toContain("There is no folder /nowhere");
    const empty = join(parts.folder, "empty");
    mkdirSync(empty);
    expect((await refused(parts, { from: { wheels: empty } })).message).toContain("holds no wheel of vLLM");
    const full = await refused({ ...parts, freeBytes: () => 2e9 }, {});
    expect(full.code).toBe("storage_full");
    expect(full.message).toContain("about 15 GB, and 2.0 GB are free");
    expect(readdirSync(parts.paths.engines)).toEqual([".lock"]);
  });

  test("lets one at a time in", async () => {
    const parts = setup();
    const unlock = lockEngines(parts.paths.engines);
    expect((await refused(parts, {})).code).toBe("conflict");
    unlock();
    expect((await refused(parts, { python: "/nowhere/python" })).message).toContain("does not answer like a Python");
  });

  const pythons = [
    { name: "none", programs: {}, says: "No Python that vLLM runs on was found. Install Python 3.12" },
    { name: "too old", programs: { python3: "echo 3.9.2 1" }, says: "(" },
    { name: "without venv", programs: { "python3.12": "echo 3.12.4 0" }, says: "apt install python3.12-venv" },
    {
      name: "a stand-in that fails",
      programs: { "python3.12": "echo no such version >&2; exit 127" },
      says: "No Python",
    },
  ];
  for (const { name, programs, says } of pythons) {
    test(`says what to do about Python: ${name}`, async () => {
      const parts = setup();
      const bin = join(parts.folder, "bin");
      mkdirSync(bin);
      for (const [file, body] of Object.entries(programs)) program(bin, file, body);
      const problem = await refused({ ...parts, env: { PATH: bin } }, {});
      expect(problem.message).toContain(says);
    });
  }

  test("prefers 3.12, and takes another that is whole over one without venv", async () => {
    const bin = join(root.path, "bin-choice");
    program(bin, "python3.12", "echo 3.12.4 0");
    program(bin, "python3.11", "echo 3.11.7 1");
    program(bin, "python3", "echo 3.9.1 1");
    expect(await findPython({ PATH: bin })).toEqual({
      python: { executable: join(bin, "python3.11"), version: "3.11.7", canMakeEnvironments: true },
    });
  });
});
