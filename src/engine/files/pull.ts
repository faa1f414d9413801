import { mkdirSync, rmSync, statfsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Clock } from "../../platform/clock.ts";
import type { DownloadProgress } from "../contract.ts";
import { chooseFiles, type RepositoryFile } from "./choice.ts";
import { sizeOf } from "./completeness.ts";
import { isDiskFull, ModelFilesError } from "./errors.ts";
import { fetchFile, isInPlace } from "./fetch-file.ts";
import { expectedHash } from "./hash.ts";
import { type HubContext, listRepository } from "./hub.ts";
import type { HubAccess, Patience } from "./hub-request.ts";
import { eachLimited, Permits } from "./limited.ts";
import { describeModel, storedIds } from "./listing.ts";
import { formatOf, type Manifest, type ManifestFile, readManifest, writeManifest } from "./manifest.ts";
import { modelFolder, suffixes } from "./names.ts";
import { adoptAsPart, bytesInPart } from "./part.ts";
import { createMeter } from "./rate.ts";

export interface PullRequest {
  /** `owner/name` at the hub. */
  repository: string;
  /** A branch, tag or commit; `main` when left out. */
  revision?: string;
  /** Which weights, as patterns such as `*Q4_K_M*`. */
  include?: string | readonly string[];
  exclude?: string | readonly string[];
}

const patterns = (given: string | readonly string[] | undefined): string[] =>
  (typeof given === "string" ? [given] : [...(given ?? [])]).filter((pattern) => pattern !== "");

export interface PullLimits extends Patience {
  files: number;
  connections: number;
  /** Larger files come in ranges of this many bytes, several at once. */
  rangeBytes: number;
  /** What stays free on the disk, whatever is fetched. */
  spareBytes: number;
  progressEveryMs: number;
}

export const pullLimits: PullLimits = {
  files: 4,
  connections: 8,
  rangeBytes: 256 * 1024 * 1024,
  spareBytes: 1024 * 1024 * 1024,
  progressEveryMs: 250,
  stallMs: 60_000,
  tries: 8,
  firstWaitMs: 1_000,
  longestWaitMs: 60_000,
};

export interface PullContext {
  clock: Clock;
  models: string;
  access: HubAccess;
  limits: PullLimits;
  signal?: AbortSignal;
  onProgress?: (progress: DownloadProgress) => void;
  /** Who uses the files of a model now, as a sentence. */
  inUse?: (id: string) => string | undefined;
}

/** Free bytes where a folder is or will be. */
export function freeBytesAt(folder: string): number {
  for (let at = folder; ; at = dirname(at)) {
    try {
      const { bavail, bsize } = statfsSync(at);
      return bavail * bsize;
    } catch (error) {
      if (dirname(at) === at) throw error;
    }
  }
}

/**
 * Fetches a model or goes on with one that is unfinished. Needs the model's lock.
 * @throws ModelFilesError, or the signal's reason; what was fetched stays for the next try
 */
export async function pullModel(context: PullContext, request: PullRequest): Promise<void> {
  const folder = modelFolder(context.models, request.repository);
  const before = readManifest(folder);
  if (before?.location !== undefined)
    throw new ModelFilesError(
      "in_use",
      `${request.repository} is registered from ${before.location}, which Vitrine does not write to.`,
      "Remove it from the list first; its files stay where they are.",
    );
  const hub: HubContext = {
    clock: context.clock,
    access: context.access,
    patience: context.limits,
    ...(context.signal ? { signal: context.signal } : {}),
  };
  const unfinished = before !== undefined && isUnfinished(folder, before);
  const plan = unfinished && isSameRequest(before, request) ? before : await plannedManifest(hub, request, before);
  prepare(context, folder, plan, before);
  try {
    await fetchAll(context, hub, folder, plan);
  } catch (error) {
    // The commit that this began with may be gone for good: the next try must ask for a new one.
    if (error instanceof ModelFilesError && error.kind === "repository_missing") forget(context, folder, plan);
    throw error;
  }
  dropLeftOvers(folder, before, plan);
}

const isUnfinished = (folder: string, manifest: Manifest): boolean =>
  manifest.files.some((file) => file.damaged || !isInPlace(folder, file));

const isSameRequest = (manifest: Manifest, { revision, include, exclude }: PullRequest): boolean =>
  manifest.origin === "hub" &&
  manifest.commit !== "" &&
  manifest.revision === (revision ?? "main") &&
  covers(manifest.include, patterns(include)) &&
  same(manifest.exclude, patterns(exclude));

/** The plan has these patterns, perhaps beside those of another variant of the same repository. */
const covers = (known: readonly string[], wanted: readonly string[]): boolean =>
  wanted.length === 0 ? known.length === 0 : wanted.every((pattern) => known.includes(pattern));

const same = (a: readonly string[], b: readonly string[]): boolean => a.join("\n") === b.join("\n");

async function plannedManifest(hub: HubContext, request: PullRequest, before: Manifest | undefined): Promise<Manifest> {
  const revision = request.revision ?? "main";
  const { commit, files } = await listRepository(hub, request.repository, revision);
  const asked = { include: patterns(request.include), exclude: patterns(request.exclude) };
  chooseFiles(files, asked);
  // A second variant of the same repository joins the first one.
  const joined = asked.include.length > 0 && before?.origin === "hub" ? before.include : [];
  const wanted = { ...asked, include: [...new Set([...joined, ...asked.include])] };
  const chosen = chooseFiles(files, wanted);
  const now = hub.clock.now();
  return {
    version: 1,
    id: request.repository,
    origin: "hub",
    url: hub.access.url,
    revision,
    commit,
    include: wanted.include,
    exclude: wanted.exclude,
    format: formatOf(chosen.map(({ path }) => path)),
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
    files: chosen.map((file) => ({ ...file, ...verifiedBefore(file, before) })),
  };
}

function verifiedBefore(file: RepositoryFile, before: Manifest | undefined): Pick<ManifestFile, "verifiedAt"> {
  const known = before?.files.find(({ path }) => path === file.path);
  return known?.verifiedAt !== undefined && isSameContent(known, file) ? { verifiedAt: known.verifiedAt } : {};
}

const isSameContent = (known: ManifestFile, file: RepositoryFile): boolean =>
  !known.damaged &&
  known.size === file.size &&
  expectedHash(file) !== undefined &&
  (file.sha256 !== undefined ? known.sha256 === file.sha256 : known.gitOid === file.gitOid);

/** Makes room in the folder: what stays there under its own name is of this plan. Then the plan is written. */
function prepare(context: PullContext, folder: string, plan: Manifest, before: Manifest | undefined): void {
  const stays = (file: ManifestFile) => {
    const known = before?.files.find(({ path }) => path === file.path);
    return isInPlace(folder, file) && known !== undefined && isSameContent(known, file);
  };
  const changed = plan.files.filter((file) => !stays(file));
  const replaces = changed.some(({ path }) => before !== undefined && sizeOf(join(folder, path)) !== undefined);
  const user = replaces ? context.inUse?.(plan.id) : undefined;
  if (user !== undefined) throw new ModelFilesError("in_use", user, "Stop it before its files are replaced.");
  requireSpace(context, folder, plan, changed);
  mkdirSync(folder, { recursive: true });
  for (const file of changed) {
    const path = join(folder, file.path);
    const foreign = !before?.files.some((known) => known.path === file.path);
    if (foreign && file.size > 0 && isInPlace(folder, file)) adoptAsPart(path, file);
    else rmSync(path, { force: true, recursive: true });
  }
  plan.updatedAt = context.clock.now();
  for (const file of plan.files) delete file.damaged;
  guardDisk(folder, () => writeManifest(folder, plan));
}

function requireSpace(context: PullContext, folder: string, plan: Manifest, changed: readonly ManifestFile[]): void {
  let missing = 0;
  for (const file of changed) {
    const path = join(folder, file.path);
    // What lies in its place makes room when it goes.
    missing += Math.max(0, file.size - bytesInPart(path) - (sizeOf(path) ?? 0));
  }
  if (missing === 0) return;
  const free = freeBytesAt(folder) - promised(context.models, plan.id);
  const { spareBytes } = context.limits;
  if (missing + spareBytes <= free) return;
  throw new ModelFilesError(
    "disk_full",
    `${plan.id} needs ${gigabytes(missing)} more and ${gigabytes(spareBytes)} must stay free, but the disk that holds ${context.models} has only ${gigabytes(Math.max(0, free))} left for it.`,
    `Free at least ${gigabytes(missing + spareBytes - free)}, or move the data folder to a larger disk.`,
  );
}

/** What other downloads that run now will still take. */
function promised(models: string, but: string): number {
  const others = storedIds(models).filter((id) => id !== but);
  return others
    .map((id) => describeModel(models, id))
    .filter((stored) => stored?.state === "downloading")
    .reduce((sum, stored) => sum + (stored ? stored.totalBytes - stored.bytes : 0), 0);
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(bytes < 1e8 ? 3 : 1)} GB`;

function guardDisk(folder: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    throw new ModelFilesError(
      "disk_full",
      `The disk that holds ${folder} is full.`,
      "Free some space and try again.",
      error,
    );
  }
}

async function fetchAll(context: PullContext, hub: HubContext, folder: string, plan: Manifest): Promise<void> {
  const { clock, limits } = context;
  const total = plan.files.reduce((sum, { size }) => sum + size, 0);
  const meter = createMeter(clock, total);
  const missing = plan.files.filter((file) => !isInPlace(folder, file));
  for (const file of plan.files) if (!missing.includes(file)) meter.found(file.size);
  const connections = new Permits(limits.connections);
  const report = () => context.onProgress?.(meter.progress());
  let stop = () => {};
  const tick = () => {
    report();
    stop = clock.after(limits.progressEveryMs, tick);
  };
  tick();
  try {
    await eachLimited(missing, limits.files, context.signal, async (file, signal) => {
      const fetching = { ...hub, signal, folder, repository: plan.id, commit: plan.commit, meter, connections };
      const hash = await fetchFile({ ...fetching, rangeBytes: limits.rangeBytes }, file);
      file.verifiedAt = clock.now();
      if (expectedHash(file) === undefined) file.sha256 = hash;
      guardDisk(folder, () => writeManifest(folder, plan));
    });
  } finally {
    stop();
    report();
  }
}

function forget(context: PullContext, folder: string, plan: Manifest): void {
  writeManifest(folder, { ...plan, commit: "", updatedAt: context.clock.now() });
}

/** Files of the commit before that this one does not have, and what failed tries left. */
export function dropLeftOvers(folder: string, before: Manifest | undefined, plan: Manifest): void {
  const kept = new Set(plan.files.map(({ path }) => path));
  for (const { path } of before?.files ?? []) {
    if (kept.has(path)) continue;
    for (const suffix of ["", ...Object.values(suffixes)]) rmSync(join(folder, path + suffix), { force: true });
  }
}
