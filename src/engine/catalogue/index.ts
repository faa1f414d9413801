export { type Estimate, type EstimateParts, estimate } from "./estimate.ts";
export { builtInFolder, type Catalogue, loadCatalogue } from "./load.ts";
export { localFamilyFor } from "./local-family.ts";
export { type RecommendParts, recommendedSettings } from "./recommend.ts";
export type { CatalogueModel, CatalogueVariant } from "./schema.ts";
export { type CatalogueViewParts, catalogueViews } from "./views.ts";
