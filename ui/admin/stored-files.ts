import { Badge } from "../kit/badge.ts";
import { Button, IconButton } from "../kit/button.ts";
import { Menu, type MenuItem, type TriggerProps } from "../kit/menu.ts";
import { Progress } from "../kit/meter.ts";
import type { StoredModel } from "../lib/engine-types.ts";
import { ago, plural } from "../lib/format.ts";
import { html, type View } from "../lib/html.ts";
import { fileBytes } from "../lib/units.ts";
import { Jobs } from "./jobs.ts";
import type { ModelActions } from "./model-actions.ts";
import { useRoom } from "./room.ts";
import { downloadLine } from "./words.ts";

const tones = { complete: "ok", incomplete: "warn", downloading: "accent", paused: "plain", damaged: "bad" } as const;

/** What of models lies on this disk, whether it is whole, and how to be rid of it. */
export function StoredFiles({ actions }: { actions: ModelActions }): View {
  const room = useRoom();
  const files = room.files.value;
  if (!files) return null;
  const total = files.items.reduce((sum, item) => sum + item.bytes, 0);
  return html`<section aria-labelledby="stored" class="stored">
    <div class="list-head"><h2 id="stored">On this disk</h2><span class="quiet small num">${fileBytes(files.freeBytes)} free</span><span class="grow"></span><code class="quiet cut wide-only">${files.path}</code></div>
    <${Jobs} jobs=${files.jobs} />
    ${
      files.items.length === 0
        ? html`<p class="card none">No model is on this disk yet. Press Get at one of the catalogue, or import one with Add.</p>`
        : html`<div class="card"><table class="table stored-table" aria-label="Stored models">
          <thead><tr><th scope="col">Model</th><th scope="col">State</th><th scope="col" class="end">Size</th><th scope="col"><span class="sr-only">Actions</span></th></tr></thead>
          <tbody>${files.items.map((item) => html`<${Row} key=${`${item.id}@${item.revision}`} item=${item} actions=${actions} />`)}</tbody>
        </table></div>
        <p class="quiet small">${plural(files.items.length, "model")}, ${fileBytes(total)} together.</p>`
    }
  </section>`;
}

function Row({ item, actions }: { item: StoredModel; actions: ModelActions }): View {
  const room = useRoom();
  const { files } = room.api;
  const run = (verb: "pause" | "resume" | "verify" | "cancel", done?: string) =>
    void actions.act(
      `${verb}-${item.id}`,
      async () => {
        await files[verb](item.id);
        await room.refresh("files");
      },
      done,
    );
  const moving = item.state === "downloading" || item.state === "paused";
  const verified =
    item.verifiedAt === null
      ? "never verified"
      : `verified ${ago(new Date(item.verifiedAt).toISOString(), room.now())}`;
  const main =
    item.state === "downloading"
      ? html`<${Button} busy=${actions.busy === `pause-${item.id}`} onClick=${() => run("pause")} aria-label=${`Pause ${item.id}`}>Pause<//>`
      : item.state === "complete"
        ? html`<${Button} busy=${actions.busy === `verify-${item.id}`} onClick=${() => run("verify", `${item.id} is being verified.`)} aria-label=${`Verify ${item.id}`}>Verify<//>`
        : html`<${Button} busy=${actions.busy === `resume-${item.id}`} onClick=${() => run("resume")} aria-label=${`Get the rest of ${item.id}`}>${item.state === "damaged" ? "Repair" : "Get the rest"}<//>`;
  const more: MenuItem[] = [
    ...(item.state === "complete"
      ? []
      : [{ label: "Verify what is there", icon: "check", onSelect: () => run("verify") } satisfies MenuItem]),
    ...(moving
      ? [
          {
            label: "Give the download up",
            icon: "close",
            danger: true,
            onSelect: () => run("cancel"),
          } satisfies MenuItem,
        ]
      : []),
    {
      label: "Remove from this disk",
      icon: "trash",
      danger: true,
      onSelect: () => actions.show({ kind: "remove-files", stored: item }),
    },
  ];
  return html`<tr>
    <td class="s-model"><b class="strong">${item.id}</b><p class="quiet small">${item.format} · ${plural(item.files, "file")} · <span class="mono">${item.revision.slice(0, 10)}</span></p></td>
    <td class="s-state"><${Badge} kind=${tones[item.state]}>${item.state}<//>${
      moving
        ? html`<p class="quiet small num">${downloadLine(item)}</p><${Progress} label=${`Download of ${item.id}`} value=${item.totalBytes > 0 ? (item.download?.bytes ?? item.bytes) / item.totalBytes : null} />`
        : html`<p class="quiet small">${item.problems.length > 0 ? item.problems.join(" ") : verified}</p>`
    }</td>
    <td class="s-size end num">${fileBytes(item.state === "complete" ? item.bytes : item.totalBytes)}</td>
    <td class="s-act end"><div class="row-acts">${main}<${Menu} label=${`More for ${item.id}`} align="end" items=${more} trigger=${(props: TriggerProps) => html`<${IconButton} icon="more" label=${`More for ${item.id}`} ...${props} />`} /></div></td>
  </tr>`;
}
