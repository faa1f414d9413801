import { useState } from "preact/hooks";
import { Icon } from "../../kit/icon.ts";
import { Menu, type TriggerProps } from "../../kit/menu.ts";
import { useApp } from "../../lib/app.ts";
import { fileDay, saveFile } from "../../lib/download.ts";
import { html, type View } from "../../lib/html.ts";
import type { ListQuery } from "../../lib/people-api.ts";
import { messageOf } from "../../lib/problem.ts";
import { useSystemApi } from "../use-api.ts";

/** Takes what the filters leave home as a file; the server writes it, oldest first. */
export function AuditExport({ query }: { query(): ListQuery }): View {
  const app = useApp();
  const api = useSystemApi();
  const [busy, setBusy] = useState(false);
  async function run(format: "csv" | "jsonl"): Promise<void> {
    setBusy(true);
    try {
      saveFile(await api.audit.export({ ...query(), format }), `vitrine-audit-${fileDay(app.now())}.${format}`);
    } catch (error) {
      app.toasts.show(messageOf(error), "bad");
    } finally {
      setBusy(false);
    }
  }
  return html`<${Menu} label="Export" align="end" items=${[
    { label: "CSV", note: "for a spreadsheet", onSelect: () => void run("csv") },
    { label: "JSON, one entry a line", note: "for a log collector", onSelect: () => void run("jsonl") },
  ]} trigger=${(props: TriggerProps) => html`<button type="button" class="btn plain m" disabled=${busy} aria-label="Export the log" ...${props}><${Icon} name="download" /><span class="wide-only">Export</span></button>`} />`;
}
