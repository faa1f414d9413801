import type { FitResult, GpuSnapshot, StoredModel } from "../contract.ts";
import { runs } from "../fit/index.ts";
import type { EngineSettings } from "../settings.ts";
import type { CatalogueModelView, CatalogueVariantView } from "../views.ts";
import { type EstimateParts, estimate } from "./estimate.ts";
import type { Catalogue } from "./load.ts";
import { localFamilyFor } from "./local-family.ts";
import { recommendedSettings } from "./recommend.ts";
import type { CatalogueModel, CatalogueVariant } from "./schema.ts";

export interface CatalogueViewParts {
  catalogue: Pick<Catalogue, "models">;
  gpus: GpuSnapshot;
  stored: readonly StoredModel[];
  /** Per GPU: `learnReserve` of this machine's starts. */
  reserveBytes: number;
  /** The `config.json` of a stored model; undefined where there is none. */
  configOf(id: string): unknown;
  engines: readonly { id: string; settings: EngineSettings }[];
  /** `os.totalmem()`: with it GGUF models are offered for the processor too. */
  hostMemoryBytes?: number;
}

/**
 * Every model of the catalogue, and every stored one that is not in it, with what this machine can do with it. First
 * those that run here, preferred ones before others and larger ones before smaller ones.
 */
export function catalogueViews(parts: CatalogueViewParts): CatalogueModelView[] {
  const known = new Set(parts.catalogue.models.flatMap((model) => model.variants.map(({ repository }) => repository)));
  const imported = parts.stored
    .filter((model) => model.state === "complete" && !known.has(model.id))
    .flatMap((model) => localFamilyFor(model, parts.configOf(model.id)) ?? []);
  const stored = new Map(parts.stored.map((model) => [model.id, model]));
  return [...parts.catalogue.models, ...imported]
    .map((model) => ({ model, view: modelView(model, parts, stored) }))
    .sort((a, b) => order(b.model, b.view) - order(a.model, a.view) || a.model.name.localeCompare(b.model.name))
    .map(({ view }) => view);
}

function modelView(
  model: CatalogueModel,
  parts: CatalogueViewParts,
  stored: ReadonlyMap<string, StoredModel>,
): CatalogueModelView {
  return {
    id: model.id,
    name: model.name,
    family: model.family,
    vendor: model.vendor,
    licence: model.licence,
    released: model.released,
    vision: model.vision,
    parameters: parametersText(model),
    contextLength: model.contextLength,
    minimumEngine: {
      adapter: model.variants.every(({ format }) => format === "gguf") ? "llamacpp" : "vllm",
      version: model.minimumEngine,
    },
    goodFor: [...model.goodFor],
    local: model.local,
    variants: model.variants
      .map((variant) => variantView(model, variant, parts, stored.get(variant.repository)))
      .sort((a, b) => verdictRank(b.fit) - verdictRank(a.fit) || b.weightsBytes - a.weightsBytes),
  };
}

function variantView(
  model: CatalogueModel,
  variant: CatalogueVariant,
  parts: CatalogueViewParts,
  stored: StoredModel | undefined,
): CatalogueVariantView {
  const about: EstimateParts = {
    gpus: parts.gpus,
    reserveBytes: parts.reserveBytes,
    config: stored?.state === "complete" ? parts.configOf(stored.id) : undefined,
    stored,
    hostMemoryBytes: parts.hostMemoryBytes,
  };
  const estimated = estimate(model, variant, about);
  const engine = parts.engines.find(({ settings }) => isFor(settings, model, variant));
  return {
    id: variant.id,
    label: variant.label,
    precision: variant.precision,
    repository: variant.repository,
    revision: variant.revision,
    format: variant.format,
    ...(variant.files === undefined ? {} : { files: [...variant.files] }),
    weightsBytes: variant.weightsBytes,
    minimumVramGb: variant.minimumVramGb,
    ...(variant.minimumEngine === undefined ? {} : { minimumEngine: variant.minimumEngine }),
    fit: estimated.fit,
    ...(stored === undefined ? {} : { stored }),
    ...(engine === undefined ? {} : { engineId: engine.id }),
    recommended: recommendedSettings(model, variant, { gpus: parts.gpus, ...estimated }),
  };
}

const isFor = (settings: EngineSettings, model: CatalogueModel, variant: CatalogueVariant): boolean =>
  settings.catalogueId === model.id
    ? settings.variant === variant.id
    : settings.catalogueId === undefined && settings.model === variant.repository;

/** "27B", "35B, 3B active". */
export function parametersText({ parametersB, activeB }: Pick<CatalogueModel, "parametersB" | "activeB">): string {
  const total = parametersB < 1 ? `${Math.round(parametersB * 1000)}M` : `${parametersB}B`;
  return activeB === undefined || activeB === parametersB ? total : `${total}, ${activeB}B active`;
}

const ranks: Record<FitResult["verdict"], number> = {
  fits: 4,
  fits_less_context: 3,
  needs_more_gpus: 2,
  unknown: 1,
  does_not_fit: 0,
};

const verdictRank = (fit: FitResult): number => ranks[fit.verdict];

/** With less than this a page of some length and a second turn about it do not fit. */
const roomyContext = 16_384;

/**
 * Running on a GPU here with room for the work counts most; then being preferred; then size: of a mixture of experts the
 * geometric mean of all and the active parameters, a usual rule of thumb for the dense model that it equals. On a
 * processor the few parameters that are active count, for they decide how slow it is.
 */
function order(model: CatalogueModel, view: CatalogueModelView): number {
  const onGpu = view.variants.map(({ fit }) => fit).filter((fit) => runs(fit) && fit.gpusNeeded !== 0);
  const roomy = onGpu.some(({ verdict, contextLength }) => verdict === "fits" || (contextLength ?? 0) >= roomyContext);
  const best = Math.max(...view.variants.map(({ fit }) => verdictRank(fit)));
  const active = model.activeB ?? model.parametersB;
  if (onGpu.length === 0 && best >= 3) return 5e5 + (model.preferred ? 100 : 0) - Math.abs(active - 4) * 50;
  const place = roomy ? 1e6 : onGpu.length > 0 ? 8e5 : best * 1e5;
  return place + (model.preferred ? 1e4 : 0) + Math.min(Math.sqrt(model.parametersB * active), 999);
}
