import { useState } from "preact/hooks";
import { IconButton } from "../kit/button.ts";
import { Icon, type IconName } from "../kit/icon.ts";
import { Segment } from "../kit/tabs.ts";
import { html, type View } from "../lib/html.ts";
import type { ConsoleEntry, StageStore } from "../lib/store-stage.ts";

type Filter = "all" | "error" | "warn";

const icons: Record<ConsoleEntry["level"], IconName> = {
  error: "alert",
  warn: "warning",
  info: "info",
  log: "chevron-right",
  debug: "chevron-right",
};

export function ConsolePane({ stage }: { stage: StageStore }): View {
  const [filter, setFilter] = useState<Filter>("all");
  const entries = stage.console.value;
  const shown = entries.filter((entry) => filter === "all" || entry.level === filter);
  const number = (level: ConsoleEntry["level"]) => entries.filter((entry) => entry.level === level).length;
  return html`<div class="console">
    <div class="pane-bar">
      <${Segment} label="Which messages" value=${filter} onChange=${setFilter} options=${[
        { id: "all", label: "All" },
        { id: "error", label: `Errors ${number("error") || ""}` },
        { id: "warn", label: `Warnings ${number("warn") || ""}` },
      ]} />
      <span class="grow"></span>
      <${IconButton} icon="trash" label="Clear the console" disabled=${entries.length === 0} onClick=${() => {
        stage.console.value = [];
      }} />
    </div>
    <ul class="console-log" role="log" aria-label="Console" tabIndex="0">
      ${shown.length === 0 && html`<li class="nothing">${entries.length === 0 ? "Quiet. What the component logs, and every error with its place in the code, shows up here." : "Nothing of this kind."}</li>`}
      ${shown.map(
        (entry) => html`<li key=${entry.id} class=${`entry ${entry.level}`}>
          <${Icon} name=${icons[entry.level]} size=${14} />
          <div class="entry-text"><pre>${entry.text}</pre>${entry.fix && html`<p class="fix">${entry.fix}</p>`}</div>
          ${entry.repeated > 1 && html`<span class="count">${entry.repeated}</span>`}
          ${
            entry.path !== undefined &&
            html`<button type="button" class="place" onClick=${() => entry.path !== undefined && stage.open({ path: entry.path, ...(entry.line === undefined ? {} : { line: entry.line }), ...(entry.column === undefined ? {} : { column: entry.column }) })}>${entry.path}${entry.line ? `:${entry.line}` : ""}</button>`
          }
        </li>`,
      )}
    </ul>
  </div>`;
}
