import { Badge } from "../kit/badge.ts";
import { Button } from "../kit/button.ts";
import { Dialog } from "../kit/dialog.ts";
import type { FitResult } from "../lib/engine-types.ts";
import { html, type View } from "../lib/html.ts";
import { fitBadge } from "./words.ts";

const bases: Record<FitResult["basis"], string> = {
  config: "Computed from the model's own configuration, corrected by what this machine measured.",
  catalogue:
    "Computed from the catalogue's copy of the model's shape; the model's own configuration decides once it is here.",
  rule: "A rule of thumb (weights × 1.2 + 2 GiB), because the model's shape is not known yet.",
};

/** The arithmetic behind a fit, line by line. */
export function FitDialog({ title, fit, onClose }: { title: string; fit: FitResult; onClose(): void }): View {
  const badge = fitBadge(fit);
  return html`<${Dialog} title=${`Does ${title} fit?`} wide onClose=${onClose} footer=${html`<${Button} onClick=${onClose} data-autofocus="">Close<//>`}>
    <p class="fit-sum"><${Badge} kind=${badge.tone}>${badge.label}<//><span>${fit.summary}</span></p>
    <${FitLines} fit=${fit} />
    <p class="quiet small">${bases[fit.basis]}</p>
  <//>`;
}

export function FitLines({ fit }: { fit: FitResult }): View {
  if (fit.lines.length === 0) return null;
  return html`<table class="table sums" aria-label="The arithmetic"><tbody>${fit.lines.map((line) => html`<tr key=${line.label}><th scope="row">${line.label}</th><td class="num">${line.value}</td></tr>`)}</tbody></table>`;
}
