import { join } from "node:path";
import { assetsDir } from "../../../platform/assets.ts";

interface Prettier {
  prettify(source: string): Promise<string>;
}

// A path that the bundler cannot see: it would take Prettier into the executable a second time.
const place = Bun.isStandaloneExecutable
  ? join(assetsDir, "formatter", "prettier.js")
  : join(import.meta.dir, "prettier.ts");

/**
 * Formats TypeScript and TSX with Prettier's own defaults, which is what generated code is read as.
 * Prettier is loaded at the first use, so that a server which never composes never pays for it.
 * @returns the source unchanged when Prettier cannot read it.
 */
export async function format(source: string): Promise<string> {
  const { prettify }: Prettier = await import(place);
  try {
    return await prettify(source);
  } catch {
    return source;
  }
}
