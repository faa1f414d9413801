import { Dot } from "../kit/badge.ts";
import { Notice } from "../kit/notice.ts";
import type { EngineView } from "../lib/engine-types.ts";
import { html, type View } from "../lib/html.ts";
import { useTitle } from "../lib/lazy.ts";
import { useServerNow } from "./clock.ts";
import { EngineCharts } from "./engine-charts.ts";
import { EngineCard, EngineHead } from "./engine-head.ts";
import { FailureCard } from "./failure-card.ts";
import { Ghost } from "./ghost.ts";
import { LogPane } from "./log-pane.ts";
import { useModelActions } from "./model-actions.ts";
import { ModelDialogs } from "./model-dialogs.ts";
import { useRoom } from "./room.ts";
import { isActive, isComing, stateDot, stateLabel } from "./words.ts";

/** One engine from start to stop: where it stands, what it does, what it says. */
export function Engine({ subject }: { subject: string }): View {
  const room = useRoom();
  const engines = room.engines.value;
  const engine = subject
    ? engines?.find((one) => one.id === subject)
    : (engines?.find((one) => isActive(one.status)) ?? engines?.[0]);
  useTitle(engine ? engine.settings.label : "Engine");
  if (engines === null)
    return room.error.value
      ? null
      : html`<header class="admin-head"><div><h1>Engine</h1></div></header><${Ghost} rows=${3} />`;
  if (!engine)
    return html`<header class="admin-head"><div><h1>Engine</h1></div></header><${Missing} subject=${subject} />`;
  return html`${engines.length > 1 && html`<${EngineTabs} engines=${engines} current=${engine.id} />`}<${OneEngine} key=${engine.id} engine=${engine} />`;
}

function Missing({ subject }: { subject: string }): View {
  if (subject)
    return html`<${Notice} kind="info" title="There is no engine of this name"><p>It may have been removed. <a class="link" href="/admin/engine">Show the engines that exist</a></p><//>`;
  return html`<${Notice} kind="info" title="No engine has been made yet"><p>An engine is one model with its settings. <a class="link" href="/admin/models">Choose a model</a> that fits this machine and press Start; then this page shows how it comes up, how fast it is and what it says.</p><//>`;
}

function EngineTabs({ engines, current }: { engines: EngineView[]; current: string }): View {
  return html`<nav class="engine-tabs" aria-label="Engines">${engines.map((engine) => html`<a key=${engine.id} href=${`/admin/engine/${engine.id}`} aria-current=${engine.id === current ? "page" : undefined}><${Dot} kind=${stateDot(engine.status.state)} /><span class="cut">${engine.settings.label}</span><span class="sr-only">${stateLabel(engine.status.state)}</span></a>`)}</nav>`;
}

function OneEngine({ engine }: { engine: EngineView }): View {
  const actions = useModelActions();
  const now = useServerNow(isComing(engine.status) || engine.status.state === "draining");
  return html`
    <${EngineHead} engine=${engine} now=${now} actions=${actions} />
    ${engine.status.failure && html`<div class="failure"><${FailureCard} engine=${engine} now=${now} actions=${actions} /></div>`}
    <${EngineCard} engine=${engine} now=${now} actions=${actions} />
    <${EngineCharts} engine=${engine} />
    <${LogPane} engineId=${engine.id} />
    <${ModelDialogs} actions=${actions} />`;
}
