import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryFolder } from "../../platform/testing.ts";
import type { ModelStore } from "./store.ts";
import { gitOidOf, sha256Of } from "./testing/hub-server.ts";
import { commits, gguf, shardedModel } from "./testing/models.ts";
import { testStore } from "./testing/store.ts";

let folder: ReturnType<typeof temporaryFolder>;
let store: ModelStore;
beforeEach(() => {
  folder = temporaryFolder();
  store = testStore(join(folder.path, "data"), "http://127.0.0.1:1");
});
afterEach(() => folder.remove());

const at = (...parts: string[]) => join(folder.path, ...parts);

function put(place: string, files: Record<string, Uint8Array>): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(place, path)), { recursive: true });
    writeFileSync(join(place, path), content);
  }
  return place;
}

/** As Hugging Face's own tools keep models: content by hash in `blobs`, names as links. */
function putCache(place: string, owner: string, name: string, files: Record<string, Uint8Array>): string {
  const root = join(place, `models--${owner}--${name}`);
  const snapshot = join(root, "snapshots", commits.first);
  mkdirSync(join(root, "blobs"), { recursive: true });
  put(root, { "refs/main": Buffer.from(commits.first) });
  for (const [path, content] of Object.entries(files)) {
    const blob = /\.(safetensors|bin)$/.test(path) ? sha256Of(content) : gitOidOf(content);
    writeFileSync(join(root, "blobs", blob), content);
    mkdirSync(dirname(join(snapshot, path)), { recursive: true });
    symlinkSync(join(root, "blobs", blob), join(snapshot, path));
  }
  return root;
}

const plain = () => put(at("from", "My Model"), shardedModel(2_000).files);
const shard = "model-00001-of-00002.safetensors";

describe("import", () => {
  test.each(["copy", "link", "register"] as const)("of a plain folder, mode %s", async (mode) => {
    const from = plain();
    const [stored] = await store.importFrom(from, { mode });
    expect(stored).toMatchObject({ id: "local/My-Model", state: "complete", format: "safetensors" });
    const found = store.find("local/My-Model");
    expect(found.path).toBe(mode === "register" ? from : at("data", "models", "local", "My-Model"));
    expect(existsSync(join(found.path, "pytorch_model.bin"))).toBe(mode === "register");
    const same = statSync(join(found.path, shard)).ino === statSync(join(from, shard)).ino;
    expect(same).toBe(mode !== "copy");
    expect((await store.verify("local/My-Model")).ok).toBe(true);
    store.remove("local/My-Model");
    expect(store.list()).toEqual([]);
    expect(existsSync(join(from, shard))).toBe(true);
  });

  test("of Hugging Face's cache takes the repository's name, commit and hashes", async () => {
    const root = putCache(at("hub"), "acme", "tiny", shardedModel(2_000).files);
    const [stored] = await store.importFrom(at("hub"), { mode: "copy" });
    expect(stored).toMatchObject({ id: "acme/tiny", revision: commits.first, state: "complete" });
    expect(stored?.verifiedAt).not.toBeNull();
    const manifest = JSON.parse(readFileSync(at("data", "models", "acme", "tiny", "vitrine-model.json"), "utf8"));
    expect(manifest.files.every((file: object) => "sha256" in file || "gitOid" in file)).toBe(true);
    store.remove("acme/tiny");
    const snapshot = join(root, "snapshots", commits.first);
    expect((await store.importFrom(snapshot, { mode: "link" }))[0]?.id).toBe("acme/tiny");
    expect((await store.importFrom(root, { mode: "register", id: "local/other" }))[0]?.path).toBe(snapshot);
  });

  test("of a cache whose blob is damaged is refused by name", async () => {
    const files = shardedModel(2_000).files;
    const root = putCache(at("hub"), "acme", "tiny", files);
    const blob = join(root, "blobs", sha256Of(files[shard] ?? new Uint8Array()));
    const content = readFileSync(blob);
    content[500] = (content[500] ?? 0) ^ 1;
    writeFileSync(blob, content);
    await expect(store.importFrom(root, { mode: "copy" })).rejects.toThrow("does not have the content");
    expect(() => store.find("acme/tiny")).toThrow("not complete");
    writeFileSync(blob, files[shard] ?? "");
    expect((await store.importFrom(root, { mode: "copy" }))[0]?.state).toBe("complete");
  });

  test("of a .gguf file, split or not, and of a folder of several models", async () => {
    put(at("ggufs"), {
      "one-Q4_K_M.gguf": gguf(500),
      "two-00001-of-00002.gguf": gguf(500),
      "two-00002-of-00002.gguf": gguf(500, 2),
    });
    const [one] = await store.importFrom(at("ggufs", "one-Q4_K_M.gguf"), { mode: "copy" });
    expect(one).toMatchObject({ id: "local/one-Q4_K_M", format: "gguf", files: 1 });
    const [two] = await store.importFrom(at("ggufs", "two-00002-of-00002.gguf"), { mode: "copy" });
    expect(two).toMatchObject({ id: "local/two", files: 2 });
    expect(store.find("local/two").path).toEndWith("two-00001-of-00002.gguf");
    plain();
    put(at("from", "other"), { "x.gguf": gguf(10) });
    const several = await store.importFrom(at("from"), { mode: "link" });
    expect(several.map(({ id }) => id)).toEqual(["local/My-Model", "local/other"]);
    await expect(store.importFrom(at("from"), { mode: "link", id: "a/b" })).rejects.toThrow("holds 2 models");
  });

  test("of another Vitrine's models folder keeps names and hashes", async () => {
    await store.importFrom(plain(), { mode: "copy", id: "acme/moved" });
    const other = testStore(at("elsewhere"), "http://127.0.0.1:1");
    const [stored] = await other.importFrom(at("data", "models"), { mode: "copy" });
    expect(stored?.id).toBe("acme/moved");
    await expect(store.importFrom(at("data", "models"), { mode: "copy" })).rejects.toThrow("own models folder");
  });

  const refused: [string, (files: Record<string, Uint8Array>) => void, string][] = [
    ["without a shard", (files) => void delete files[shard], shard],
    [
      "without an index and without a shard",
      (files) => {
        delete files["model.safetensors.index.json"];
        delete files[shard];
      },
      "of 2 parts is missing",
    ],
    ["without config.json", (files) => void delete files["config.json"], "config.json is missing"],
    ["without a tokenizer", (files) => void delete files["tokenizer.json"], "tokenizer"],
    ["with a cut shard", (files) => (files[shard] = (files[shard] ?? new Uint8Array()).slice(0, 1_000)), "bytes long"],
    [
      "with a shard that is no safetensors",
      (files) => (files[shard] = Buffer.from("<html>nothing here</html>")),
      "header",
    ],
    ["with a cut config.json", (files) => (files["config.json"] = Buffer.from("{")), "cannot be read as JSON"],
  ];
  test.each(refused)("of a folder %s is refused", async (_name, change, part) => {
    const files = shardedModel(2_000).files;
    change(files);
    put(at("broken"), files);
    await expect(store.importFrom(at("broken"), { mode: "copy" })).rejects.toThrow(part);
    expect(store.list()).toEqual([]);
    expect(() => store.find(at("broken"))).toThrow(part);
  });

  test("of nothing says what a model looks like", async () => {
    await expect(store.importFrom(at("nowhere"), { mode: "copy" })).rejects.toThrow("nothing at");
    put(at("texts"), { "a.txt": Buffer.from("x") });
    await expect(store.importFrom(at("texts"), { mode: "copy" })).rejects.toThrow("holds no model");
    await expect(store.importFrom(at("texts", "a.txt"), { mode: "copy" })).rejects.toThrow("no .gguf file");
  });

  test("over a model that is here replaces it whole, but not while somebody runs on it", async () => {
    await store.importFrom(plain(), { mode: "copy", id: "local/m" });
    put(at("newer"), { ...shardedModel(2_000, 9).files, "extra.jinja": Buffer.from("x") });
    await expect(store.importFrom(at("newer"), { mode: "register", id: "local/m" })).rejects.toThrow("here already");
    const used = testStore(at("data"), "http://127.0.0.1:1", { inUse: () => "Engine a runs it." });
    await expect(used.importFrom(at("newer"), { mode: "link", id: "local/m" })).rejects.toThrow("Engine a runs it.");
    await store.importFrom(at("newer"), { mode: "copy", id: "local/m" });
    expect(readFileSync(at("data", "models", "local", "m", shard))).toEqual(readFileSync(at("newer", shard)));
    await store.importFrom(at("from"), { mode: "copy", id: "local/m" });
    expect(existsSync(at("data", "models", "local", "m", "extra.jinja"))).toBe(false);
    expect((await store.verify("local/m")).ok).toBe(true);
  });

  test("ended in the middle goes on when it is started again", async () => {
    const from = plain();
    const controller = new AbortController();
    controller.abort();
    await expect(store.importFrom(from, { mode: "copy" }, { signal: controller.signal })).rejects.toThrow("was ended");
    expect(() => store.find("local/My-Model")).toThrow("not complete");
    const [stored] = await store.importFrom(from, { mode: "copy" });
    expect(stored?.state).toBe("complete");
  });
});
