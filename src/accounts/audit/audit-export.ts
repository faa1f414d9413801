import type { App } from "../../platform/app.ts";
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

/** RFC 4180; a text that a spreadsheet would run as a formula is made plain by an apostrophe. */
export function csvField(value: string | number | null): string {
  const text = String(value ?? "");
  const plain = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

const csvRow = (row: AuditRow): string =>
  columns.map((name) => csvField(name === "at" ? new Date(row.at).toISOString() : row[name])).join(",");

/** The log as a stream of text, oldest first; it is read as fast as the reader takes it. */
export function exportAudit(app: App, filter: AuditFilter, format: ExportFormat): ReadableStream<Uint8Array> {
  const portions = readAudit(app, filter);
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    start(controller) {
      if (format === "csv") controller.enqueue(encoder.encode(`${columns.join(",")}\r\n`));
    },
    pull(controller) {
      const { value, done } = portions.next();
      if (done || !value) return controller.close();
      const lines = value.map((row) => (format === "csv" ? `${csvRow(row)}\r\n` : `${JSON.stringify(viewOf(row))}\n`));
      controller.enqueue(encoder.encode(lines.join("")));
    },
  });
}
