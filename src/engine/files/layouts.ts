import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { chooseFiles, ggufModels, type RepositoryFile } from "./choice.ts";
import { filesBelow, sizeOf } from "./completeness.ts";
import { ModelFilesError } from "./errors.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import { isModelId, manifestName, nameFrom } from "./names.ts";

/** A model as it was found in a folder from elsewhere. */
export interface FoundSource {
  id: string;
  /** Where its files are; their paths are relative to it. */
  folder: string;
  revision: string;
  commit: string;
  /** With hashes where the layout tells them. */
  files: RepositoryFile[];
  /** A manifest of Vitrine's own that came along. */
  manifest?: Manifest;
}

/**
 * Models in a folder: one .gguf file, a plain model folder, a folder that Vitrine wrote, the cache of Hugging Face's
 * own tools (`models--OWNER--NAME/snapshots/COMMIT` with links into `blobs`), or a folder of any of those.
 * @throws ModelFilesError `not_a_model` when there is none
 */
export function findSources(given: string): FoundSource[] {
  const path = resolve(given);
  if (!existsSync(path)) throw new ModelFilesError("not_a_model", `There is nothing at ${path}.`, "Check the path.");
  if (statSync(path).isFile()) return [ggufSource(path)];
  const found = sourcesIn(path, 0);
  if (found.length === 0)
    throw new ModelFilesError(
      "not_a_model",
      `${path} holds no model: neither a config.json beside safetensors, nor a .gguf file, nor a cache of Hugging Face.`,
      "Name the folder that holds these files.",
    );
  return found;
}

function sourcesIn(folder: string, depth: number): FoundSource[] {
  const own = ownSource(folder) ?? cacheSource(folder) ?? snapshotSource(folder) ?? plainSource(folder);
  if (own) return [own];
  if (depth >= 3) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith(".") && isFolder(join(folder, entry.name)))
    .sort((a, b) => a.name.localeCompare(b.name))
    .flatMap((entry) => sourcesIn(join(folder, entry.name), depth + 1));
}

const isFolder = (path: string): boolean => {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
};

function ownSource(folder: string): FoundSource | undefined {
  const manifest = readManifest(folder);
  if (!manifest || manifest.location !== undefined || !isModelId(manifest.id)) return undefined;
  const { id, revision, commit, files } = manifest;
  return {
    id,
    folder,
    revision,
    commit,
    files: files.map(({ path, size, sha256, gitOid }) => ({ path, size, sha256, gitOid })),
    manifest,
  };
}

/** `models--OWNER--NAME`: the commit that `refs/main` names, else the newest snapshot. */
function cacheSource(folder: string): FoundSource | undefined {
  const name = /^models--(.+)$/.exec(basename(folder))?.[1]?.replace("--", "/");
  const snapshots = join(folder, "snapshots");
  if (name === undefined || !isModelId(name) || !isFolder(snapshots)) return undefined;
  const commits = readdirSync(snapshots).filter((entry) => isFolder(join(snapshots, entry)));
  const main = readText(join(folder, "refs", "main"));
  const newest = commits.sort((a, b) => statSync(join(snapshots, b)).mtimeMs - statSync(join(snapshots, a)).mtimeMs)[0];
  const commit = main !== undefined && commits.includes(main) ? main : newest;
  return commit === undefined ? undefined : fromSnapshot(name, join(snapshots, commit), commit);
}

/** A snapshot inside such a cache, named itself. */
function snapshotSource(folder: string): FoundSource | undefined {
  if (basename(dirname(folder)) !== "snapshots") return undefined;
  const name = /^models--(.+)$/.exec(basename(dirname(dirname(folder))))?.[1]?.replace("--", "/");
  return name === undefined || !isModelId(name) ? undefined : fromSnapshot(name, folder, basename(folder));
}

function fromSnapshot(id: string, folder: string, commit: string): FoundSource | undefined {
  const files = filesBelow(folder).map((path) => {
    // A blob is called by its hash: SHA-256 for large files, git's own for small ones.
    const blob = basename(realpathSync(join(folder, path)));
    return {
      path,
      size: sizeOf(join(folder, path)) ?? 0,
      ...(/^[0-9a-f]{64}$/.test(blob) ? { sha256: blob } : /^[0-9a-f]{40}$/.test(blob) ? { gitOid: blob } : {}),
    };
  });
  return files.length === 0 ? undefined : { id, folder, revision: "main", commit, files: needed(files) };
}

function plainSource(folder: string): FoundSource | undefined {
  const top = readdirSync(folder);
  const model =
    top.some((name) => /\.(safetensors|gguf)$/i.test(name)) ||
    (top.includes("config.json") && top.some((name) => /\.bin$/.test(name)));
  if (!model) return undefined;
  const files = filesBelow(folder)
    .filter((path) => path !== manifestName)
    .map((path) => ({ path, size: sizeOf(join(folder, path)) ?? 0 }));
  return { id: `local/${nameFrom(basename(folder))}`, folder, revision: "imported", commit: "", files: needed(files) };
}

/** What an engine needs of them; all GGUF models where there are several. */
function needed(files: RepositoryFile[]): RepositoryFile[] {
  if (files.some(({ path }) => path.endsWith(".safetensors"))) return chooseFiles(files, { include: [], exclude: [] });
  if (files.some(({ path }) => path.endsWith(".gguf"))) return chooseFiles(files, { include: ["*.gguf"], exclude: [] });
  return files;
}

function ggufSource(path: string): FoundSource {
  if (!/\.gguf$/i.test(path))
    throw new ModelFilesError(
      "not_a_model",
      `${path} is no .gguf file.`,
      "Name a .gguf file, or the folder of a model.",
    );
  const folder = dirname(path);
  const whole = basename(path).replace(/-\d{5}-of-\d{5}(?=\.gguf$)/i, "");
  const beside = readdirSync(folder).filter((name) => sizeOf(join(folder, name)) !== undefined);
  const parts = ggufModels(beside).get(whole) ?? [basename(path)];
  return {
    id: `local/${nameFrom(whole.replace(/\.gguf$/i, ""))}`,
    folder,
    revision: "imported",
    commit: "",
    files: parts.map((name) => ({ path: name, size: sizeOf(join(folder, name)) ?? 0 })),
  };
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return undefined;
  }
}
