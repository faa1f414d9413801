import { useEffect } from "preact/hooks";
import { Notice } from "../kit/notice.ts";
import { html, type View } from "../lib/html.ts";
import { useTitle } from "../lib/lazy.ts";
import { AddMenu } from "./add-menu.ts";
import { Catalogue } from "./catalogue.ts";
import { useServerNow } from "./clock.ts";
import { FailureCard } from "./failure-card.ts";
import { Ghost } from "./ghost.ts";
import { useModelActions } from "./model-actions.ts";
import { ModelDialogs } from "./model-dialogs.ts";
import { RestingEngines } from "./resting-engines.ts";
import { useRoom } from "./room.ts";
import { RunningCard } from "./running-card.ts";
import { SettingUp } from "./setting-up.ts";
import { StoredFiles } from "./stored-files.ts";
import { gpuWords, isActive } from "./words.ts";

/** Which models there are, which fit, which run, and everything that can be done with them. */
export function Models(): View {
  const room = useRoom();
  useTitle("Models");
  const actions = useModelActions();
  useEffect(() => {
    for (const what of ["models", "files", "installs"] as const) {
      room.refresh(what).catch((error: unknown) => {
        room.error.value ??= error;
      });
    }
  }, [room]);
  const engines = room.engines.value ?? [];
  const models = room.models.value;
  const gpus = room.gpus.value;
  const now = useServerNow(false);
  const failed = engines.filter((engine) => engine.status.failure);
  return html`
    <header class="admin-head"><div><h1>Models</h1><p class="sub">${gpus ? `${gpuWords(gpus)}. ${gpus.state === "ok" ? "Fit is computed from each model's own configuration and corrected by what this machine measured." : ""}` : "Reading…"}</p></div></header>
    <${SettingUp} />
    ${engines.filter((engine) => isActive(engine.status)).map((engine) => html`<${RunningCard} key=${engine.id} engine=${engine} busy=${actions.busy} onSwap=${() => actions.show({ kind: "swap", from: engine })} onRestart=${() => actions.restart(engine)} onStop=${() => actions.stop(engine)} />`)}
    ${failed.map((engine) => html`<div class="failure" key=${engine.id}><${FailureCard} engine=${engine} now=${now} actions=${actions} logLink /></div>`)}
    <${RestingEngines} engines=${engines.filter((engine) => engine.status.state === "stopped" && !engine.status.failure)} actions=${actions} />
    ${
      models
        ? html`<${Catalogue} models=${models} handlers=${actions.handlers}><${AddMenu} onPick=${actions.show} /><//>`
        : room.error.value
          ? null
          : html`<${Ghost} rows=${6} />`
    }
    ${models?.length === 0 && html`<${Notice} kind="info" title="The catalogue has no entries"><p>Add models by hand with Add.</p><//>`}
    <${StoredFiles} actions=${actions} />
    <${ModelDialogs} actions=${actions} />`;
}
