import type {
  CatalogueModelView,
  CatalogueVariantView,
  EngineView,
  FitResult,
  ModelFilesView,
} from "../lib/engine-types.ts";
import { isActive } from "./words.ts";

export type CatalogueFilter = "fits" | "disk" | "all";
export type CatalogueSort = "best" | "name" | "size" | "released";

export interface CatalogueRow {
  model: CatalogueModelView;
  /** What the row shows first, and what is behind it; the filter has been applied to both. */
  lead: CatalogueVariantView;
  others: CatalogueVariantView[];
}

export interface CatalogueQuery {
  filter: CatalogueFilter;
  text: string;
  sort: CatalogueSort;
  engines: readonly EngineView[];
}

const verdicts: FitResult["verdict"][] = ["fits", "fits_less_context", "unknown", "needs_more_gpus", "does_not_fit"];

const fits = ({ fit }: CatalogueVariantView) => fit.verdict === "fits" || fit.verdict === "fits_less_context";
const onDisk = ({ stored }: CatalogueVariantView) => stored !== undefined;

const tests: Record<CatalogueFilter, (variant: CatalogueVariantView) => boolean> = {
  fits: (variant) => fits(variant) || onDisk(variant),
  disk: onDisk,
  all: () => true,
};

/** How many models each filter leaves, before any search. */
export function counts(models: readonly CatalogueModelView[]): Record<CatalogueFilter, number> {
  const count = (filter: CatalogueFilter) => models.filter((model) => model.variants.some(tests[filter])).length;
  return { fits: count("fits"), disk: count("disk"), all: models.length };
}

/** One row for each model that has something to show, the variant that makes most sense here in front. */
export function rowsOf(models: readonly CatalogueModelView[], query: CatalogueQuery): CatalogueRow[] {
  const running = new Set(query.engines.filter((engine) => isActive(engine.status)).map((engine) => engine.id));
  const rank = (variant: CatalogueVariantView): number => {
    if (variant.engineId && running.has(variant.engineId)) return 0;
    if (variant.stored?.state === "downloading") return 1;
    if (variant.stored) return 2;
    return 3 + verdicts.indexOf(variant.fit.verdict);
  };
  // Of those that fit equally well the largest answers best; of those that do not, the smallest is the nearest.
  const size = (variant: CatalogueVariantView) => (fits(variant) ? -1 : 1) * variant.weightsBytes;
  const words = query.text.toLowerCase().split(/\s+/u).filter(Boolean);
  const rows = models.flatMap((model): CatalogueRow[] => {
    const text = searchText(model);
    if (!words.every((word) => text.includes(word))) return [];
    const shown = model.variants.filter(tests[query.filter]).toSorted((a, b) => rank(a) - rank(b) || size(a) - size(b));
    const [lead, ...others] = shown;
    return lead ? [{ model, lead, others }] : [];
  });
  const orders: Record<CatalogueSort, (a: CatalogueRow, b: CatalogueRow) => number> = {
    best: (a, b) => rank(a.lead) - rank(b.lead) || b.model.released.localeCompare(a.model.released),
    name: (a, b) => a.model.name.localeCompare(b.model.name),
    size: (a, b) => a.lead.weightsBytes - b.lead.weightsBytes,
    released: (a, b) => b.model.released.localeCompare(a.model.released),
  };
  return rows.toSorted(orders[query.sort]);
}

function searchText(model: CatalogueModelView): string {
  return [
    model.id,
    model.name,
    model.family,
    model.vendor,
    model.licence,
    model.parameters,
    model.vision ? "images vision" : "text",
    ...model.goodFor,
    ...model.variants.flatMap((variant) => [variant.precision, variant.repository]),
  ]
    .join(" ")
    .toLowerCase();
}

/** Room on the disk for it, as far as that is known. */
export function hasRoom(variant: CatalogueVariantView, files: ModelFilesView | null): boolean {
  return files === null || files.freeBytes > variant.weightsBytes;
}
