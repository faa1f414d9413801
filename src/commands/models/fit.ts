import type { CatalogueModelView, CatalogueVariantView, FitResult, GpuSnapshot } from "../../engine/index.ts";
import { systemClock } from "../../platform/clock.ts";
import { requireModel } from "./names.ts";
import { imaginedGpus, readGpus, type Shelf, viewCatalogue } from "./shelf.ts";
import { gigabytes, table } from "./text.ts";

export interface FitOptions {
  name: string | undefined;
  /** GB of a GPU that is not there; undefined means this machine's own. */
  gpuMemory: number | undefined;
  gpuCount: number;
  explain: boolean;
  json: boolean;
}

/** "fits with context 49,152" */
export function verdictText(fit: FitResult): string {
  switch (fit.verdict) {
    case "fits":
      return "fits";
    case "fits_less_context":
      return fit.contextLength === undefined
        ? "fits with less context"
        : `fits with context ${fit.contextLength.toLocaleString("en-US")}`;
    case "needs_more_gpus":
      return fit.gpusNeeded === undefined ? "needs more GPUs" : `needs ${fit.gpusNeeded} GPUs`;
    case "does_not_fit":
      return "does not fit";
    case "unknown":
      return "unknown";
    default:
      return fit.verdict satisfies never;
  }
}

/** `models fit`: what runs on this machine's GPUs, or on others that one thinks of. */
export async function showFit(shelf: Shelf, options: FitOptions): Promise<number> {
  const { io } = shelf;
  const imagined = options.gpuMemory !== undefined;
  const gpus = imagined
    ? imaginedGpus(options.gpuMemory ?? 0, options.gpuCount, systemClock.now())
    : await readGpus(shelf);
  const { items, problems } = await viewCatalogue(shelf, gpus, { here: !imagined });
  const wanted = options.name === undefined ? items : [requireModel(items, options.name)];
  if (options.json) {
    io.out(JSON.stringify({ gpus, items: wanted, problems }, null, 2));
    return 0;
  }
  for (const problem of problems) io.err(problem);
  io.err(gpuText(gpus));
  const rows = wanted.flatMap((model) => model.variants.map((variant) => ({ model, variant })));
  if (options.explain) for (const { model, variant } of rows) explain(io.out, model, variant);
  else for (const line of table(rows.map(({ model, variant }) => row(shelf, model, variant)))) io.out(line);
  if (options.name !== undefined && !options.explain)
    for (const { variant } of rows) io.err(`${variant.id}: ${variant.fit.summary}`);
  return 0;
}

function gpuText(gpus: GpuSnapshot): string {
  if (gpus.gpus.length === 0)
    return gpus.detail ?? "This machine has no GPU. Try --gpu-memory GB to see what another one could run.";
  return gpus.gpus
    .map(({ name, memoryTotalBytes }) =>
      memoryTotalBytes === null ? name : `${name}, ${(memoryTotalBytes / 2 ** 30).toFixed(1)} GiB`,
    )
    .join("; ");
}

function row(shelf: Shelf, model: CatalogueModelView, variant: CatalogueVariantView): string[] {
  const { fit } = variant;
  const held = fit.concurrency === undefined || fit.concurrency < 1 ? "" : `${Math.floor(fit.concurrency)} at once`;
  return [
    model.id,
    variant.id,
    gigabytes(variant.weightsBytes),
    verdictText(fit),
    held,
    isHere(shelf, variant) ? "on this disk" : "",
  ];
}

/** Of a repository with several GGUF models the others may be here. */
function isHere({ files }: Shelf, { stored, recommended }: CatalogueVariantView): boolean {
  if (stored === undefined || recommended.model === undefined) return false;
  try {
    files.find(recommended.model);
    return true;
  } catch {
    return false;
  }
}

function explain(out: (text: string) => void, model: CatalogueModelView, variant: CatalogueVariantView): void {
  out(`${model.id} ${variant.id}: ${verdictText(variant.fit)}. ${variant.fit.summary}`);
  for (const line of table(variant.fit.lines.map(({ label, value }) => [`  ${label}`, value]))) out(line);
  out("");
}
