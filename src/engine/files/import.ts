import { constants, linkSync, mkdirSync, realpathSync, renameSync, rmSync, statSync } from "node:fs";
import { copyFile, open } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import type { Clock } from "../../platform/clock.ts";
import type { StoredModel } from "../contract.ts";
import type { RepositoryFile } from "./choice.ts";
import { checkFolder, sizeOf } from "./completeness.ts";
import { isDiskFull, ModelFilesError, systemCode } from "./errors.ts";
import { expectedHash, hashFor, readThrough } from "./hash.ts";
import { type FoundSource, findSources } from "./layouts.ts";
import { describeModel } from "./listing.ts";
import { lockModel } from "./lock.ts";
import { formatOf, type Manifest, type ManifestFile, readManifest, writeManifest } from "./manifest.ts";
import { modelFolder, requireModelId, requireSafePath, suffixes } from "./names.ts";
import { syncFolder } from "./part.ts";
import { dropLeftOvers, freeBytesAt } from "./pull.ts";
import { createMeter, type Meter } from "./rate.ts";
import type { Watch } from "./verify.ts";

export interface ImportOptions {
  /** Only where there is one model; left out, the name that the layout tells, else `local/FOLDER`. */
  id?: string;
  /**
   * `copy` reads every byte and checks or notes its hash · `link` makes hard links, on the same disk and at once ·
   * `register` uses the files where they are and never writes there.
   */
  mode: "copy" | "link" | "register";
}

interface ImportContext {
  clock: Clock;
  models: string;
  limits: { spareBytes: number };
  /** Who uses the files of a model now, as a sentence. */
  inUse?: (id: string) => string | undefined;
}

/**
 * Takes models from a folder without any network.
 * @throws ModelFilesError `not_a_model`, `incomplete`, `disk_full`, `wrong_hash`, `busy`; an import that was
 *   interrupted goes on when it is started again
 */
export async function importModels(
  context: ImportContext,
  path: string,
  options: ImportOptions,
  watch: Watch = {},
): Promise<StoredModel[]> {
  const sources = findSources(path);
  if (options.id !== undefined) {
    requireModelId(options.id);
    if (sources.length > 1)
      throw new ModelFilesError(
        "bad_request",
        `${path} holds ${sources.length} models, so one name is not enough.`,
        "Import them one by one, or leave the name out.",
      );
  }
  requireOutside(context.models, sources);
  for (const source of sources) requireWhole(source);
  if (options.mode === "copy") requireSpace(context, sources);
  const done: StoredModel[] = [];
  const total = sources.flatMap(({ files }) => files).reduce((sum, { size }) => sum + size, 0);
  const meter = createMeter(context.clock, total);
  const stop = reportTo(context.clock, meter, watch);
  try {
    for (const source of sources) {
      const id = options.id ?? source.id;
      const unlock = lockModel(context.models, id);
      try {
        await importOne(context, { ...source, id }, options.mode, meter, watch.signal);
      } finally {
        unlock();
      }
      const stored = describeModel(context.models, id);
      if (stored) done.push(stored);
    }
  } catch (error) {
    throw explained(error, context.models, watch.signal);
  } finally {
    stop();
  }
  return done;
}

function reportTo(clock: Clock, meter: Meter, watch: Watch): () => void {
  let cancel = () => {};
  const tick = () => {
    watch.onProgress?.(meter.progress());
    cancel = clock.after(250, tick);
  };
  tick();
  return () => {
    cancel();
    watch.onProgress?.(meter.progress());
  };
}

function explained(error: unknown, models: string, signal: AbortSignal | undefined): unknown {
  if (error instanceof ModelFilesError) return error;
  if (signal?.aborted)
    return new ModelFilesError("aborted", "The import was ended; what was copied is kept.", "Start it again to go on.");
  if (isDiskFull(error))
    return new ModelFilesError(
      "disk_full",
      `The disk that holds ${models} is full.`,
      "Free some space and import again: it goes on where it was.",
      error,
    );
  if (["EACCES", "EPERM"].includes(systemCode(error)))
    return new ModelFilesError(
      "not_a_model",
      "A file of the model may not be read or linked.",
      "Check who owns it, or use the mode copy.",
      error,
    );
  return error;
}

function requireOutside(models: string, sources: readonly FoundSource[]): void {
  const inside = sources.find(({ folder }) => `${resolve(folder)}${sep}`.startsWith(`${resolve(models)}${sep}`));
  if (inside)
    throw new ModelFilesError(
      "bad_request",
      `${inside.folder} lies in Vitrine's own models folder already.`,
      "It needs no import: see vitrine models list.",
    );
}

function requireWhole(source: FoundSource): void {
  const only = source.files.map(({ path }) => path);
  for (const path of only) requireSafePath(path);
  const { problems } = checkFolder(source.folder, { weights: true, only });
  for (const file of source.files) {
    const size = sizeOf(join(source.folder, file.path));
    if (size !== file.size)
      problems.push(
        `${file.path} is ${size === undefined ? "missing" : `${size} bytes long instead of ${file.size}`}.`,
      );
  }
  if (problems.length > 0)
    throw new ModelFilesError(
      "incomplete",
      `The model in ${source.folder} is not complete: ${problems.slice(0, 3).join(" ")}${problems.length > 3 ? ` And ${problems.length - 3} more.` : ""}`,
      "Copy all of it there first.",
    );
}

function requireSpace(context: ImportContext, sources: readonly FoundSource[]): void {
  const needed = sources.flatMap(({ files }) => files).reduce((sum, { size }) => sum + size, 0);
  const free = freeBytesAt(context.models);
  if (needed + context.limits.spareBytes <= free) return;
  throw new ModelFilesError(
    "disk_full",
    `The models need ${(needed / 1e9).toFixed(1)} GB and ${(context.limits.spareBytes / 1e9).toFixed(1)} GB must stay free, but the disk has only ${(free / 1e9).toFixed(1)} GB left.`,
    "Free some space, or use the files where they are with the mode register.",
  );
}

async function importOne(
  context: ImportContext,
  source: FoundSource,
  mode: ImportOptions["mode"],
  meter: Meter,
  signal: AbortSignal | undefined,
): Promise<void> {
  const folder = modelFolder(context.models, source.id);
  const before = readManifest(folder);
  const now = context.clock.now();
  const files: ManifestFile[] = source.files.map((file) => ({ ...file, ...keptFrom(before, source.folder, file) }));
  const manifest: Manifest = {
    version: 1,
    id: source.id,
    origin: source.manifest?.origin ?? "import",
    ...(source.manifest?.url ? { url: source.manifest.url } : {}),
    revision: source.revision,
    commit: source.commit,
    include: source.manifest?.include ?? [],
    exclude: source.manifest?.exclude ?? [],
    ...(mode === "register" ? { location: realpathSync(source.folder) } : {}),
    format: formatOf(files.map(({ path }) => path)),
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
    files,
  };
  const unchanged = new Set(files.filter((file) => file.verifiedAt !== undefined).map(({ path }) => path));
  requireReplaceable(context, folder, manifest, before, unchanged);
  mkdirSync(folder, { recursive: true });
  if (mode === "register") {
    for (const { size, path } of files) meter.add(size, path);
    writeManifest(folder, manifest);
    return;
  }
  for (const { path } of files) if (!unchanged.has(path)) rmSync(join(folder, path), { force: true, recursive: true });
  writeManifest(folder, manifest);
  for (const file of files) {
    signal?.throwIfAborted();
    const from = realpathSync(join(source.folder, file.path));
    const to = join(folder, file.path);
    if (unchanged.has(file.path) && sizeOf(to) === file.size) {
      meter.found(file.size);
      continue;
    }
    mkdirSync(dirname(to), { recursive: true });
    if (mode === "link") {
      await linkInto(from, to);
      meter.add(file.size, file.path);
    } else {
      const hash = await copyInto(from, to, file, meter, signal);
      if (expectedHash(file) === undefined) file.sha256 = hash;
      file.verifiedAt = context.clock.now();
      writeManifest(folder, manifest);
    }
  }
  if (before?.location === undefined) dropLeftOvers(folder, before, manifest);
  await syncFolder(folder);
}

/** What is here under this name may be replaced: nobody runs on it, and nothing would be left lying around. */
function requireReplaceable(
  context: ImportContext,
  folder: string,
  manifest: Manifest,
  before: Manifest | undefined,
  unchanged: ReadonlySet<string>,
): void {
  const { id, location, files } = manifest;
  if (location !== undefined && before !== undefined && before.location === undefined)
    throw new ModelFilesError(
      "in_use",
      `${id} is here already, with files of its own.`,
      "Remove it first, or give the other one another name (--id).",
    );
  const replaced = files.some(({ path }) => !unchanged.has(path) && sizeOf(join(folder, path)) !== undefined);
  const user = replaced || before?.location !== undefined ? context.inUse?.(id) : undefined;
  if (user !== undefined) throw new ModelFilesError("in_use", user, "Stop it before its files are replaced.");
}

/** What an interrupted import had brought of the same content; without a known hash the file must not be newer. */
function keptFrom(before: Manifest | undefined, folder: string, file: RepositoryFile): Partial<ManifestFile> {
  const known = before?.location === undefined ? before?.files.find(({ path }) => path === file.path) : undefined;
  if (!known || known.damaged || known.verifiedAt === undefined || known.size !== file.size) return {};
  const expected = expectedHash(file);
  if (expected === undefined) {
    const { mtimeMs, ctimeMs } = statSync(join(folder, file.path));
    return Math.max(mtimeMs, ctimeMs) < known.verifiedAt ? known : {};
  }
  const same = expected === (file.sha256 !== undefined ? known.sha256 : known.gitOid);
  return same ? { verifiedAt: known.verifiedAt } : {};
}

async function linkInto(from: string, to: string): Promise<void> {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!["EXDEV", "EPERM", "ENOTSUP", "EOPNOTSUPP", "EMLINK"].includes(systemCode(error))) throw error;
    // Where hard links are not allowed, a file system may still share the content of two files.
    await copyFile(from, to, constants.COPYFILE_FICLONE_FORCE).catch(() => {
      throw new ModelFilesError(
        "bad_request",
        `${from} lies on another disk than the models folder, or on one that has no hard links.`,
        "Use the mode copy, or register to use the files where they are.",
      );
    });
  }
}

async function copyInto(
  from: string,
  to: string,
  file: RepositoryFile,
  meter: Meter,
  signal: AbortSignal | undefined,
): Promise<string> {
  const part = to + suffixes.part;
  const hash = hashFor(file);
  const input = await open(from, "r");
  try {
    const output = await open(part, "w");
    try {
      let at = 0;
      await readThrough(
        input,
        0,
        file.size,
        async (chunk) => {
          hash.update(chunk);
          for (let done = 0; done < chunk.length; ) {
            const { bytesWritten } = await output.write(chunk, done, chunk.length - done, at + done);
            done += bytesWritten;
          }
          at += chunk.length;
          meter.add(chunk.length, file.path);
        },
        signal,
      );
      await output.sync();
    } finally {
      await output.close();
    }
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  } finally {
    await input.close();
  }
  const found = hash.digest("hex");
  if (found !== (expectedHash(file) ?? found)) {
    rmSync(part, { force: true });
    throw new ModelFilesError(
      "wrong_hash",
      `${from} does not have the content that its name or its list says.`,
      "Copy that file again from where it came.",
    );
  }
  renameSync(part, to);
  return found;
}
