import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync, linkSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../platform/testing.ts";
import type { DownloadProgress } from "../contract.ts";
import { ModelFilesError } from "./errors.ts";
import { readManifest } from "./manifest.ts";
import type { ModelStore } from "./store.ts";
import { type Call, type Misbehaviour, startHub, stopsAt, type TestHub } from "./testing/hub-server.ts";
import { commits, json, shardedModel } from "./testing/models.ts";
import { testStore } from "./testing/store.ts";

const id = "acme/tiny";
const shard = "model-00001-of-00002.safetensors";

let hub: TestHub;
let folder: ReturnType<typeof temporaryFolder>;
let store: ModelStore;

beforeEach(async () => {
  folder = temporaryFolder();
  hub = await startHub({ [id]: shardedModel() });
  store = testStore(folder.path, hub.url);
});
afterEach(async () => {
  await store.close();
  await hub.close();
  folder.remove();
});

const place = (path = "") => join(folder.path, "models", id, path);
const failure = async (work: Promise<unknown>): Promise<ModelFilesError> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof ModelFilesError) return error;
  throw new Error(`expected a ModelFilesError, got ${error}`);
};
const asksFor = (call: Call, path: string) => call.path.endsWith(`/${path}`) && call.path.includes("/resolve/");

function expectComplete(): void {
  const stored = store.get(id);
  expect([stored?.state, stored?.problems]).toEqual(["complete", []]);
  const repository = hub.repositories.get(id);
  for (const { path } of readManifest(place())?.files ?? [])
    expect(Buffer.compare(readFileSync(place(path)), Buffer.from(repository?.files[path] ?? [1]))).toBe(0);
  expect(readdirSync(place()).filter((name) => /part|damaged|tmp/.test(name))).toEqual([]);
}

describe("pull", () => {
  test("fetches what an engine needs and nothing else, and says so step by step", async () => {
    const steps: DownloadProgress[] = [];
    const stored = await store.pull({ repository: id }, { onProgress: (progress) => steps.push(progress) });
    expect(stored).toMatchObject({ id, state: "complete", revision: commits.first, format: "safetensors" });
    expect(stored.verifiedAt).not.toBeNull();
    expect(readdirSync(place()).sort()).toEqual([
      "config.json",
      "empty.txt",
      "generation_config.json",
      shard,
      "model-00002-of-00002.safetensors",
      "model.safetensors.index.json",
      "tokenizer.json",
      "vitrine-model.json",
    ]);
    expectComplete();
    const last = steps.at(-1);
    expect([last?.bytes, last?.secondsLeft]).toEqual([last?.totalBytes, 0]);
    for (const [at, step] of steps.entries()) {
      expect(step.bytes).toBeGreaterThanOrEqual(steps[at - 1]?.bytes ?? 0);
      expect(step.bytes).toBeLessThanOrEqual(step.totalBytes);
    }
    expect(store.find(id)).toMatchObject({ id, path: place().replace(/\/$/, ""), format: "safetensors" });
    expect(store.config(id)).toMatchObject({ hidden_size: 8 });
  });

  test("a second pull fetches no file again", async () => {
    await store.pull({ repository: id });
    hub.calls.length = 0;
    await store.pull({ repository: id });
    expect(hub.calls.filter(({ path }) => path.includes("/resolve/"))).toEqual([]);
  });

  const passing: [string, (call: Call) => Misbehaviour | undefined][] = [
    [
      "an answer cut in the middle",
      (call) => (asksFor(call, shard) && call.count <= 2 ? { cutAfter: 30_000 } : undefined),
    ],
    [
      "429 with Retry-After",
      (call) =>
        asksFor(call, shard) && call.count === 1 ? { status: 429, headers: { "retry-after": "0" } } : undefined,
    ],
    ["500 and 503", (call) => (call.count <= 2 ? { status: call.count === 1 ? 500 : 503 } : undefined)],
    [
      "a connection that goes silent",
      (call) => (asksFor(call, shard) && call.count === 1 ? { stallAfter: 20_000 } : undefined),
    ],
    ["a server that ignores ranges", (call) => (asksFor(call, shard) ? { ignoreRange: true } : undefined)],
    [
      "a content that was wrong once",
      (call) => (asksFor(call, shard) && call.count === 1 ? { corrupt: true } : undefined),
    ],
    [
      "another content in the middle",
      (call) => (asksFor(call, shard) && call.count === 2 ? { etag: "other" } : undefined),
    ],
  ];
  test.each(passing)("comes through %s", async (name, misbehave) => {
    hub.misbehave = misbehave;
    const stallMs = name.includes("silent") ? 300 : 3_000;
    await testStore(folder.path, hub.url, { limits: { stallMs } }).pull({ repository: id });
    expectComplete();
  });

  test("goes on at the byte after it was ended, with the commit it began with", async () => {
    hub.misbehave = stopsAt(150_000);
    const controller = new AbortController();
    const error = await failure(
      store.pull(
        { repository: id },
        { signal: controller.signal, onProgress: ({ bytes }) => bytes > 200_000 && controller.abort() },
      ),
    );
    expect(error.kind).toBe("aborted");
    expect(error.fix).toContain(`models pull ${id}`);
    const paused = store.get(id);
    expect(paused?.state).toBe("paused");
    expect(paused?.bytes).toBeGreaterThan(150_000);
    expect(() => store.find(id)).toThrow("not complete");
    const repository = hub.repositories.get(id);
    hub.repositories.set("acme/moved", { ...shardedModel(), commit: commits.second });
    hub.misbehave = () => undefined;
    hub.calls.length = 0;
    await store.pull({ repository: id });
    expectComplete();
    const asked = hub.calls
      .filter(({ range }) => range)
      .reduce((sum, { range }) => sum + (range ? range.to - range.from + 1 : 0), 0);
    const all = Object.values(repository?.files ?? {}).reduce((sum, { length }) => sum + length, 0);
    expect(asked).toBeLessThan(all - (paused?.bytes ?? 0) + 1);
    expect(hub.calls.filter(({ path }) => path.startsWith("/api/"))).toEqual([]);
  });

  test("a hash that is wrong twice ends it, and the file is never used", async () => {
    hub.misbehave = (call) => (asksFor(call, shard) ? { corrupt: true } : undefined);
    const error = await failure(store.pull({ repository: id }));
    expect(error.kind).toBe("wrong_hash");
    expect(error.reason).toContain(shard);
    expect(existsSync(place(shard))).toBe(false);
    expect(existsSync(place(`${shard}.damaged`))).toBe(true);
    expect(() => store.find(id)).toThrow(ModelFilesError);
    hub.misbehave = () => undefined;
    await store.pull({ repository: id });
    expectComplete();
  });

  test("gives up after tries that bring nothing, and keeps what came", async () => {
    hub.misbehave = (call) => (asksFor(call, shard) ? { status: 503 } : undefined);
    const error = await failure(store.pull({ repository: id }));
    expect([error.kind, error.status]).toEqual(["unreachable", 502]);
    expect(error.fix).toContain("kept");
    expect(store.get(id)?.state).not.toBe("complete");
  });

  test("takes the new commit of a branch as a whole and keeps files that are the same", async () => {
    await store.pull({ repository: id });
    const repository = shardedModel();
    repository.commit = commits.second;
    repository.files["config.json"] = json({ architectures: ["TestForCausalLM"], hidden_size: 16 });
    hub.repositories.set(id, repository);
    hub.calls.length = 0;
    const stored = await store.pull({ repository: id });
    expect(stored.revision).toBe(commits.second);
    expect(
      hub.calls.filter(({ path }) => path.includes("/resolve/")).map(({ path }) => path.split("/").at(-1)),
    ).toEqual(["config.json"]);
    expectComplete();
  });

  test("reads a listing page by page, and one of a mirror without that route", async () => {
    hub.pageSize = 2;
    await store.pull({ repository: id });
    expect(hub.calls.filter(({ path }) => path.includes("/tree/")).length).toBeGreaterThan(4);
    expectComplete();
    store.remove(id);
    hub.withoutTree = true;
    await store.pull({ repository: id });
    expectComplete();
  });

  test("the token goes to the hub alone and into no file", async () => {
    hub.redirects = true;
    const repository = hub.repositories.get(id);
    if (repository) repository.token = "hf_verysecret";
    await store.pull({ repository: id, token: "hf_verysecret" });
    expectComplete();
    const cdn = hub.calls.filter(({ at }) => at === "cdn");
    expect(cdn.length).toBeGreaterThan(0);
    expect(cdn.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
    const manifest = readFileSync(place("vitrine-model.json"), "utf8");
    expect(manifest).not.toContain("hf_verysecret");
    expect(manifest).not.toContain("hushhush");
  });

  test("the token that is kept goes to no other hub than the one it is for", async () => {
    const kept = testStore(folder.path, hub.url, { hub: { url: hub.url, token: "hf_kept" } });
    await kept.pull({ repository: id });
    expect(hub.calls.every(({ headers }) => headers.authorization === "Bearer hf_kept")).toBe(true);
    kept.remove(id);
    hub.calls.length = 0;
    await kept.pull({ repository: id, url: hub.url.replace("127.0.0.1", "localhost") });
    expect(hub.calls.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
    expectComplete();
  });

  test("a part that somebody else's file is linked to is never written through", async () => {
    const foreign = join(folder.path, "foreign");
    await Bun.write(foreign, "not ours");
    await Bun.write(place("x"), "");
    linkSync(foreign, place(`${shard}.part`));
    await store.pull({ repository: id });
    expect(readFileSync(foreign, "utf8")).toBe("not ours");
    expect(store.get(id)?.state).toBe("complete");
  });

  test("a repository that is gated, private, misspelled or has no such revision is explained", async () => {
    const repository = shardedModel();
    hub.repositories.set("acme/gated", { ...repository, gated: true, token: "right" });
    hub.repositories.set("acme/private", { ...repository, token: "right" });
    const cases: [Parameters<ModelStore["pull"]>[0], string, string][] = [
      [{ repository: "acme/gated" }, "gated", "accept its terms"],
      [{ repository: "acme/gated", token: "hf_wrong" }, "gated", "accept its terms"],
      [{ repository: "acme/private" }, "repository_missing", "is private"],
      [{ repository: "acme/private", token: "hf_wrong" }, "refused", "does not accept the access token"],
      [{ repository: "acme/tiny-instruct" }, "repository_missing", "Did you mean acme/tiny?"],
      [{ repository: id, revision: "v9" }, "repository_missing", "no revision v9"],
    ];
    for (const [request, kind, part] of cases) {
      const error = await failure(store.pull(request));
      expect([request.repository, error.kind]).toEqual([request.repository, kind as typeof error.kind]);
      expect(error.message).toContain(part);
      expect(error.message).not.toContain("hf_wrong");
    }
    expect(store.list()).toEqual([]);
  });

  test.each(["../outside", "/etc/passwd", "a/../../b", "a\\..\\b", "vitrine-model.json", "x\u0000y"])(
    "a repository that names %j is refused before anything is written",
    async (path) => {
      const repository = shardedModel();
      repository.files[path] = json({});
      hub.repositories.set(id, repository);
      const error = await failure(store.pull({ repository: id }));
      expect(error.kind).toBe("bad_path");
      expect(existsSync(place())).toBe(false);
    },
  );

  test("two pulls of one model at once: the second is told, the first comes through", async () => {
    hub.misbehave = (call) => (asksFor(call, shard) ? { slow: 5 } : undefined);
    const first = store.pull({ repository: id });
    const error = await failure(testStore(folder.path, hub.url).pull({ repository: id }));
    expect(error.kind).toBe("busy");
    await first;
    expectComplete();
  });

  test("says before it begins that the disk is too small", async () => {
    const small = testStore(folder.path, hub.url, { limits: { spareBytes: 1e18 } });
    const error = await failure(small.pull({ repository: id }));
    expect([error.kind, error.code]).toEqual(["disk_full", "storage_full"]);
    expect(error.fix).toContain("Free at least");
    expect(hub.calls.filter(({ path }) => path.includes("/resolve/"))).toEqual([]);
  });

  test("a file that lies there already is checked instead of fetched", async () => {
    const files = hub.repositories.get(id)?.files ?? {};
    await store.pull({ repository: id });
    const content = Buffer.from(files[shard] ?? []);
    store.remove(id);
    await Bun.write(place(shard), content);
    hub.calls.length = 0;
    await store.pull({ repository: id });
    expect(hub.calls.filter((call) => asksFor(call, shard))).toEqual([]);
    expectComplete();
    store.remove(id);
    content[100] = (content[100] ?? 0) ^ 1;
    await Bun.write(place(shard), content);
    await store.pull({ repository: id });
    expectComplete();
  });

  test("an unreachable hub is named without the address that was asked for", async () => {
    const lost = testStore(folder.path, "http://127.0.0.1:1", { limits: { tries: 2 } });
    const error = await failure(lost.pull({ repository: id, token: "hf_s" }));
    expect(error.kind).toBe("unreachable");
    expect(error.message).toContain("127.0.0.1:1");
    expect(error.message).not.toContain("/api");
  });

  test.each(["tiny", "../x", "a/b/c", "-a/b", "a/..", ""])("%j is no name of a model", async (name) => {
    expect((await failure(store.pull({ repository: name }))).kind).toBe("bad_request");
  });

  test("an address with a password is refused", async () => {
    const error = await failure(store.pull({ repository: id, url: "https://me:secret@mirror.example" }));
    expect(error.message).not.toContain("secret");
  });
});
