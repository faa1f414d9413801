import { type Children, html, type View } from "../lib/html.ts";
import { messageOf } from "../lib/problem.ts";
import { Button } from "./button.ts";
import { Icon } from "./icon.ts";
import { Notice } from "./notice.ts";
import type { Column } from "./table.ts";

export interface DataColumn<Row> extends Column<Row> {
  /** What the server calls this order; a column without it is not sorted by. */
  sort?: string;
  /** The head of the card that a row becomes on a narrow screen. */
  head?: boolean;
  /** Controls: without a label on a narrow screen. */
  controls?: boolean;
  /** May take more than one line, and the whole width of a card. */
  loose?: boolean;
}

export interface Sorting {
  by: string;
  descending: boolean;
}

/** Rows as they come in, and the way to others. */
export interface DataRows<Row> {
  rows: Row[] | null;
  error?: unknown;
  busy?: boolean;
  page?: number;
  next?: (() => void) | undefined;
  previous?: (() => void) | undefined;
  reload?(): void;
}

export interface DataTableProps<Row> {
  label: string;
  columns: DataColumn<Row>[];
  list: DataRows<Row>;
  rowKey(row: Row): string;
  sorting?: Sorting;
  onSort?(sorting: Sorting): void;
  /** Said where there is nothing at all: what belongs here and how it comes here. */
  empty: Children;
  /** Set while filters may have left everything out; offers to take them away. */
  onClear?: (() => void) | undefined;
}

/**
 * A list as a table that sorts, pages and says what it waits for; on a narrow screen each row is a card. With the focus
 * in a row, the arrow keys go to the same control of the row above or below.
 */
export function DataTable<Row>(props: DataTableProps<Row>): View {
  const { label, columns, list, rowKey, sorting, onSort, empty, onClear } = props;
  const { rows, error, busy = false } = list;
  return html`<div class="data" aria-busy=${busy ? "true" : "false"}>
    ${error ? html`<${Notice} title=${`${label} could not be read`} actions=${list.reload && html`<${Button} onClick=${list.reload}>Try again<//>`}><p>${messageOf(error)}</p><//>` : null}
    ${
      rows === null
        ? error
          ? null
          : html`<${Waiting} columns=${columns.length} />`
        : rows.length === 0 && !list.previous
          ? html`<div class="card none">${onClear ? html`<p>Nothing here matches.</p><${Button} onClick=${onClear}>Show everything<//>` : empty}</div>`
          : html`<div class=${`card data-card ${busy ? "busy" : ""}`}>
              <table class="table data-table" aria-label=${label} onKeyDown=${moveRow}>
                <thead><tr>${columns.map((column) => html`<${Head} key=${column.id} column=${column} sorting=${sorting} onSort=${onSort} />`)}</tr></thead>
                <tbody>${rows.map((row) => html`<tr key=${rowKey(row)}>${columns.map((column) => html`<td key=${column.id} class=${cellClass(column)} data-label=${column.controls || column.head ? undefined : column.label}>${column.cell(row)}</td>`)}</tr>`)}</tbody>
              </table>
            </div>`
    }
    ${(list.next || list.previous) && html`<${Pager} list=${list} />`}
  </div>`;
}

const cellClass = <Row>({ align, wideOnly, head, controls, loose }: DataColumn<Row>): string =>
  [align ?? "", wideOnly ? "wide-only" : "", head ? "head" : "", controls ? "controls" : "", loose ? "loose" : ""]
    .filter(Boolean)
    .join(" ");

interface HeadProps<Row> {
  column: DataColumn<Row>;
  sorting: Sorting | undefined;
  onSort: ((sorting: Sorting) => void) | undefined;
}

function Head<Row>({ column, sorting, onSort }: HeadProps<Row>): View {
  const { sort } = column;
  if (!sort || !onSort)
    return html`<th scope="col" class=${cellClass(column)}>${column.controls ? html`<span class="sr-only">${column.label}</span>` : column.label}</th>`;
  const on = sorting?.by === sort;
  const down = on && sorting.descending;
  return html`<th scope="col" class=${cellClass(column)} aria-sort=${on ? (down ? "descending" : "ascending") : "none"}>
    <button type="button" class=${`sort ${on ? "on" : ""}`} onClick=${() => onSort({ by: sort, descending: on && !down })}>${column.label}<${Icon} name=${down ? "arrow-down" : "arrow-up"} size=${12} /></button>
  </th>`;
}

function Pager<Row>({ list }: { list: DataRows<Row> }): View {
  return html`<nav class="pager" aria-label="Pages"><span class="quiet small" role="status">Page ${(list.page ?? 0) + 1}</span><span class="grow"></span>
    <${Button} icon="chevron-left" disabled=${!list.previous || list.busy} onClick=${list.previous}>Previous<//>
    <${Button} disabled=${!list.next || list.busy} onClick=${list.next}>Next<//>
  </nav>`;
}

/** The shape of the rows that are being read, so that nothing jumps when they come. */
function Waiting({ columns }: { columns: number }): View {
  return html`<div class="card data-ghost" aria-busy="true" aria-label="Reading">${Array.from({ length: 6 }, (_, at) => html`<div key=${at}>${Array.from({ length: Math.min(columns, 5) }, (_each, n) => html`<i key=${n}></i>`)}</div>`)}</div>`;
}

function moveRow(event: KeyboardEvent): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  const from = event.target instanceof HTMLElement ? event.target : null;
  const row = from?.closest("tbody tr");
  if (
    step === 0 ||
    !from ||
    !row ||
    from.matches("input, select, textarea, [aria-haspopup]") ||
    from.closest("[popover]")
  )
    return;
  const next = step > 0 ? row.nextElementSibling : row.previousElementSibling;
  const controls = (of: Element) => [...of.querySelectorAll<HTMLElement>("a[href], button:not(:disabled)")];
  const target = next && (controls(next)[controls(row).indexOf(from)] ?? controls(next)[0]);
  if (!target) return;
  event.preventDefault();
  target.focus();
}
