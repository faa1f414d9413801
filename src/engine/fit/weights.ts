import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/**
 * Bytes of a model's weights on disk, which is what they take in memory: the sum of its `.safetensors` files, else of
 * its `.gguf` ones (all parts; projector files included), else of `.bin` ones. A path to one file counts that file.
 *
 * @param path a folder, or a `.gguf` file, of which `-00001-of-` counts its other parts as well
 * @throws when the path is not there
 */
export async function weightsBytesOf(path: string): Promise<number> {
  const info = await stat(path);
  if (!info.isDirectory()) return info.size + (await otherParts(path));
  const names = await readdir(path);
  for (const ending of [".safetensors", ".gguf", ".bin"]) {
    const files = withoutDoubles(names.filter((name) => name.endsWith(ending)));
    if (files.length > 0) return sizeOf(path, files);
  }
  return 0;
}

/** Mistral's repositories hold the same weights twice, once as `consolidated`. */
function withoutDoubles(names: string[]): string[] {
  const own = names.filter((name) => !name.startsWith("consolidated"));
  return own.length > 0 ? own : names;
}

async function sizeOf(folder: string, names: readonly string[]): Promise<number> {
  const sizes = await Promise.all(names.map((name) => stat(join(folder, name))));
  return sizes.reduce((sum, { size }) => sum + size, 0);
}

async function otherParts(path: string): Promise<number> {
  const match = /^(.*\/)?([^/]*)-00001-of-(\d{5})\.gguf$/.exec(path);
  if (match === null) return 0;
  const [, folder = "./", stem = "", total = ""] = match;
  const names = (await readdir(folder)).filter(
    (name) => name.startsWith(`${stem}-0`) && name.endsWith(`-of-${total}.gguf`) && !path.endsWith(`/${name}`),
  );
  return sizeOf(folder, names);
}
