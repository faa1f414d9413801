import { join } from "node:path";
import { ModelFilesError } from "./errors.ts";

const partPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,95}$/;

export const manifestName = "vitrine-model.json";

/** What a file's name ends with while it is downloaded, what its state ends with, and where a wrong one is kept. */
export const suffixes = { part: ".part", state: ".part.json", damaged: ".damaged" } as const;

/**
 * Checks `owner/name`.
 * @throws ModelFilesError `bad_request`
 */
export function requireModelId(id: string): { owner: string; name: string } {
  const [owner = "", name = "", ...rest] = id.split("/");
  if (rest.length === 0 && partPattern.test(owner) && partPattern.test(name)) return { owner, name };
  throw new ModelFilesError(
    "bad_request",
    `${JSON.stringify(id.slice(0, 200))} is not the name of a model.`,
    "Write it as owner/name, with letters, digits and . _ -.",
  );
}

export function isModelId(id: string): boolean {
  const parts = id.split("/");
  return parts.length === 2 && parts.every((part) => partPattern.test(part));
}

/** Letters that a model's name may have, from whatever a folder is called. */
export function nameFrom(text: string): string {
  const clean = text.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[^A-Za-z0-9]+/, "");
  return clean.slice(0, 96) || "model";
}

export function modelFolder(models: string, id: string): string {
  const { owner, name } = requireModelId(id);
  return join(models, owner, name);
}

/** Whether a path from a repository stays inside its folder and takes none of our own names. */
export function isSafePath(path: string): boolean {
  if (path === "" || path.length > 1_000 || path.startsWith("/") || path.includes("\\")) return false;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(path) || /^[A-Za-z]:/.test(path)) return false;
  const segments = path.split("/");
  if (segments.some((segment) => segment === "" || segment === "." || segment === ".." || segment.length > 240))
    return false;
  return path !== manifestName && !Object.values(suffixes).some((suffix) => path.endsWith(suffix));
}

/** @throws ModelFilesError `bad_path` */
export function requireSafePath(path: string): string {
  if (isSafePath(path)) return path;
  throw new ModelFilesError(
    "bad_path",
    `The repository names a file ${JSON.stringify(path.slice(0, 120))}, which would not stay inside the model's folder.`,
    "Nothing was written; do not use this repository.",
  );
}
