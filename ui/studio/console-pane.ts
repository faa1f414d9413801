import { useState } from "preact/hooks";
import { IconButton } from "../kit/button.ts";
import { Icon, type IconName } from "../kit/icon.ts";
import { Segment } from "../kit/tabs.ts";
import { useApp } from "../lib/app.ts";
import { copyText } from "../lib/clipboard.ts";
import { plural } from "../lib/format.ts";
import { html, type View } from "../lib/html.ts";
import type { ConsoleEntry, Place, StageStore } from "../lib/store-stage.ts";
import type { Diagnostic } from "../lib/types.ts";

type Filter = "all" | "error" | "warn" | "info" | "log";

const icons: Record<ConsoleEntry["level"], IconName> = {
  error: "alert",
  warn: "warning",
  info: "info",
  log: "chevron-right",
  debug: "chevron-right",
};
const kindOf = (level: ConsoleEntry["level"]): Filter => (level === "debug" ? "log" : level);

/** What the component said, what went wrong with it, and what was mended before it could be shown. */
export function ConsolePane({ stage }: { stage: StageStore }): View {
  const app = useApp();
  const [filter, setFilter] = useState<Filter>("all");
  const [query, setQuery] = useState("");
  const entries = stage.console.value;
  const wanted = query.trim().toLowerCase();
  const shown = entries.filter(
    (entry) => (filter === "all" || kindOf(entry.level) === filter) && asText(entry).toLowerCase().includes(wanted),
  );
  const number = (kind: Filter) => entries.filter((entry) => kindOf(entry.level) === kind).length || "";
  const mended = stage.build.value?.build.diagnostics.filter((one) => one.repaired) ?? [];

  async function copy(): Promise<void> {
    const done = await copyText(shown.map(asText).join("\n"));
    if (done) app.toasts.show(`${plural(shown.length, "message")} copied.`, "ok");
    else app.toasts.show("The browser did not allow copying.", "bad");
  }
  return html`<div class="console">
    <div class="pane-bar console-bar">
      <${Segment} label="Which messages" value=${filter} onChange=${setFilter} options=${[
        { id: "all", label: "All" },
        { id: "error", label: `Errors ${number("error")}` },
        { id: "warn", label: `Warnings ${number("warn")}` },
        { id: "info", label: `Notes ${number("info")}` },
        { id: "log", label: `Logs ${number("log")}` },
      ]} />
      <span class="grow"></span>
      <label class="search"><${Icon} name="search" size=${14} /><input class="input" type="search" placeholder="Find" aria-label="Find in the console" value=${query}
        onInput=${(event: Event) => event.currentTarget instanceof HTMLInputElement && setQuery(event.currentTarget.value)} /></label>
      <${IconButton} icon="copy" label="Copy these messages" disabled=${shown.length === 0} onClick=${() => void copy()} />
      <${IconButton} icon="trash" label="Clear the console" disabled=${entries.length === 0} onClick=${() => {
        stage.console.value = [];
      }} />
    </div>
    <${OfflineNote} counts=${stage.offline.value} />
    ${mended.length > 0 && html`<${Mended} items=${mended} onOpen=${stage.open} />`}
    <ul class="console-log" role="log" aria-label="Console" tabIndex="0">
      ${shown.length === 0 && html`<li class="nothing">${entries.length === 0 ? "Quiet. What the component logs, and every error with its place in the code, shows up here." : "Nothing of this kind."}</li>`}
      ${shown.map(
        (entry) => html`<li key=${entry.id} class=${`entry ${entry.level}`}>
          <${Icon} name=${icons[entry.level]} size=${14} />
          <div class="entry-text"><pre>${entry.text}</pre>${entry.fix && html`<p class="fix">${entry.fix}</p>`}</div>
          ${entry.repeated > 1 && html`<span class="count">${entry.repeated}</span>`}
          <${PlaceLink} place=${entry} onOpen=${stage.open} />
        </li>`,
      )}
    </ul>
  </div>`;
}

/** Always there: whoever wonders about an empty picture should not have to look for the reason. */
function OfflineNote({ counts }: { counts: ReadonlyMap<string, number> }): View {
  const images = counts.get("image") ?? 0;
  const requests = [...counts].reduce((sum, [what, times]) => sum + (what === "image" ? 0 : times), 0);
  const parts = [images > 0 ? plural(images, "picture") : "", requests > 0 ? plural(requests, "request") : ""];
  const said = parts.filter(Boolean).join(" and ");
  return html`<p class="console-note"><${Icon} name="lock" size=${14} /><span>The preview is offline${said === "" ? ": pictures and requests of elsewhere are stood in for." : `: ${said} to elsewhere ${images + requests === 1 ? "was" : "were"} stood in for.`}</span></p>`;
}

function Mended({ items, onOpen }: { items: Diagnostic[]; onOpen(place: Place): void }): View {
  return html`<details class="mended" open=${items.length < 4}>
    <summary><${Icon} name="check" size=${14} />${items.length === 1 ? "One thing was mended before it was shown" : `${items.length} things were mended before it was shown`}</summary>
    <ul>${items.map(
      (one) => html`<li key=${`${one.path}:${one.line}:${one.column}:${one.message}`} class="entry">
        <div class="entry-text"><p>Mended: ${one.message}</p>${one.fix && html`<p class="fix">${one.fix}</p>`}</div>
        <${PlaceLink} place=${one} onOpen=${onOpen} /></li>`,
    )}</ul>
  </details>`;
}

function PlaceLink({ place, onOpen }: { place: Partial<Place>; onOpen(place: Place): void }): View {
  const { path, line, column } = place;
  if (path === undefined || path === "") return null;
  const open = () =>
    onOpen({ path, ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) });
  return html`<button type="button" class="place cut" onClick=${open}>${path}${line ? `:${line}` : ""}</button>`;
}

function asText({ level, text, fix, path, line }: ConsoleEntry): string {
  return [level, path ? `${path}${line ? `:${line}` : ""}` : "", text, fix ?? ""].filter(Boolean).join("  ");
}
