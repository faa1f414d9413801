import { readGpus, type Shelf, viewCatalogue } from "./shelf.ts";
import { gigabytes, storedRow, table } from "./text.ts";

/** `models list`: what is on this disk, with `all` what could be. */
export async function list(shelf: Shelf, options: { all: boolean; json: boolean }): Promise<number> {
  const { files, io } = shelf;
  const items = files.list();
  const freeBytes = files.freeBytes();
  const catalogue = options.all ? await viewCatalogue(shelf, await readGpus(shelf)) : undefined;
  if (options.json) {
    io.out(
      JSON.stringify(
        { items, freeBytes, path: files.path, ...(catalogue ? { catalogue: catalogue.items } : {}) },
        null,
        2,
      ),
    );
    return 0;
  }
  if (items.length === 0) io.err(`No models in ${files.path}. See vitrine models fit, then vitrine models pull NAME.`);
  for (const line of table(items.map(storedRow))) io.out(line);
  if (catalogue) {
    if (items.length > 0) io.out("");
    for (const problem of catalogue.problems) io.err(problem);
    const rows = catalogue.items.map((model) => [
      model.id,
      model.parameters,
      model.vision ? "text and images" : "text",
      model.licence,
      model.variants.map(({ id, weightsBytes }) => `${id} ${gigabytes(weightsBytes)}`).join(", "),
    ]);
    for (const line of table(rows)) io.out(line);
  }
  io.err(`${gigabytes(freeBytes)} free in ${files.path}`);
  return 0;
}
