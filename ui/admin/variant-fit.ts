import { Badge } from "../kit/badge.ts";
import { Progress } from "../kit/meter.ts";
import type { CatalogueVariantView } from "../lib/engine-types.ts";
import { html, type View } from "../lib/html.ts";
import { downloadLine, fitBadge, fitNote } from "./words.ts";

/** Whether it fits, or how far its download is. The badge opens the arithmetic. */
export function VariantFit({ variant, onArithmetic }: { variant: CatalogueVariantView; onArithmetic(): void }): View {
  const { stored, fit } = variant;
  const badge = fitBadge(fit);
  const underWay = stored?.state === "downloading" || stored?.state === "paused";
  return html`<button type="button" class="fit-btn" onClick=${onArithmetic} aria-label=${`${badge.label}. Show the arithmetic for ${variant.label}`} data-tip="Show the arithmetic"><${Badge} kind=${badge.tone}>${badge.label}<//></button>
    ${
      stored && underWay
        ? html`<div class="download"><p class="quiet small num">${stored.state === "paused" ? "paused at " : ""}${downloadLine(stored)}</p><${Progress} label=${`Download of ${variant.label}`} value=${stored.totalBytes > 0 ? (stored.download?.bytes ?? stored.bytes) / stored.totalBytes : null} /></div>`
        : html`<p class="quiet small">${stored && stored.problems.length > 0 ? stored.problems[0] : fitNote(fit)}</p>`
    }`;
}
