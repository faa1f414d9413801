import { useEffect, useState } from "preact/hooks";
import { Badge, Dot } from "../kit/badge.ts";
import { Notice } from "../kit/notice.ts";
import { Table } from "../kit/table.ts";
import { useApp } from "../lib/app.ts";
import { fullTime, plural, thousands } from "../lib/format.ts";
import { html, type View } from "../lib/html.ts";
import { useTitle } from "../lib/lazy.ts";
import { messageOf } from "../lib/problem.ts";
import type { Health, ModelInfo } from "../lib/types.ts";
import { OverviewNow } from "./overview-now.ts";

export function Overview(): View {
  const app = useApp();
  const [health, setHealth] = useState<Health | null>(null);
  const [error, setError] = useState<unknown>(null);
  useTitle("Administration");
  useEffect(() => {
    const read = () => {
      app.api.health().then((found) => {
        setHealth(found);
        setError(null);
      }, setError);
    };
    read();
    void app.models.load().catch(() => undefined);
    const timer = setInterval(() => document.visibilityState === "visible" && read(), 10_000);
    return () => clearInterval(timer);
  }, [app]);
  const models = app.models.items.value ?? [];
  const active = app.models.active.value;
  const good = health?.status === "ok" || health?.status === "healthy";
  return html`
      <header class="admin-head"><div><h1>Overview</h1><p class="sub">What runs, what waits and what is wrong.</p></div></header>
      ${error ? html`<${Notice} title="The health report could not be read"><p>${messageOf(error)}</p><//>` : null}
      <${OverviewNow} />
      <div class="card facts">
        <div><span class="quiet small">Server</span><b><${Dot} kind=${health ? (good ? "ok" : "warn") : "idle"} />${health ? (good ? "Healthy" : health.status) : "Reading…"}</b><span class="quiet small">${health ? `${health.service} ${health.version} · ${fullTime(health.timestamp)}` : ""}</span></div>
        <div><span class="quiet small">Answers now</span><b><${Dot} kind=${active ? (active.builtin ? "warn" : "ok") : "bad"} />${active?.label ?? "Nothing"}</b><span class="quiet small">${active ? (active.builtin ? "rules and patterns, not a language model" : active.provider) : "no provider is set up"}</span></div>
        <div><span class="quiet small">Models</span><b>${plural(models.length, "model")}</b><span class="quiet small">${plural(new Set(models.map((model) => model.provider)).size, "provider")}</span></div>
      </div>
      <h2 class="section">Parts</h2>
      <div class="card"><${Table} label="Parts" rows=${Object.entries(health?.dependencies ?? {})} rowKey=${(row: [string, unknown]) => row[0]} columns=${[
        { id: "name", label: "Part", cell: (row: [string, unknown]) => html`<b class="strong">${row[0]}</b>` },
        { id: "state", label: "State", cell: (row: [string, unknown]) => html`<${State} value=${row[1]} />` },
        {
          id: "detail",
          label: "Detail",
          wideOnly: true,
          cell: (row: [string, unknown]) => html`<span class="quiet">${detail(row[1])}</span>`,
        },
      ]} /></div>
      <div class="section-head"><h2 class="section">Models</h2><span class="grow"></span><a class="btn plain m" href="/admin/models">Add a model</a></div>
      <div class="card"><${Table} label="Models" rows=${models} rowKey=${(row: ModelInfo) => row.id} columns=${[
        {
          id: "label",
          label: "Model",
          cell: (row: ModelInfo) =>
            html`<b class="strong">${row.label}</b><div class="quiet small mono">${row.id}</div>`,
        },
        {
          id: "kind",
          label: "Kind",
          cell: (row: ModelInfo) =>
            row.builtin
              ? html`<${Badge} kind="warn">pattern engine<//>`
              : row.vision
                ? html`<${Badge}>text and images<//>`
                : html`<${Badge}>text<//>`,
        },
        {
          id: "context",
          label: "Context",
          align: "end",
          wideOnly: true,
          cell: (row: ModelInfo) =>
            html`<span class="num">${row.contextLength && !row.builtin ? thousands(row.contextLength) : "–"}</span>`,
        },
      ]} /></div>`;
}

function State({ value }: { value: unknown }): View {
  const text = typeof value === "string" ? value : read(value, "status") || read(value, "state") || "unknown";
  const kind = /^(ok|up|healthy|ready|closed)$/u.test(text) ? "ok" : /^(unknown|idle)$/u.test(text) ? "plain" : "warn";
  return html`<${Badge} kind=${kind}>${text}<//>`;
}

function detail(value: unknown): string {
  if (typeof value !== "object" || value === null) return "";
  return Object.entries(value)
    .filter(([key, part]) => !["status", "state"].includes(key) && ["string", "number"].includes(typeof part))
    .map(([key, part]) => `${key} ${part}`)
    .join(" · ");
}

function read(value: unknown, key: string): string {
  if (typeof value !== "object" || value === null) return "";
  const found = Object.entries(value).find(([name]) => name === key)?.[1];
  return typeof found === "string" ? found : "";
}
