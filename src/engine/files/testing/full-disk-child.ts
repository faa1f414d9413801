/** Fetches a model onto a disk that fills up meanwhile, makes room, and goes on: `ROOT URL ID`; prints what happened. */
import { appendFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ModelFilesError } from "../errors.ts";
import { testStore } from "./store.ts";

const [root = "", url = "", id = ""] = process.argv.slice(2);
const store = testStore(root, url);
const filler = join(root, "filler");

function fill(): void {
  try {
    for (;;) appendFileSync(filler, new Uint8Array(16 * 1024));
  } catch {
    // That was the last free block.
  }
}

const first = await store
  .pull({ repository: id }, { onProgress: ({ bytes }) => bytes > 50_000 && fill() })
  .then(() => "complete")
  .catch((error) => (error instanceof ModelFilesError ? error.kind : String(error)));
const between = store.get(id);
rmSync(filler);
await store.pull({ repository: id });
console.log(JSON.stringify({ first, between, after: store.get(id)?.state }));
