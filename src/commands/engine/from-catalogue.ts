import type { CatalogueModelView, CatalogueVariantView, EngineView } from "../../engine/index.ts";
import type { ServerClient } from "../server-client.ts";
import { type Access, CommandError, enginePath } from "./access.ts";

/**
 * An engine for a model of the catalogue, `MODEL` or `MODEL:VARIANT`, with the recommended settings; the one that was
 * made from it earlier, where there is one.
 * @returns undefined when the catalogue has no such model
 * @throws CommandError when it does not fit or its files are not here
 */
export async function fromCatalogue(
  { io }: Access,
  server: ServerClient,
  name: string,
): Promise<EngineView | undefined> {
  const [modelId = "", variantId] = name.split(":");
  const { items } = await server.request<{ items: CatalogueModelView[] }>("GET", "/api/admin/models");
  const model = items.find(({ id }) => id === modelId);
  if (!model) return undefined;
  const variant = choose(model, variantId);
  if (variant.engineId !== undefined) return server.request<EngineView>("GET", enginePath(variant.engineId));
  if (variant.fit.verdict === "needs_more_gpus" || variant.fit.verdict === "does_not_fit") {
    throw new CommandError(`${model.name} ${variant.label} does not run here. ${variant.fit.summary}`);
  }
  if (variant.stored?.state !== "complete") {
    const state = variant.stored ? `are ${variant.stored.state}` : "are not on this machine";
    throw new CommandError(
      `The files of ${model.name} ${variant.label} ${state}. Get them: vitrine models pull ${variant.repository}`,
    );
  }
  io.err(`Making an engine for ${model.name} ${variant.label}. ${variant.fit.summary}`);
  return server.request<EngineView>("POST", "/api/admin/engines", { settings: variant.recommended });
}

const runs = ({ fit }: CatalogueVariantView): boolean =>
  fit.verdict === "fits" || fit.verdict === "fits_less_context" || fit.verdict === "unknown";

/** Named, or one that has an engine, or one that is here and runs, or one that would run, or the first. */
function choose(model: CatalogueModelView, variantId: string | undefined): CatalogueVariantView {
  const { variants } = model;
  if (variantId !== undefined) {
    const named = variants.find(({ id }) => id === variantId);
    if (named) return named;
    throw new CommandError(
      `${model.name} has no variant ${variantId}. It has: ${variants.map(({ id }) => id).join(", ")}.`,
    );
  }
  const chosen =
    variants.find(({ engineId }) => engineId !== undefined) ??
    variants.find((one) => one.stored?.state === "complete" && runs(one)) ??
    variants.find(runs) ??
    variants[0];
  if (chosen) return chosen;
  throw new CommandError(`${model.name} has no variants in the catalogue.`);
}
