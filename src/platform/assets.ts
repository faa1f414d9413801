import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/**
 * Where the built page, preview modules and notices lie: inside the executable, or in `.build/assets` of a checkout
 * (made by `scripts/build --assets`). Inside an executable every module's `import.meta.dir` is the bundle's root.
 */
export const assetsDir: string = Bun.isStandaloneExecutable
  ? join(import.meta.dir, "assets")
  : join(import.meta.dir, "..", "..", ".build", "assets");

/**
 * An asset as it was before it was compressed, whichever way it lies there.
 * @throws Error that says how to build the assets, when they are missing in a checkout.
 */
export async function readAsset(path: string): Promise<Buffer> {
  const file = join(assetsDir, path);
  if (existsSync(`${file}.gz`)) return gunzipSync(await readFile(`${file}.gz`));
  if (!existsSync(file)) throw new Error(`The built file ${path} is missing. Run ./scripts/build --assets first.`);
  return readFile(file);
}
