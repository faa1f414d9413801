import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startHub, stopsAt, type TestHub } from "../engine/files/testing/hub-server.ts";
import { commits, gguf, shardedModel } from "../engine/files/testing/models.ts";
import { createEngineStore, engineSettings } from "../engine/index.ts";
import { systemClock } from "../platform/clock.ts";
import { openDatabase } from "../platform/database.ts";
import { silentLogger } from "../platform/logger.ts";
import { dataPaths } from "../platform/paths.ts";
import { temporaryFolder } from "../platform/testing.ts";

const main = join(import.meta.dir, "..", "main.ts");
let hub: TestHub;
let folder: ReturnType<typeof temporaryFolder>;

beforeAll(async () => {
  folder = temporaryFolder();
  hub = await startHub({
    "acme/tiny": shardedModel(),
    "acme/slow": shardedModel(600_000),
    "acme/quants": { commit: commits.first, files: { "m-Q4_K_M.gguf": gguf(900), "m-Q8_0.gguf": gguf(1_800) } },
  });
  mkdirSync(join(folder.path, "catalogue"), { recursive: true });
  writeFileSync(
    join(folder.path, "catalogue", "acme.toml"),
    `family = "Acme"
vendor = "Acme"
licence = "Apache-2.0"

[[models]]
id = "acme-tiny"
name = "Acme Tiny"
released = "2026-01-02"
parametersB = 8
contextLength = 131072
minimumEngine = "0.17.0"
goodFor = ["pages"]

[models.shape]
architecture = "LlamaForCausalLM"
attentionHeads = 32
layers = [{ kind = "full", count = 32, kvHeads = 8, headDim = 128 }]

[[models.variants]]
id = "bf16"
label = "bf16"
precision = "bf16"
repository = "acme/tiny"
weightsBytes = 16_000_000_000
minimumVramGb = 24

[[models.variants]]
id = "q4"
label = "Q4"
precision = "q4"
repository = "acme/quants"
format = "gguf"
files = ["*Q4_K_M*"]
weightsBytes = 5_000_000_000
minimumVramGb = 8
`,
  );
});
afterAll(async () => {
  await hub.close();
  folder.remove();
});

function start(args: string[]) {
  const { PATH = "", HOME = "" } = process.env;
  return Bun.spawn([process.execPath, main, "models", ...args, "--data", folder.path], {
    env: { PATH, HOME, HF_ENDPOINT: hub.url, VITRINE_NVIDIA_SMI: "/nowhere/nvidia-smi" },
    stdout: "pipe",
    stderr: "pipe",
  });
}

async function models(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const child = start(args);
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { code, out, err };
}

describe("vitrine models", () => {
  test("explains itself with an example for each verb, and refuses what it does not know", async () => {
    const help = await models("--help");
    expect(help.code).toBe(0);
    for (const verb of ["list", "fit", "pull", "import", "verify", "remove"])
      expect(help.out).toContain(`example: vitrine models ${verb}`);
    for (const args of [["bogus"], ["pull"], ["list", "x"], ["list", "--link"], ["fit", "--gpu-memory", "much"]]) {
      const { code, out, err } = await models(...args);
      expect([args, code, out]).toEqual([args, 2, ""]);
      expect(err).toContain("See vitrine models --help");
    }
  }, 20_000);

  test("fetches, lists, checks and removes; --json is one document", async () => {
    const pulled = await models("pull", "acme-tiny", "--variant", "bf16", "--json");
    expect([pulled.code, JSON.parse(pulled.out).state]).toEqual([0, "complete"]);
    expect(pulled.err).toContain("100 %");
    const listed = JSON.parse((await models("list", "--json")).out);
    expect(listed.items.map(({ id }: { id: string }) => id)).toEqual(["acme/tiny"]);
    expect((await models("list", "--all")).out).toContain("q4 5.0 GB");
    const sound = await models("verify", "acme/tiny");
    expect([sound.code, sound.out]).toEqual([0, "ok    acme/tiny  7 files\n"]);
    const file = join(folder.path, "models", "acme", "tiny", "config.json");
    writeFileSync(file, readFileSync(file, "utf8").replace("8", "9"));
    const broken = await models("verify", "acme/tiny", "--json");
    expect([broken.code, JSON.parse(broken.out).ok]).toEqual([1, false]);
    expect((await models("list")).out).toContain("damaged");
    const paths = dataPaths(folder.path);
    const opened = openDatabase(paths);
    const store = createEngineStore({ db: opened.db, clock: systemClock, log: silentLogger });
    const settings = { adapter: "vllm", label: "Tiny", servedName: "tiny", model: "acme/tiny" } as const;
    store.create("tiny", engineSettings.parse(settings));
    store.setDesired("tiny", "running");
    const refused = await models("remove", "acme/tiny");
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining("Tiny runs on these files.")]);
    store.setDesired("tiny", "stopped");
    opened.close();
    expect((await models("remove", "acme/tiny")).code).toBe(0);
    const gone = await models("remove", "acme/tiny");
    expect([gone.code, gone.err.includes(" at ")]).toEqual([1, false]);
    expect(gone.err).toContain("no files of acme/tiny");
  }, 30_000);

  test("says which models fit, on this machine and on another", async () => {
    const small = await models("fit", "acme-tiny", "--gpu-memory", "24", "--json");
    const [model] = JSON.parse(small.out).items;
    const variant = model.variants.find(({ id }: { id: string }) => id === "bf16");
    expect(variant.fit.verdict).toBe("fits_less_context");
    const text = await models("fit", "--gpu-memory", "24");
    expect(text.out).toMatch(/acme-tiny +bf16 +16\.0 GB +fits with context \d+,\d+/);
    expect((await models("fit", "acme-tiny", "--gpu-memory", "8")).out).toMatch(
      /bf16 +16\.0 GB +(needs \d GPUs|does not fit)/,
    );
    const explained = await models("fit", "acme-tiny", "--gpu-memory", "24", "--explain");
    expect(explained.out.split("\n").length).toBeGreaterThan(6);
    const unknown = await models("fit", "acme-tinny");
    expect([unknown.code, unknown.err.includes("acme-tiny")]).toEqual([2, true]);
  }, 30_000);

  test("Ctrl+C pauses a pull, says how to go on, and going on works", async () => {
    hub.misbehave = stopsAt(100_000);
    const child = start(["pull", "acme/slow"]);
    while (!hub.calls.some(({ path }) => path.startsWith("/acme/slow/") && path.endsWith(".safetensors")))
      await Bun.sleep(20);
    child.kill("SIGINT");
    const err = await new Response(child.stderr).text();
    expect(await child.exited).toBe(1);
    expect(err).toContain("paused");
    expect(err).toContain("vitrine models pull acme/slow");
    expect((await models("list")).out).toMatch(/acme\/slow +paused/);
    hub.misbehave = () => undefined;
    expect((await models("pull", "acme/slow")).code).toBe(0);
  }, 30_000);

  test("imports a folder, and a gated or unknown repository is a sentence", async () => {
    const from = join(folder.path, "from", "Some Model");
    for (const [path, content] of Object.entries(shardedModel(500).files)) await Bun.write(join(from, path), content);
    const imported = await models("import", from, "--register", "--json");
    expect(JSON.parse(imported.out).items[0].id).toBe("local/Some-Model");
    const lost = await models("pull", "acme/tini");
    expect([lost.code, lost.out]).toEqual([1, ""]);
    expect(lost.err).toContain("was not found");
    await models("pull", "acme-tiny", "--variant", "q4");
    expect((await models("fit", "acme-tiny", "--gpu-memory", "24")).out).toMatch(/q4 .*on this disk/);
    const many = await models("pull", "acme/quants");
    expect(many.err).toContain("--include '*Q4_K_M*'");
  }, 20_000);
});
