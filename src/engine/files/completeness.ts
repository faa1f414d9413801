import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { ggufModels } from "./choice.ts";
import { ggufProblem, safetensorsProblem } from "./headers.ts";
import type { Manifest } from "./manifest.ts";
import { suffixes } from "./names.ts";

const tokenizerNames = [
  "tokenizer.json",
  "tokenizer.model",
  "tokenizer_config.json",
  "vocab.json",
  "vocab.txt",
  "tekken.json",
  "spiece.model",
];

export interface FolderCheck {
  format: Manifest["format"];
  /** What is missing or wrong, one sentence each; empty means an engine may be started on it. */
  problems: string[];
  /** Files relative to the folder. */
  files: string[];
}

/** Size of a file, following links; undefined when it is not there. */
export function sizeOf(path: string): number | undefined {
  try {
    const stat = statSync(path);
    return stat.isFile() ? stat.size : undefined;
  } catch {
    return undefined;
  }
}

/** Problems that sizes tell: every file of the manifest is there with its right size, and none is known to be damaged. */
export function manifestProblems(folder: string, manifest: Manifest): string[] {
  const problems: string[] = [];
  for (const file of manifest.files) {
    const size = sizeOf(join(folder, file.path));
    if (size === undefined) problems.push(`${file.path} is missing.`);
    else if (size !== file.size) problems.push(`${file.path} is ${size} bytes long instead of ${file.size}.`);
    else if (file.damaged) problems.push(`${file.path} does not have the content it should have.`);
  }
  return problems;
}

/**
 * What a folder says about itself without reading the weights: shards of its index, headers of safetensors and GGUF
 * files, `config.json` and a tokenizer. Takes milliseconds also for hundreds of gigabytes.
 * @param options.weights false where the engine makes its weights up and needs `config.json` and a tokenizer alone
 */
export function checkFolder(folder: string, options: { weights: boolean; only?: string[] }): FolderCheck {
  const files = options.only ?? filesBelow(folder);
  const problems: string[] = [];
  const safetensors = files.filter((path) => path.endsWith(".safetensors"));
  const ggufs = ggufModels(files);
  const format = safetensors.length > 0 ? "safetensors" : ggufs.size > 0 ? "gguf" : "other";
  if (options.weights) {
    for (const path of safetensors)
      note(problems, path, () => safetensorsProblem(join(folder, path), sizeOf(join(folder, path)) ?? 0));
    for (const parts of ggufs.values()) problems.push(...ggufProblems(folder, parts));
    const indexed = indexProblems(folder, files);
    // Without an index the numbers in the names are what tells.
    problems.push(...(indexed.length > 0 ? indexed : missingParts(safetensors)));
    if (format === "other" && !files.some((path) => path.endsWith(".bin"))) problems.push("There are no weights.");
  }
  if (format !== "gguf") {
    if (!files.includes("config.json") && !files.includes("params.json")) problems.push("config.json is missing.");
    else if (files.includes("config.json") && readJson(join(folder, "config.json")) === undefined)
      problems.push("config.json cannot be read as JSON.");
    if (!files.some((path) => tokenizerNames.includes(path) || path.endsWith(".tiktoken")))
      problems.push("There is no tokenizer (tokenizer.json or tokenizer.model).");
  }
  return { format, problems, files };
}

/** Problems of one GGUF model: each of its parts is sound, and none of a split one is missing. */
export function ggufProblems(folder: string, parts: readonly string[]): string[] {
  const problems: string[] = [];
  for (const path of parts) note(problems, path, () => ggufProblem(join(folder, path)));
  return [...problems, ...missingParts(parts)];
}

const partPattern = /-(\d{5})-of-(\d{5})(?=\.[a-z]+$)/i;

/** Files that are numbered `-00001-of-00003` and lack some of their numbers. */
function missingParts(paths: readonly string[]): string[] {
  const sets = new Map<string, Set<number>>();
  for (const path of paths) {
    const [, number, total] = partPattern.exec(path) ?? [];
    if (number === undefined || total === undefined) continue;
    const name = path.replace(partPattern, `-*-of-${total}`);
    sets.set(name, (sets.get(name) ?? new Set()).add(Number(number)));
  }
  const problems: string[] = [];
  for (const [name, numbers] of sets) {
    const total = Number(/-of-(\d{5})/.exec(name)?.[1] ?? 0);
    const missing: string[] = [];
    for (let number = 1; number <= total; number++)
      if (!numbers.has(number)) missing.push(basename(name).replace("*", String(number).padStart(5, "0")));
    if (missing.length === 0) continue;
    const shown = `${missing.slice(0, 3).join(", ")}${missing.length > 3 ? ` and ${missing.length - 3} more` : ""}`;
    problems.push(`${shown} of ${total} parts ${missing.length === 1 ? "is" : "are"} missing.`);
  }
  return problems;
}

/** Every shard that an index names is there. */
function indexProblems(folder: string, files: readonly string[]): string[] {
  const problems: string[] = [];
  for (const path of files.filter((one) => one.endsWith(".safetensors.index.json"))) {
    const index = readJson(join(folder, path));
    const map: unknown =
      typeof index === "object" && index !== null && "weight_map" in index ? index.weight_map : undefined;
    if (typeof map !== "object" || map === null) {
      problems.push(`${path} cannot be read.`);
      continue;
    }
    // An index without any of its shards beside it belongs to a copy of the weights that was left out.
    const shards = [...new Set(Object.values(map).filter((shard) => typeof shard === "string"))];
    const missing = shards.filter((shard) => sizeOf(join(folder, dirname(path), shard)) === undefined);
    if (basename(path).startsWith("consolidated") && missing.length === shards.length) continue;
    for (const shard of missing.slice(0, 5)) problems.push(`${shard} is missing, which ${path} names.`);
    if (missing.length > 5) problems.push(`${missing.length - 5} more shards are missing.`);
  }
  return problems;
}

export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

/** Relative paths of all files below a folder, those of an unfinished download left out; hidden folders are skipped. */
export function filesBelow(folder: string, under = "", depth = 0): string[] {
  if (depth > 6) return [];
  const found: string[] = [];
  for (const entry of readdirSync(join(folder, under), { withFileTypes: true })) {
    const path = under === "" ? entry.name : `${under}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!entry.name.startsWith(".")) found.push(...filesBelow(folder, path, depth + 1));
    } else if (!Object.values(suffixes).some((suffix) => path.endsWith(suffix))) {
      if (sizeOf(join(folder, path)) !== undefined) found.push(path);
    }
  }
  return found.sort();
}

function note(problems: string[], path: string, look: () => string | undefined): void {
  try {
    const problem = look();
    if (problem !== undefined) problems.push(`${path} ${problem}.`);
  } catch {
    problems.push(`${path} cannot be read.`);
  }
}
