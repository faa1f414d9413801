import { html, type View } from "../lib/html.ts";

export interface Column<Row> {
  id: string;
  label: string;
  cell(row: Row): unknown;
  align?: "end";
  /** Left out on narrow screens. */
  wideOnly?: boolean;
}

export interface TableProps<Row> {
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey(row: Row): string;
}

export function Table<Row>({ label, columns, rows, rowKey }: TableProps<Row>): View {
  const cls = (column: Column<Row>) => `${column.align ?? ""} ${column.wideOnly ? "wide-only" : ""}`;
  return html`<table class="table" aria-label=${label}>
    <thead><tr>${columns.map((column) => html`<th key=${column.id} scope="col" class=${cls(column)}>${column.label}</th>`)}</tr></thead>
    <tbody>${rows.map((row) => html`<tr key=${rowKey(row)}>${columns.map((column) => html`<td key=${column.id} class=${cls(column)}>${column.cell(row)}</td>`)}</tr>`)}</tbody>
  </table>`;
}
