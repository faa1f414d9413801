import { useState } from "preact/hooks";
import { Badge } from "../kit/badge.ts";
import { Select } from "../kit/choice.ts";
import { Icon } from "../kit/icon.ts";
import { Segment } from "../kit/tabs.ts";
import type { CsvColumn } from "../lib/csv.ts";
import type { CatalogueModelView, CatalogueVariantView } from "../lib/engine-types.ts";
import { plural } from "../lib/format.ts";
import { type Children, html, type View } from "../lib/html.ts";
import { fileBytes } from "../lib/units.ts";
import { type CatalogueFilter, type CatalogueRow, type CatalogueSort, counts, rowsOf } from "./catalogue-rows.ts";
import { ExportButton } from "./export-button.ts";
import { useRoom } from "./room.ts";
import { VariantAction, type VariantHandlers } from "./variant-action.ts";
import { VariantFit } from "./variant-fit.ts";

export interface CatalogueProps {
  models: CatalogueModelView[];
  handlers: VariantHandlers;
  /** Controls beside the heading. */
  children?: Children;
}

/** What is shown before somebody asks for more. */
const firstRows = 12;

const sorts: { value: CatalogueSort; label: string }[] = [
  { value: "best", label: "What suits this machine" },
  { value: "released", label: "Newest first" },
  { value: "size", label: "Smallest first" },
  { value: "name", label: "By name" },
];

const readSort = (value: string): CatalogueSort => sorts.find((sort) => sort.value === value)?.value ?? "best";

/** All models that Vitrine knows, with what they would do on this machine. */
export function Catalogue({ models, handlers, children }: CatalogueProps): View {
  const room = useRoom();
  const number = counts(models);
  const [filter, setFilter] = useState<CatalogueFilter>(number.fits > 0 ? "fits" : "all");
  const [text, setText] = useState("");
  const [sort, setSort] = useState<CatalogueSort>("best");
  const [whole, setWhole] = useState(false);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const rows = rowsOf(models, { filter, text, sort, engines: room.engines.value ?? [] });
  const toggle = (id: string) =>
    setOpen(open.has(id) ? new Set([...open].filter((one) => one !== id)) : new Set([...open, id]));
  const gpus = room.gpus.value?.gpus.length ?? 0;
  return html`<section aria-labelledby="catalogue">
    <div class="list-head">
      <h2 id="catalogue">Catalogue</h2><span class="grow"></span><${ExportButton} name="models" columns=${fileColumns} read=${() => Promise.resolve({ rows: rows.flatMap(fileRows), whole: true })} />${children}
    </div>
    <div class="list-tools">
      <${Segment} label="Which models" value=${filter} onChange=${setFilter} options=${[
        { id: "fits", label: `Fits ${number.fits}` },
        { id: "disk", label: `On this disk ${number.disk}` },
        { id: "all", label: `All ${number.all}` },
      ]} />
      <span class="grow"></span>
      <div class="search"><${Icon} name="search" /><input class="input" type="search" aria-label="Search the catalogue" placeholder="Search models" value=${text}
        onInput=${(event: Event) => event.currentTarget instanceof HTMLInputElement && setText(event.currentTarget.value)} /></div>
      <${Select} label="Order" hideLabel value=${sort} options=${sorts} onChange=${(value: string) => setSort(readSort(value))} />
    </div>
    <div class="card">
      <table class="table catalogue" aria-label="Catalogue of models">
        <thead><tr><th scope="col">Model</th><th scope="col" class="wide-only">Good for</th><th scope="col" class="end">Size</th><th scope="col">${gpus === 0 ? "Fit" : gpus === 1 ? "On this GPU" : "On these GPUs"}</th><th scope="col"><span class="sr-only">Actions</span></th></tr></thead>
        ${(whole ? rows : rows.slice(0, firstRows)).map((row) => html`<${ModelRows} key=${row.model.id} row=${row} open=${open.has(row.model.id)} onToggle=${() => toggle(row.model.id)} handlers=${handlers} />`)}
      </table>
      ${!whole && rows.length > firstRows && html`<button type="button" class="more-rows" onClick=${() => setWhole(true)}>Show ${plural(rows.length - firstRows, "more model")}</button>`}
      ${rows.length === 0 && html`<p class="none">${nothing(filter, text)}</p>`}
    </div>
    <p class="sr-only" role="status">${plural(rows.length, "model")} shown</p>
  </section>`;
}

interface FileRow {
  model: CatalogueModelView;
  variant: CatalogueVariantView;
}

const fileRows = ({ model, lead, others }: CatalogueRow): FileRow[] =>
  [lead, ...others].map((variant) => ({ model, variant }));

const fileColumns: CsvColumn<FileRow>[] = [
  { label: "Model", value: ({ model }) => model.name },
  { label: "Precision", value: ({ variant }) => variant.precision },
  { label: "Repository", value: ({ variant }) => variant.repository },
  { label: "Parameters", value: ({ model }) => model.parameters },
  { label: "Licence", value: ({ model }) => model.licence },
  { label: "Good for", value: ({ model }) => model.goodFor.join(", ") },
  { label: "Bytes", value: ({ variant }) => variant.weightsBytes },
  { label: "Fit", value: ({ variant }) => variant.fit.verdict },
  { label: "On this disk", value: ({ variant }) => variant.stored !== undefined },
];

function nothing(filter: CatalogueFilter, text: string): string {
  if (text.trim() !== "") return `No model matches “${text.trim()}”${filter === "all" ? "" : " here; look under All"}.`;
  if (filter === "disk")
    return "No model of the catalogue is on this disk yet. Press Get at one that fits, or import one from a disk.";
  if (filter === "fits")
    return "No model of the catalogue fits this machine. A remote server can do the work instead: Add an engine, then Remote server.";
  return "The catalogue is empty.";
}

interface ModelRowsProps {
  row: CatalogueRow;
  open: boolean;
  onToggle(): void;
  handlers: VariantHandlers;
}

function ModelRows({ row, open, onToggle, handlers }: ModelRowsProps): View {
  const { model, lead, others } = row;
  return html`<tbody>
    <tr>
      <td class="c-model"><b>${model.name}</b> <span class="quiet">${lead.precision}</span>
        <p class="quiet small">${model.vision ? "text and images" : "text"} · ${model.parameters} · ${model.licence}${model.local ? " · your own entry" : ""}</p>
        ${others.length > 0 && html`<button type="button" class="more-variants" aria-expanded=${open ? "true" : "false"} onClick=${onToggle}><${Icon} name=${open ? "chevron-down" : "chevron-right"} size=${12} />${plural(others.length, "more variant")}</button>`}
      </td>
      <td class="c-good wide-only">${model.goodFor.join(", ")}</td>
      <${VariantCells} model=${model} variant=${lead} handlers=${handlers} />
    </tr>
    ${
      open &&
      others.map(
        (variant) => html`<tr class="variant" key=${variant.id}>
      <td class="c-model"><span class="strong">${variant.precision}</span> ${variant.format === "gguf" && html`<${Badge}>gguf<//>`}<p class="quiet small mono cut">${variant.repository}</p></td>
      <td class="c-good wide-only"></td>
      <${VariantCells} model=${model} variant=${variant} handlers=${handlers} />
    </tr>`,
      )
    }
  </tbody>`;
}

function VariantCells({
  model,
  variant,
  handlers,
}: {
  model: CatalogueModelView;
  variant: CatalogueVariantView;
  handlers: VariantHandlers;
}): View {
  return html`<td class="c-size end num">${fileBytes(variant.weightsBytes)}</td>
    <td class="c-fit"><${VariantFit} variant=${variant} onArithmetic=${() => handlers.arithmetic(model, variant)} /></td>
    <td class="c-act end"><${VariantAction} model=${model} variant=${variant} handlers=${handlers} /></td>`;
}
