import { type Dirent, existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { StoredModel } from "../contract.ts";
import { ggufModels } from "./choice.ts";
import { checkFolder, manifestProblems, sizeOf } from "./completeness.ts";
import { isLocked } from "./lock.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import { isModelId, modelFolder, suffixes } from "./names.ts";
import { bytesInPart } from "./part.ts";

/** Ids of everything in the models folder, whether Vitrine put it there or somebody else. */
export function storedIds(models: string): string[] {
  const ids: string[] = [];
  for (const owner of foldersIn(models))
    for (const name of foldersIn(join(models, owner))) if (isModelId(`${owner}/${name}`)) ids.push(`${owner}/${name}`);
  return ids.sort((a, b) => a.localeCompare(b));
}

function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith(".") && (entry.isDirectory() || isLinkToFolder(entry, folder)))
    .map(({ name }) => name);
}

/** Large disks are often brought in by a link. */
function isLinkToFolder(entry: Dirent, folder: string): boolean {
  if (!entry.isSymbolicLink()) return false;
  return statSync(join(folder, entry.name), { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** One model as it lies there now, by manifest and sizes; undefined when there is no folder. */
export function describeModel(models: string, id: string): StoredModel | undefined {
  const folder = modelFolder(models, id);
  if (!existsSync(folder)) return undefined;
  const manifest = readManifest(folder);
  return manifest ? described(models, folder, manifest) : undescribed(models, folder, id);
}

function described(models: string, folder: string, manifest: Manifest): StoredModel {
  const place = manifest.location ?? folder;
  const problems = manifestProblems(place, manifest);
  let bytes = 0;
  let files = 0;
  let begun = false;
  for (const file of manifest.files) {
    const path = join(place, file.path);
    if (sizeOf(path) === file.size) {
      bytes += file.size;
      files++;
    } else if (existsSync(path + suffixes.part)) {
      bytes += bytesInPart(path);
      begun = true;
    }
  }
  const whole = manifest.files.filter((file) => !file.damaged && sizeOf(join(place, file.path)) === file.size);
  const dates = manifest.files.map(({ verifiedAt }) => verifiedAt);
  const known = dates.filter((at) => at !== undefined);
  return {
    id: manifest.id,
    revision: manifest.commit || manifest.revision,
    path: place,
    format: manifest.format,
    state: stateOf(models, manifest, problems, begun),
    bytes,
    totalBytes: manifest.files.reduce((sum, { size }) => sum + size, 0),
    files,
    verifiedAt: known.length === dates.length && known.length > 0 ? Math.min(...known) : null,
    problems,
    ...wholeGgufs(
      manifest.files.map(({ path }) => path),
      new Set(whole.map(({ path }) => path)),
    ),
  };
}

function wholeGgufs(paths: string[], whole: ReadonlySet<string>): Pick<StoredModel, "ggufs"> {
  const models = ggufModels(paths);
  if (models.size === 0) return {};
  return { ggufs: [...models].filter(([, parts]) => parts.every((path) => whole.has(path))).map(([name]) => name) };
}

function stateOf(models: string, manifest: Manifest, problems: string[], begun: boolean): StoredModel["state"] {
  if (problems.length === 0) return "complete";
  if (isLocked(models, manifest.id)) return "downloading";
  if (manifest.files.some((file) => file.damaged)) return "damaged";
  return manifest.origin === "hub" && begun ? "paused" : "incomplete";
}

/** A folder that somebody made by hand: it says what it is itself. */
function undescribed(models: string, folder: string, id: string): StoredModel {
  const check = checkFolder(folder, { weights: true });
  const bytes = check.files.reduce((sum, path) => sum + (sizeOf(join(folder, path)) ?? 0), 0);
  return {
    id,
    revision: "unknown",
    path: folder,
    format: check.format,
    state: check.problems.length === 0 ? "complete" : isLocked(models, id) ? "downloading" : "incomplete",
    bytes,
    totalBytes: bytes,
    files: check.files.length,
    verifiedAt: null,
    problems: check.problems,
    ...wholeGgufs(check.files, new Set(check.files)),
  };
}
