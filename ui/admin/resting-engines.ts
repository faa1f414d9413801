import { Button } from "../kit/button.ts";
import type { EngineView } from "../lib/engine-types.ts";
import { html, type View } from "../lib/html.ts";
import type { ModelActions } from "./model-actions.ts";
import { engineName } from "./words.ts";

/** Engines that were stopped, ready to be started again with their settings. */
export function RestingEngines({ engines, actions }: { engines: EngineView[]; actions: ModelActions }): View {
  if (engines.length === 0) return null;
  return html`<section class="card resting" aria-label="Stopped engines">
    <span class="lab">Stopped</span>
    <ul>${engines.map(
      (engine) => html`<li key=${engine.id}>
        <a href=${`/admin/engine/${engine.id}`} class="strong cut">${engine.settings.label}</a>
        <span class="quiet small cut">${engineName(engine)} · ${engine.settings.adapter === "remote" ? engine.settings.baseUrl : (engine.settings.model ?? "")}</span>
        <span class="grow"></span>
        <${Button} size="s" onClick=${() => actions.show({ kind: "edit", engine })} aria-label=${`Settings of ${engine.settings.label}`}>Settings<//>
        <${Button} size="s" busy=${actions.busy === `start-${engine.id}`} onClick=${() => actions.start(engine)} aria-label=${`Start the engine ${engine.settings.label}`}>Start<//>
      </li>`,
    )}</ul>
  </section>`;
}
