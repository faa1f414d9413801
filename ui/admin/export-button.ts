import { useState } from "preact/hooks";
import { Button } from "../kit/button.ts";
import { useApp } from "../lib/app.ts";
import { type CsvColumn, csvText } from "../lib/csv.ts";
import { fileDay, saveFile } from "../lib/download.ts";
import { plural } from "../lib/format.ts";
import { html, type View } from "../lib/html.ts";
import { messageOf } from "../lib/problem.ts";

export interface ExportButtonProps<Row> {
  /** What the file is called, without day and ending. */
  name: string;
  columns: readonly CsvColumn<Row>[];
  /** Reads everything that the filters leave. */
  read(signal: AbortSignal): Promise<{ rows: Row[]; whole: boolean }>;
}

/** Writes a whole list into a CSV file, not only the page on the screen. */
export function ExportButton<Row>({ name, columns, read }: ExportButtonProps<Row>): View {
  const app = useApp();
  const [busy, setBusy] = useState(false);
  async function run(): Promise<void> {
    setBusy(true);
    try {
      const { rows, whole } = await read(new AbortController().signal);
      const file = new Blob(["\ufeff", csvText(columns, rows)], { type: "text/csv;charset=utf-8" });
      saveFile(file, `vitrine-${name}-${fileDay(app.now())}.csv`);
      if (!whole)
        app.toasts.show(`The file holds the first ${plural(rows.length, "row")}. Filter the list to get the rest.`);
    } catch (error) {
      app.toasts.show(messageOf(error), "bad");
    } finally {
      setBusy(false);
    }
  }
  return html`<${Button} icon="download" busy=${busy} onClick=${() => void run()} aria-label="Export as CSV"><span class="wide-only">Export</span><//>`;
}
