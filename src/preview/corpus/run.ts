import type { Browser } from "playwright-core";
import { launchBrowser } from "../../platform/chromium.ts";
import { isCode } from "../build/project.ts";
import type { Build, PreviewBuilder } from "../contract.ts";
import { parses } from "../repair/edit.ts";
import { startPreviewServer } from "../testing.ts";
import { type CorpusItem, readCorpus } from "./items.ts";
import { Lane } from "./lane.ts";
import type { CorpusReport, CorpusResult } from "./report.ts";

export interface CorpusOptions {
  folder: string;
  /** The folder that `buildPreviewAssets` filled. */
  assetsDir: string;
  /** How many pages are open at once. */
  lanes?: number;
  /** Milliseconds for one component in the browser. */
  limitMs?: number;
  /** Whether to take a picture of each; they cost about as much as the rest. */
  pictures?: boolean;
  onProgress?(result: CorpusResult, done: number, of: number): void;
}

/** A JPEG of each component that came onto the page, by its file. */
export type Pictures = ReadonlyMap<string, Buffer>;

/**
 * Builds every component of a folder with the real builder and mounts it in the real frame of a real browser, with no
 * network. What one of them does never ends the run.
 * @throws when the folder cannot be read or there is no browser
 */
export async function runCorpus(options: CorpusOptions): Promise<CorpusReport & { pictures: Pictures }> {
  const started = performance.now();
  const items = readCorpus(options.folder);
  const server = await startPreviewServer(options.assetsDir);
  const browsers = keptBrowser();
  const results = new Map<CorpusItem, CorpusResult>();
  const pictures = new Map<string, Buffer>();
  const outside: string[] = [];
  const waiting = [...items];
  const { limitMs = 20_000 } = options;

  async function work(): Promise<void> {
    const lane = new Lane({ browser: browsers.get, hostUrl: server.url, limitMs, pictures: options.pictures ?? true });
    for (let item = waiting.shift(); item; item = waiting.shift()) {
      const result = emptyResult(item);
      results.set(item, result);
      const build = await buildItem(server.builder, item, result);
      if (build?.js) {
        const mounted = await lane.show(build);
        const { mounted: stands, nonEmpty, offline, picture } = mounted;
        Object.assign(result, { mounted: stands, nonEmpty, offline });
        result.ms += mounted.ms ?? 0;
        result.errors.push(...mounted.errors);
        outside.push(...mounted.outside.map((target) => `${item.file}: ${target}`));
        if (picture) pictures.set(item.file, picture);
      }
      options.onProgress?.(result, results.size, items.length);
    }
    await lane.close();
  }

  try {
    await Promise.all(Array.from({ length: Math.max(1, options.lanes ?? 2) }, work));
  } finally {
    await browsers.close();
    await server.stop();
  }
  const ordered = items.flatMap((item) => results.get(item) ?? []);
  return { items: ordered, outside, ms: performance.now() - started, pictures };
}

const emptyResult = ({ file }: CorpusItem): CorpusResult => ({
  file,
  parsed: false,
  bundled: false,
  mounted: false,
  nonEmpty: false,
  errors: [],
  diagnostics: [],
  repaired: 0,
  ms: 0,
  offline: [],
});

async function buildItem(builder: PreviewBuilder, item: CorpusItem, result: CorpusResult): Promise<Build | undefined> {
  const started = performance.now();
  try {
    const build = await builder.build({ files: item.files });
    result.ms = performance.now() - started;
    const mended = new Map(build.repaired.map(({ path, text }) => [path, text]));
    result.parsed = item.files.every(({ path, text }) => !isCode(path) || parses(mended.get(path) ?? text));
    result.bundled = build.js !== "";
    result.diagnostics = build.diagnostics;
    result.repaired = build.diagnostics.filter(({ repaired }) => repaired).length;
    return build;
  } catch (thrown) {
    result.errors.push(thrown instanceof Error ? thrown.message : String(thrown));
    return undefined;
  }
}

/** One browser for all, and another one should it die. */
function keptBrowser(): { get(): Promise<Browser>; close(): Promise<void> } {
  let current: Promise<Browser> | undefined;
  return {
    async get() {
      const running = await current?.catch(() => undefined);
      if (running && !running.isConnected()) current = undefined;
      current ??= launchBrowser();
      return current;
    },
    async close() {
      const running = await current?.catch(() => undefined);
      await running?.close();
    },
  };
}
