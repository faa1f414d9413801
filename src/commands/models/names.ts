import type { CatalogueModelView, CatalogueVariantView } from "../../engine/index.ts";
import { nearNames } from "../../llm/near-names.ts";
import { UsageError } from "../command.ts";

/** @throws UsageError with names like it */
export function requireModel(items: readonly CatalogueModelView[], name: string): CatalogueModelView {
  const found =
    items.find(({ id }) => id === name) ?? items.find((item) => item.name.toLowerCase() === name.toLowerCase());
  if (found) return found;
  const near = nearNames(
    name,
    items.map(({ id }) => id),
  );
  throw new UsageError(
    `The catalogue has no model ${name}. ${near.length > 0 ? `Did you mean ${near.join(" or ")}?` : "See vitrine models list --all, or name a repository as owner/name."}`,
  );
}

/** The one that was asked for, else the one that runs best here. @throws UsageError */
export function requireVariant(model: CatalogueModelView, id: string | undefined): CatalogueVariantView {
  const found = id === undefined ? model.variants[0] : model.variants.find((variant) => variant.id === id);
  if (found) return found;
  throw new UsageError(`${model.id} has no variant ${id}. It has ${model.variants.map((one) => one.id).join(", ")}.`);
}
