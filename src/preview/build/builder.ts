import { availableParallelism } from "node:os";
import { type Clock, systemClock } from "../../platform/clock.ts";
import type { Logger } from "../../platform/logger.ts";
import type { Build, BuildInput, PreviewBuilder } from "../contract.ts";
import { checkBuildInput } from "./limits.ts";
import { BuildTimeout, NestedTooDeeply, WorkerPool } from "./pool.ts";
import { defaultPreviewAssets, loadManifest } from "./resources.ts";
import { previewWorkerUrl } from "./worker-entry.ts";

export interface PreviewBuilderOptions {
  log: Logger;
  /** The folder that `buildPreviewAssets` filled; by default the one inside the executable or the checkout. */
  assetsDir?: string;
  clock?: Clock;
  /** How many builds run at once; each has a thread of its own, started when it is first needed. */
  workers?: number;
  /** How many builds may wait before `queue_full`. */
  queue?: number;
  /** Milliseconds after which a build is given up. */
  limitMs?: number;
  /** Milliseconds without a build after which the threads are let go. */
  idleMs?: number;
  /** Another worker, for tests of the pool. */
  workerUrl?: string;
}

/** Bytes of finished builds that are kept. */
const cacheBytes = 24 * 1024 * 1024;

/** @throws Error that says how to build the assets, when they are missing. */
export async function createPreviewBuilder(options: PreviewBuilderOptions): Promise<PreviewBuilder> {
  const assets = options.assetsDir ?? defaultPreviewAssets();
  const { manifest, version } = await loadManifest(assets);
  const limitMs = options.limitMs ?? 10_000;
  const pool = new WorkerPool({
    log: options.log,
    clock: options.clock ?? systemClock,
    assets,
    workerUrl: options.workerUrl ?? previewWorkerUrl(),
    workers: options.workers ?? Math.max(1, Math.min(4, Math.floor(availableParallelism() / 2))),
    queue: options.queue ?? 64,
    limitMs,
    idleMs: options.idleMs ?? 10 * 60_000,
  });
  const cache = new BuildCache(cacheBytes);
  const running = new Map<string, Promise<Build>>();

  return {
    async build(input, signal) {
      checkBuildInput(input);
      const hash = inputHash(input, version);
      const known = cache.get(hash);
      if (known) return known;
      const started = running.get(hash);
      if (started) return started;
      const building = pool
        .run(input, hash, signal)
        .then((build) => {
          cache.set(hash, build);
          return build;
        })
        .catch((thrown) => {
          if (thrown instanceof BuildTimeout) return tookTooLong(input, hash, limitMs);
          if (thrown instanceof NestedTooDeeply) return tooDeep(input, hash);
          throw thrown;
        })
        .finally(() => running.delete(hash));
      // A build that its asker may abandon must not be shared with others.
      if (!signal) running.set(hash, building);
      return building;
    },
    manifest: () => manifest,
    close: () => pool.close(),
  };
}

/** Equal input on equal assets has an equal hash; the order of the files does not matter. */
function inputHash({ files, entry, component, partial, tailwind, props }: BuildInput, version: string): string {
  const hasher = new Bun.CryptoHasher("sha256");
  const wishes = [entry ?? null, component ?? null, partial === true, tailwind ?? null, props ?? null];
  hasher.update(JSON.stringify([version, ...wishes]));
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    hasher.update(`\0${file.path}\0${file.text.length}\0${file.text}`);
  }
  return hasher.digest("hex").slice(0, 32);
}

const tookTooLong = (input: BuildInput, hash: string, limitMs: number): Build =>
  givenUp(
    input,
    hash,
    `Building this preview took more than ${limitMs / 1000} s and was given up.`,
    "Split very large files, or take generated data out of them.",
  );

/** Parsers recurse with their input, so code that is nested without end exhausts their stack. */
const tooDeep = (input: BuildInput, hash: string): Build =>
  givenUp(input, hash, "The code is nested too deeply to be built.", "Split the component into smaller ones.");

function givenUp(input: BuildInput, hash: string, message: string, fix: string): Build {
  const path = input.entry ?? input.files[0]?.path ?? "";
  const diagnostics = [{ path, line: 1, column: 1, message, severity: "error" as const, fix }];
  return { js: "", css: "", hash, entry: undefined, modules: [], diagnostics, repaired: [] };
}

/** The builds that were asked for last, as many as fit. */
class BuildCache {
  readonly #builds = new Map<string, Build>();
  readonly #limit: number;
  #size = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(hash: string): Build | undefined {
    const build = this.#builds.get(hash);
    if (build) {
      this.#builds.delete(hash);
      this.#builds.set(hash, build);
    }
    return build;
  }

  set(hash: string, build: Build): void {
    if (this.#builds.has(hash)) return;
    this.#builds.set(hash, build);
    this.#size += size(build);
    for (const [oldest, old] of this.#builds) {
      if (this.#size <= this.#limit) break;
      this.#builds.delete(oldest);
      this.#size -= size(old);
    }
  }
}

const size = (build: Build): number => 2 * (build.js.length + build.css.length) + 1024;
