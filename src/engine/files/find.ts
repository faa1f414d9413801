import { existsSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join } from "node:path";
import { ggufModels, isProjector } from "./choice.ts";
import { checkFolder, filesBelow, ggufProblems, manifestProblems, readJson, sizeOf } from "./completeness.ts";
import { ModelFilesError } from "./errors.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import { isModelId, modelFolder } from "./names.ts";

/** What an engine is pointed at. */
export interface FoundModel {
  /** Absent for a path outside of the store. */
  id?: string;
  /** A folder, or the first .gguf file. */
  path: string;
  format: Manifest["format"];
  /** The projector that a GGUF model with images needs, where one lies beside it. */
  mmproj?: string;
  /** Bytes of the weights. */
  weightsBytes: number;
}

export interface FindOptions {
  /** False where the engine makes its weights up: `config.json` and a tokenizer are enough. */
  weights?: boolean;
}

/**
 * The files of a model, complete or not at all. Looks at sizes and headers, never at hashes: milliseconds.
 *
 * @param wanted `owner/name`; `owner/name:Q4_K_M` or `owner/name/file.gguf` where it holds several GGUF models; or an
 *   absolute path to a folder or a .gguf file
 * @throws ModelFilesError `unknown_model`, `incomplete`, `damaged`, `bad_request` with what is missing and what to do
 */
export function findModel(models: string, wanted: string, options: FindOptions = {}): FoundModel {
  const weights = options.weights ?? true;
  if (isAbsolute(wanted)) return findPath(wanted, weights);
  const { id, selector } = splitWanted(wanted);
  const folder = modelFolder(models, id);
  const manifest = readManifest(folder);
  const place = manifest?.location ?? folder;
  if (!existsSync(place))
    throw new ModelFilesError(
      "unknown_model",
      manifest
        ? `${id} is registered from ${place}, and that is not there.`
        : `There are no files of ${id} on this machine.`,
      manifest ? "Attach its disk again, or remove the model from the list." : `Fetch them: vitrine models pull ${id}.`,
    );
  const listed = manifest?.files.map(({ path }) => path);
  const files = listed ?? filesBelow(place);
  const ggufs = ggufModels(files);
  if (weights && ggufs.size > 0 && !files.some((path) => path.endsWith(".safetensors")))
    return { id, ...findGguf(id, place, files, ggufs, selector, manifest) };
  if (manifest && weights) requireComplete(id, place, manifest);
  const check = checkFolder(place, { weights, ...(listed ? { only: listed } : {}) });
  if (check.problems.length > 0) throw incomplete(id, check.problems, manifest);
  return { id, path: place, format: check.format, weightsBytes: weightsOf(place, check.files) };
}

function splitWanted(wanted: string): { id: string; selector: string | undefined } {
  const colon = wanted.indexOf(":");
  if (colon > 0) return { id: wanted.slice(0, colon), selector: wanted.slice(colon + 1) };
  const [owner = "", name = "", ...rest] = wanted.split("/");
  const id = `${owner}/${name}`;
  return rest.length > 0 && isModelId(id) ? { id, selector: rest.join("/") } : { id: wanted, selector: undefined };
}

function requireComplete(id: string, place: string, manifest: Manifest): void {
  const problems = manifestProblems(place, manifest);
  if (problems.length > 0) throw incomplete(id, problems, manifest);
}

function incomplete(id: string, problems: string[], manifest: Manifest | undefined): ModelFilesError {
  const damaged = manifest?.files.some((file) => file.damaged) ?? false;
  const shown = `${problems.slice(0, 3).join(" ")}${problems.length > 3 ? ` And ${problems.length - 3} more.` : ""}`;
  return new ModelFilesError(
    damaged ? "damaged" : "incomplete",
    `The files of ${id} are ${damaged ? "damaged" : "not complete"}: ${shown}`,
    manifest?.origin === "import"
      ? "Import it again from where it came: vitrine models import DIR."
      : `Fetch what is missing: vitrine models pull ${id}.`,
  );
}

function findGguf(
  id: string,
  place: string,
  files: readonly string[],
  ggufs: Map<string, string[]>,
  selector: string | undefined,
  manifest: Manifest | undefined,
): Omit<FoundModel, "id"> {
  const needle = selector?.toLowerCase();
  const fitting = [...ggufs].filter(
    ([name, parts]) =>
      needle === undefined ||
      name
        .toLowerCase()
        .replace(/\.gguf$/, "")
        .includes(needle.replace(/\.gguf$/, "")) ||
      parts.some((path) => path.toLowerCase() === needle),
  );
  const exact = fitting.filter(([name]) => needle !== undefined && quantEnds(name.toLowerCase(), needle));
  const [only, ...others] = exact.length === 1 ? exact : fitting;
  if (!only || others.length > 0)
    throw new ModelFilesError(
      "bad_request",
      only
        ? `${id} holds ${fitting.length} GGUF models${selector ? ` that match ${selector}` : ""}.`
        : `${id} holds no GGUF model that matches ${selector}.`,
      `Name one as ${id}:PART-OF-ITS-NAME: ${[...ggufs.keys()].slice(0, 12).join(", ")}.`,
    );
  const [name, parts] = only;
  const mmproj = files.find(isProjector);
  // Another model of the same repository may be on its way; this one is what has to be whole.
  const own = manifest?.files.filter(({ path }) => parts.includes(path) || path === mmproj) ?? [];
  const listed = manifest ? manifestProblems(place, { ...manifest, files: own }) : [];
  const problems = listed.length > 0 ? listed : ggufProblems(place, parts);
  if (problems.length > 0) throw incomplete(id, problems, manifest);
  return {
    path: join(place, parts[0] ?? name),
    format: "gguf",
    ...(mmproj ? { mmproj: join(place, mmproj) } : {}),
    weightsBytes: weightsOf(place, parts),
  };
}

/** `q4_k` must not mean `q4_k_m` where there is a plain `q4_k`. */
const quantEnds = (name: string, needle: string): boolean =>
  name.replace(/\.gguf$/, "").endsWith(needle.replace(/\.gguf$/, ""));

function findPath(path: string, weights: boolean): FoundModel {
  if (!existsSync(path)) throw new ModelFilesError("unknown_model", `There is nothing at ${path}.`, "Check the path.");
  if (statSync(path).isFile()) {
    const folder = dirname(path);
    const whole = basename(path).replace(/-\d{5}-of-\d{5}(?=\.gguf$)/i, "");
    const parts = ggufModels(filesBelow(folder, "", 6)).get(whole) ?? [basename(path)];
    const problems = ggufProblems(folder, parts);
    if (problems.length > 0) throw incomplete(path, problems, undefined);
    return { path: join(folder, parts[0] ?? whole), format: "gguf", weightsBytes: weightsOf(folder, parts) };
  }
  const check = checkFolder(path, { weights });
  if (check.problems.length > 0)
    throw new ModelFilesError(
      "incomplete",
      `The files in ${path} are not complete: ${check.problems.slice(0, 3).join(" ")}`,
      "Copy the whole model there.",
    );
  if (check.format === "gguf") {
    const ggufs = ggufModels(check.files);
    return findGguf(path, path, check.files, ggufs, undefined, undefined);
  }
  return { path, format: check.format, weightsBytes: weightsOf(path, check.files) };
}

function weightsOf(folder: string, files: readonly string[]): number {
  return files
    .filter((path) => /\.(safetensors|gguf|bin)$/i.test(path) && !isProjector(path))
    .reduce((sum, path) => sum + (sizeOf(join(folder, path)) ?? 0), 0);
}

/** The model's own `config.json`; undefined when there is none (GGUF carries its facts inside). */
export function configOf(models: string, wanted: string): unknown {
  if (isAbsolute(wanted)) return readJson(join(wanted, "config.json"));
  const { id } = splitWanted(wanted);
  if (!isModelId(id)) return undefined;
  const folder = modelFolder(models, id);
  return readJson(join(readManifest(folder)?.location ?? folder, "config.json"));
}
