import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { assetsDir } from "../../platform/assets.ts";
import type { DataPaths } from "../../platform/paths.ts";
import { type CatalogueModel, familyFile } from "./schema.ts";

export interface Catalogue {
  models: CatalogueModel[];
  /** What is wrong with which file, one sentence each; the rest of the catalogue works. */
  problems: string[];
}

/** The families that come with Vitrine: inside an executable, or `models/` of a checkout. */
export const builtInFolder: string = Bun.isStandaloneExecutable
  ? join(assetsDir, "catalogue")
  : join(import.meta.dir, "..", "..", "..", "models");

/**
 * Every model of the families that come with Vitrine and of `<data>/catalogue/*.toml`. A local model takes the place of
 * a built-in one with the same id. Files that cannot be read are reported and left out; nothing is thrown.
 */
export function loadCatalogue(paths: Pick<DataPaths, "catalogue">, builtIn: string = builtInFolder): Catalogue {
  const problems: string[] = [];
  const models = new Map<string, CatalogueModel>();
  for (const model of readFolder(builtIn, false, problems)) models.set(model.id, model);
  for (const model of readFolder(paths.catalogue, true, problems)) models.set(model.id, model);
  return { models: [...models.values()], problems };
}

function readFolder(folder: string, local: boolean, problems: string[]): CatalogueModel[] {
  if (!existsSync(folder)) {
    if (!local) problems.push("The built-in catalogue is missing from this build.");
    return [];
  }
  const models: CatalogueModel[] = [];
  const seen = new Map<string, string>();
  for (const name of tomlFiles(folder, problems)) {
    const read = readFamily(join(folder, name), local);
    problems.push(...read.problems.map((problem) => `${name}: ${problem}`));
    for (const model of read.models) {
      const other = seen.get(model.id);
      if (other !== undefined) problems.push(`${name}: the model ${model.id} is also in ${other}; that one counts.`);
      else models.push(model);
      seen.set(model.id, other ?? name);
    }
  }
  return models;
}

function tomlFiles(folder: string, problems: string[]): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".toml"))
      .sort();
  } catch (error) {
    problems.push(`The catalogue folder ${folder} cannot be read: ${reasonOf(error)}.`);
    return [];
  }
}

/** One family's models, or every problem of its file at once. */
export function readFamily(path: string, local: boolean): Catalogue {
  let value: unknown;
  try {
    value = Bun.TOML.parse(readFileSync(path, "utf8"));
  } catch (error) {
    return { models: [], problems: [`cannot be read: ${reasonOf(error)}.`] };
  }
  const parsed = familyFile.safeParse(value);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      (issue) => `${placeOf(issue.path, value)}${issue.message.replace(/\.$/, "")}.`,
    );
    return { models: [], problems };
  }
  const { family, vendor, licence, models } = parsed.data;
  const complete = models.map((model) => ({ vendor, licence, ...withoutUndefined(model), family, local }));
  return { models: complete, problems: complete.flatMap(contradictions) };
}

/** What a schema cannot see: numbers that contradict each other. Told, not fatal. */
export function contradictions(model: CatalogueModel): string[] {
  const problems: string[] = [];
  const ids = new Set<string>();
  for (const variant of model.variants) {
    const name = `${model.id}, variant ${variant.id}`;
    if (ids.has(variant.id)) problems.push(`${name}: is there twice.`);
    ids.add(variant.id);
    if (variant.minimumVramGb * 1e9 < variant.weightsBytes)
      problems.push(`${name}: minimumVramGb is less than its weights take.`);
    if (variant.projector !== undefined && !model.vision)
      problems.push(`${name}: has a projector for images, and the model takes none.`);
  }
  if (model.activeB !== undefined && model.activeB > model.parametersB)
    problems.push(`${model.id}: more parameters are active than there are.`);
  return problems;
}

function withoutUndefined<T extends { vendor?: string | undefined; licence?: string | undefined }>(
  model: T,
): Omit<T, "vendor" | "licence"> & { vendor?: string; licence?: string } {
  const { vendor, licence, ...rest } = model;
  return { ...rest, ...(vendor === undefined ? {} : { vendor }), ...(licence === undefined ? {} : { licence }) };
}

/** "models.2 (qwen3-8b).variants.0.weightsBytes: " */
function placeOf(path: readonly PropertyKey[], value: unknown): string {
  const parts: string[] = [];
  let here: unknown = value;
  for (const key of path) {
    here = typeof here === "object" && here !== null ? Reflect.get(here, key) : undefined;
    const id = typeof here === "object" && here !== null ? Reflect.get(here, "id") : undefined;
    parts.push(typeof id === "string" ? `${String(key)} (${id})` : String(key));
  }
  return parts.length === 0 ? "" : `${parts.join(".")}: `;
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
}
