import { Badge, Dot } from "../kit/badge.ts";
import { Button, IconButton } from "../kit/button.ts";
import { Select, Switch } from "../kit/choice.ts";
import { Menu, type MenuItem, type TriggerProps } from "../kit/menu.ts";
import type { EngineView } from "../lib/engine-types.ts";
import { count, thousands } from "../lib/format.ts";
import { html, type View } from "../lib/html.ts";
import { figure, memoryBytes, span } from "../lib/units.ts";
import { readableCommand } from "./command-text.ts";
import type { ModelActions } from "./model-actions.ts";
import { Phases } from "./phases.ts";
import { useRoom } from "./room.ts";
import { gpusOf } from "./running-card.ts";
import { engineName, isActive, isComing, isServing, stateDot, stateLabel, stateSince } from "./words.ts";

export interface EngineHeadProps {
  engine: EngineView;
  now: number;
  actions: ModelActions;
}

/** Its state and what can be done about it. */
export function EngineHead({ engine, now, actions }: EngineHeadProps): View {
  const { status, settings } = engine;
  const serving = isServing(status);
  const active = isActive(status);
  const more: MenuItem[] = [
    { label: "Settings", icon: "settings", onSelect: () => actions.show({ kind: "edit", engine }) },
    { kind: "line" },
    {
      label: "Remove this engine",
      icon: "trash",
      danger: true,
      onSelect: () => actions.show({ kind: "remove-engine", engine }),
    },
  ];
  return html`<header class="admin-head">
      <div><h1 class="engine-title"><${Dot} kind=${stateDot(status.state)} /><span class="cut">${settings.label}</span>${settings.pinned && html`<${Badge}>pinned<//>`}</h1>
      <p class="sub">${[stateSince(status, now), engineName(engine), status.trouble].filter(Boolean).join(" · ")}</p></div>
      <p class="sr-only" role="status">${[stateLabel(status.state), status.phase?.label].filter(Boolean).join(": ")}</p>
      <div class="head-acts">
        ${serving && html`<${Button} onClick=${() => actions.show({ kind: "swap", from: engine })}>Swap model<//>`}
        ${serving && html`<${Button} busy=${actions.busy === `restart-${engine.id}`} onClick=${() => actions.restart(engine)}>Restart<//>`}
        ${
          active
            ? html`<${Button} busy=${actions.busy === `stop-${engine.id}`} onClick=${() => actions.stop(engine)}>Stop<//>`
            : html`<${Button} kind="solid" busy=${actions.busy === `start-${engine.id}`} onClick=${() => actions.start(engine)}>Start<//>`
        }
        <${Menu} label="More" align="end" items=${more} trigger=${(props: TriggerProps) => html`<${IconButton} icon="more" label="More" ...${props} />`} />
      </div>
    </header>`;
}

/** What it is doing, what it measured of itself, and whether it stays. */
export function EngineCard({ engine, now, actions }: EngineHeadProps): View {
  const { status } = engine;
  return html`<section class="card engine-card" aria-label="State">
      ${isComing(status) && html`<div class="engine-phase"><${Phases} status=${status} now=${now} /></div>`}
      <${Facts} engine=${engine} />
      <${Keeping} engine=${engine} actions=${actions} />
      ${status.launch && html`<details class="engine-command"><summary>Command line</summary><pre class="command">${readableCommand(status.launch.command)}</pre></details>`}
    </section>`;
}

function Facts({ engine }: { engine: EngineView }): View {
  const room = useRoom();
  const { status, settings } = engine;
  const measured = status.launch?.measured ?? {};
  const started = status.launch?.readyAt ? status.launch.readyAt - status.launch.startedAt : undefined;
  const held = gpusOf(engine, room.gpus.value).map((gpu) => `GPU ${gpu.index}`);
  const on =
    settings.gpus === "none"
      ? "none"
      : held.length > 0
        ? held.join(", ")
        : settings.gpus === "auto"
          ? "chosen by Vitrine"
          : settings.gpus.join(", ");
  const facts: [string, string | undefined][] = [
    ["Requests", !isActive(status) ? undefined : `${status.inFlight} running, ${status.waiting} waiting`],
    ["Model", settings.adapter === "remote" ? settings.baseUrl : settings.model],
    ["Runs on", settings.adapter === "remote" ? undefined : on],
    [
      "Context",
      measured.contextLength
        ? `${thousands(measured.contextLength)}${measured.concurrencyAtContext ? `, ${figure(measured.concurrencyAtContext)} such requests at once` : ""}`
        : undefined,
    ],
    ["Weights", measured.weightsBytes ? memoryBytes(measured.weightsBytes) : undefined],
    [
      "KV cache",
      measured.kvCacheBytes
        ? `${memoryBytes(measured.kvCacheBytes)}${measured.kvCacheTokens ? `, ${count(measured.kvCacheTokens)} tokens` : ""}`
        : undefined,
    ],
    ["Start took", started === undefined ? undefined : span(started)],
    ["Process", status.launch?.pid === undefined ? undefined : String(status.launch.pid)],
  ];
  return html`<dl class="engine-facts">${facts.map(([name, value]) => value && html`<div key=${name}><dt>${name}</dt><dd class="num">${value}</dd></div>`)}</dl>`;
}

const idleChoices = [
  { value: "", label: "never" },
  { value: "10", label: "after 10 minutes" },
  { value: "30", label: "after 30 minutes" },
  { value: "60", label: "after 1 hour" },
  { value: "240", label: "after 4 hours" },
];

/** Whether it stays when nobody asks, or when another one wants its place. */
function Keeping({ engine, actions }: { engine: EngineView; actions: ModelActions }): View {
  const room = useRoom();
  const { settings } = engine;
  const change = (key: string, patch: Record<string, unknown>) =>
    void actions.act(key, async () => {
      await room.api.engines.update(engine.id, { ...settings, ...patch });
      await room.refresh("engines");
    });
  const idle = settings.idleUnloadMinutes === null ? "" : String(settings.idleUnloadMinutes);
  const choices = idleChoices.some((choice) => choice.value === idle)
    ? idleChoices
    : [...idleChoices, { value: idle, label: `after ${idle} minutes` }];
  return html`<div class="keeping">
    <${Switch} label="Pinned" hint="Never unloaded, never stopped to make room" value=${settings.pinned} onChange=${(pinned: boolean) => change("pin", { pinned })} />
    <${Select} label="Unload when idle" value=${idle} options=${choices} onChange=${(value: string) => change("idle", { idleUnloadMinutes: value === "" ? null : Number(value) })} hint=${settings.pinned ? "A pinned engine is never unloaded." : "The next request wakes it."} />
  </div>`;
}
