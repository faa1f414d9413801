import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dataPaths } from "../../platform/paths.ts";
import { temporaryFolder } from "../../platform/testing.ts";
import type { Download } from "./downloads.ts";
import { hubFromEnvironment } from "./hub-settings.ts";
import type { ModelStore } from "./store.ts";
import { startHub, stopsAt, type TestHub } from "./testing/hub-server.ts";
import { commits, gguf, shardedModel } from "./testing/models.ts";
import { testStore } from "./testing/store.ts";

const id = "acme/tiny";
const shard = "model-00002-of-00002.safetensors";
let hub: TestHub;
let folder: ReturnType<typeof temporaryFolder>;
let store: ModelStore;

beforeEach(async () => {
  folder = temporaryFolder();
  hub = await startHub({
    [id]: shardedModel(),
    "acme/quants": {
      commit: commits.first,
      files: {
        "m-Q4_K_M.gguf": gguf(1_000),
        "m-Q8_0.gguf": gguf(2_000),
        "big/m-BF16-00001-of-00002.gguf": gguf(3_000),
        "big/m-BF16-00002-of-00002.gguf": gguf(3_000, 2),
        "mmproj-F16.gguf": gguf(100),
        "config.json": Buffer.from("{}"),
      },
    },
  });
  store = testStore(folder.path, hub.url);
});
afterEach(async () => {
  await store.close();
  await hub.close();
  folder.remove();
});
const place = (...parts: string[]) => join(folder.path, "models", ...id.split("/"), ...parts);
const until = (state: Download["state"]) =>
  new Promise<Download>((resolve) => {
    const off = store.onDownload((download) => {
      if (download.state !== state) return;
      off();
      resolve(download);
    });
  });

describe("verify", () => {
  test("finds one flipped bit, refuses to start on it, and a pull mends it", async () => {
    await store.pull({ repository: id });
    expect((await store.verify(id)).files.every(({ state }) => state === "right")).toBe(true);
    const content = readFileSync(place(shard));
    content[150_000] = (content[150_000] ?? 0) ^ 4;
    writeFileSync(place(shard), content);
    expect(store.find(id).id).toBe(id);
    const report = await store.verify(id);
    expect(report.ok).toBe(false);
    expect(report.files.filter(({ state }) => state === "wrong")).toEqual([{ path: shard, state: "wrong" }]);
    expect(store.get(id)?.state).toBe("damaged");
    expect(() => store.find(id)).toThrow("damaged");
    hub.calls.length = 0;
    await store.pull({ repository: id });
    expect(store.get(id)?.state).toBe("complete");
    expect(hub.calls.filter(({ path }) => path.includes("/resolve/")).every(({ path }) => path.endsWith(shard))).toBe(
      true,
    );
  });

  test("lets the event loop breathe", async () => {
    const file = join(folder.path, "big.gguf");
    await Bun.write(file, gguf(0));
    truncateSync(file, 48 * 1024 * 1024);
    const [big] = await store.importFrom(file, { mode: "register" });
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await store.verify(big?.id ?? "");
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
  });

  test("notes hashes of a folder that came without, and compares the next time", async () => {
    for (const [path, content] of Object.entries(shardedModel(500).files)) await Bun.write(place(path), content);
    expect(store.get(id)?.state).toBe("complete");
    expect((await store.verify(id)).files[0]?.state).toBe("noted");
    expect((await store.verify(id)).files[0]?.state).toBe("right");
  });
});

describe("find", () => {
  const broken: [string, () => void, string][] = [
    ["a missing shard", () => truncateSync(place(shard), 10), "10 bytes long instead of"],
    ["a missing config", () => Bun.spawnSync(["rm", place("config.json")]), "config.json is missing"],
    ["no folder at all", () => store.remove(id), "models pull acme/tiny"],
  ];
  test.each(broken)("refuses %s in a sentence", async (_name, breakIt, part) => {
    await store.pull({ repository: id });
    breakIt();
    expect(() => store.find(id)).toThrow(part);
  });

  test("knows the GGUF models of one repository apart", async () => {
    await expect(store.pull({ repository: "acme/quants" })).rejects.toThrow("holds 3 GGUF models");
    await store.pull({ repository: "acme/quants", include: "*Q4_K_M*" });
    expect(store.find("acme/quants").path).toEndWith("m-Q4_K_M.gguf");
    await store.pull({ repository: "acme/quants", include: ["*BF16*", "mmproj*"] });
    expect(() => store.find("acme/quants")).toThrow("holds 2 GGUF models");
    expect(store.find("acme/quants:q4_k_m")).toMatchObject({ format: "gguf", weightsBytes: 1_024 });
    const split = store.find("acme/quants/big/m-BF16-00001-of-00002.gguf");
    expect(split.weightsBytes).toBe(6_048);
    expect(split.mmproj).toEndWith("mmproj-F16.gguf");
    expect(store.get("acme/quants")?.ggufs).toEqual(["m-Q4_K_M.gguf", "big/m-BF16.gguf"]);
    expect(() => store.find("acme/quants:Q2")).toThrow("no GGUF model that matches Q2");
    await expect(store.pull({ repository: "acme/quants", include: "*Q3*" })).rejects.toThrow("No weights");
  });

  test("starts on one GGUF model while another one of its repository is on its way", async () => {
    await store.pull({ repository: "acme/quants", include: "*Q4_K_M*" });
    hub.misbehave = (call) => (call.path.includes("Q8_0") ? { status: 404 } : undefined);
    await expect(store.pull({ repository: "acme/quants", include: "*Q8_0*" })).rejects.toThrow("no longer has");
    expect(store.get("acme/quants")).toMatchObject({ state: "paused", ggufs: ["m-Q4_K_M.gguf"] });
    expect(store.find("acme/quants:Q4_K_M").path).toEndWith("m-Q4_K_M.gguf");
    expect(() => store.find("acme/quants:Q8_0")).toThrow("m-Q8_0.gguf is missing");
    hub.misbehave = () => undefined;
    await store.pull({ repository: "acme/quants", include: "*Q8_0*" });
    expect(store.get("acme/quants")?.ggufs?.length).toBe(2);
  });

  test("takes an absolute path, and config and tokenizer alone for made-up weights", async () => {
    await store.pull({ repository: id });
    expect(store.find(place()).path).toBe(place());
    await Bun.write(join(folder.path, "dummy", "config.json"), "{}");
    await Bun.write(join(folder.path, "dummy", "tokenizer.json"), "{}");
    expect(() => store.find(join(folder.path, "dummy"))).toThrow("no weights");
    expect(store.find(join(folder.path, "dummy"), { weights: false }).format).toBe("other");
    await Bun.write(join(folder.path, "x-00001-of-00002.gguf"), gguf(5));
    expect(() => store.find(join(folder.path, "x-00001-of-00002.gguf"))).toThrow("x-00002-of-00002.gguf");
  });
});

describe("remove", () => {
  test("is refused while the model is in use or being written", async () => {
    const used = testStore(folder.path, hub.url, {
      inUse: (model) => (model === id ? "Engine a runs it." : undefined),
    });
    await used.pull({ repository: id });
    expect(() => used.remove(id)).toThrow("Engine a runs it. Stop it first.");
    hub.misbehave = (call) => (call.path.includes("/resolve/") ? { stallAfter: 1 } : undefined);
    const controller = new AbortController();
    const { promise: begun, resolve } = Promise.withResolvers<void>();
    const pull = store
      .pull({ repository: "acme/quants", include: "*Q8*" }, { signal: controller.signal, onProgress: () => resolve() })
      .catch(() => {});
    await begun;
    expect(() => testStore(folder.path, hub.url).remove("acme/quants")).toThrow("being written");
    controller.abort();
    await pull;
  });

  test("never follows a link out of the models folder", async () => {
    const outside = join(folder.path, "outside");
    await Bun.write(join(outside, "keep.txt"), "x");
    mkdirSync(join(folder.path, "models", "acme"), { recursive: true });
    symlinkSync(outside, place());
    store.remove(id);
    expect(existsSync(place())).toBe(false);
    expect(readFileSync(join(outside, "keep.txt"), "utf8")).toBe("x");
    mkdirSync(join(outside, "model"));
    symlinkSync(outside, join(folder.path, "models", "linked"));
    expect(store.list().map(({ id: one }) => one)).toEqual(["linked/model"]);
    expect(() => store.remove("linked/model")).toThrow("by hand");
    for (const name of ["..", "../..", "acme/..", "acme"]) expect(() => store.remove(name)).toThrow("not the name");
  });
});

describe("downloads of the server", () => {
  test("pause, resume after a restart, and end", async () => {
    hub.misbehave = stopsAt(120_000);
    const moving = new Promise<void>((resolve) => {
      const off = store.onDownload(({ progress }) => {
        if (progress.bytes < 100_000) return;
        off();
        resolve();
      });
    });
    expect(store.start({ repository: id }).state).toBe("running");
    expect(store.start({ repository: id }).state).toBe("running");
    await moving;
    expect(store.get(id)).toMatchObject({
      state: "downloading",
      download: { file: expect.stringContaining("safetensors") },
    });
    expect(testStore(folder.path, hub.url).get(id)?.state).toBe("downloading");
    await store.pause(id);
    expect([store.downloads()[0]?.state, store.get(id)?.state]).toEqual(["paused", "paused"]);
    await store.close();
    store = testStore(folder.path, hub.url);
    hub.misbehave = () => undefined;
    const done = until("done");
    expect(store.resume(id).state).toBe("running");
    await done;
    expect(store.find(id).id).toBe(id);
  });

  test("that fail say why in the list, also before there is a folder; cancel removes what came", async () => {
    const failed = until("failed");
    store.start({ repository: "acme/nothing" });
    expect(store.get("acme/nothing")?.state).toBe("downloading");
    expect((await failed).problem?.reason).toContain("was not found");
    expect(store.list().map(({ id: one, state, problems }) => [one, state, problems.length])).toEqual([
      ["acme/nothing", "incomplete", 1],
    ]);
    store.remove("acme/nothing");
    expect(store.list()).toEqual([]);
    hub.misbehave = stopsAt(50_000);
    store.start({ repository: id });
    await store.cancel(id);
    expect(store.list()).toEqual([]);
  });
});

describe("hub settings", () => {
  test("come from the environment, the token from a file that only its owner reads", () => {
    const paths = dataPaths(folder.path);
    expect(hubFromEnvironment({ HF_ENDPOINT: "https://mirror.example" }, paths)).toEqual({
      url: "https://mirror.example",
    });
    const file = join(folder.path, "hub-token");
    writeFileSync(file, "hf_fromfile\n");
    chmodSync(file, 0o600);
    expect(hubFromEnvironment({}, paths)).toEqual({ token: "hf_fromfile" });
    expect(hubFromEnvironment({ HF_TOKEN: "hf_env" }, paths)).toEqual({ token: "hf_env" });
    chmodSync(file, 0o644);
    const open = hubFromEnvironment({}, paths);
    expect([open.token, open.problem?.fix]).toEqual([undefined, `Protect it: chmod 600 ${file}.`]);
    expect(() => testStore(folder.path, hub.url, { hub: open }).start({ repository: id })).toThrow("not used");
  });
});
