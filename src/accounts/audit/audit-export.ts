import type { App } from "../../platform/app.ts";
import { csvLine } from "../../platform/csv.ts";
import type { AuditRow } from "../schema.ts";
import { type AuditFilter, readAudit, viewOf } from "./audit-log.ts";

export type ExportFormat = "csv" | "jsonl";

export const exportType = { csv: "text/csv; charset=utf-8", jsonl: "application/x-ndjson" } as const;

const columns = [
  "seq",
  "at",
  "action",
  "outcome",
  "actorId",
  "actor",
  "targetType",
  "targetId",
  "target",
  "address",
  "requestId",
  "detail",
  "hash",
] as const satisfies readonly (keyof AuditRow)[];

const csvRow = (row: AuditRow): string =>
  csvLine(columns.map((name) => (name === "at" ? new Date(row.at).toISOString() : row[name])));

/** The log as a stream of text, oldest first; it is read as fast as the reader takes it. */
export function exportAudit(app: App, filter: AuditFilter, format: ExportFormat): ReadableStream<Uint8Array> {
  const portions = readAudit(app, filter);
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    start(controller) {
      if (format === "csv") controller.enqueue(encoder.encode(csvLine(columns)));
    },
    pull(controller) {
      const { value, done } = portions.next();
      if (done || !value) return controller.close();
      const lines = value.map((row) => (format === "csv" ? csvRow(row) : `${JSON.stringify(viewOf(row))}\n`));
      controller.enqueue(encoder.encode(lines.join("")));
    },
  });
}
