import { expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../platform/testing.ts";
import { ModelFilesError } from "./errors.ts";
import { readManifest } from "./manifest.ts";
import { type Call, type Misbehaviour, startHub } from "./testing/hub-server.ts";
import { commits, shardedModel } from "./testing/models.ts";
import { testStore } from "./testing/store.ts";

const id = "acme/tiny";
const rounds = 12;

/** A small generator with a seed, so that a failing round can be had again. */
function dice(seed: number): (sides: number) => number {
  let state = seed * 2_654_435_761;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

function trouble(roll: (sides: number) => number, call: Call): Misbehaviour | undefined {
  if (!call.path.includes("/resolve/")) return roll(12) === 0 ? { status: 503 } : undefined;
  const kinds: (Misbehaviour | undefined)[] = [
    { cutAfter: roll(60_000) },
    { cutAfter: 0 },
    { status: 500 },
    { status: 429, headers: { "retry-after": "0" } },
    { corrupt: true },
    { ignoreRange: true },
    { etag: `other-${roll(3)}` },
    { slow: 1 },
  ];
  return roll(3) === 0 ? kinds[roll(kinds.length)] : undefined;
}

test(`whatever goes wrong in ${rounds} random orders: only right files get their names, and the end is reached`, async () => {
  const versions = [shardedModel(150_000), { ...shardedModel(150_000, 7), commit: commits.second }];
  for (let round = 0; round < rounds; round++) {
    const roll = dice(round + 1);
    const folder = temporaryFolder();
    const hub = await startHub({});
    const place = join(folder.path, "models", id);
    const check = () => {
      const manifest = readManifest(place);
      const version = versions.find(({ commit }) => commit === manifest?.commit);
      for (const { path } of version ? (manifest?.files ?? []) : []) {
        if (!existsSync(join(place, path))) continue;
        const right = Buffer.compare(readFileSync(join(place, path)), Buffer.from(version?.files[path] ?? [])) === 0;
        expect(`round ${round}: ${path} ${right}`).toBe(`round ${round}: ${path} true`);
      }
    };
    try {
      hub.misbehave = (call) => trouble(roll, call);
      hub.redirects = roll(2) === 0;
      for (let tries = 0; tries < 4; tries++) {
        const version = versions[roll(2)];
        if (version) hub.repositories.set(id, version);
        const controller = new AbortController();
        const limit = roll(2) === 0 ? roll(300_000) : Number.POSITIVE_INFINITY;
        const onProgress = ({ bytes }: { bytes: number }) => bytes > limit && controller.abort();
        const store = testStore(folder.path, hub.url);
        const error = await store.pull({ repository: id }, { signal: controller.signal, onProgress }).then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        if (error !== undefined) expect(error).toBeInstanceOf(ModelFilesError);
        check();
        if (error === undefined) expect(store.find(id).id).toBe(id);
        else if (store.get(id)?.state !== "complete") expect(() => store.find(id)).toThrow();
      }
      hub.misbehave = () => undefined;
      const store = testStore(folder.path, hub.url);
      // The commit of an unfinished download may be gone by now; that is said once, then the newest one is taken.
      await store.pull({ repository: id }).catch((error: unknown) => expect(String(error)).toContain("no longer has"));
      const stored = await store.pull({ repository: id });
      expect(stored.revision).toBe(hub.repositories.get(id)?.commit ?? "");
      expect((await store.verify(id)).ok).toBe(true);
      check();
    } finally {
      await hub.close();
      folder.remove();
    }
  }
}, 30_000);
