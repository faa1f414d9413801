import { ConfirmTyping } from "../kit/confirm-typing.ts";
import { Confirm } from "../kit/dialog.ts";
import { plural } from "../lib/format.ts";
import { html, type View } from "../lib/html.ts";
import { fileBytes, span } from "../lib/units.ts";
import { FitDialog } from "./fit-dialog.ts";
import { ImportDialog, PullDialog } from "./get-dialogs.ts";
import type { ModelActions } from "./model-actions.ts";
import { useRoom } from "./room.ts";
import { SettingsDialog } from "./settings-dialog.ts";
import { SwapDialog } from "./swap-dialog.ts";

/** Whichever dialog is open. */
export function ModelDialogs({ actions }: { actions: ModelActions }): View {
  const room = useRoom();
  const { dialog, close, busy } = actions;
  if (dialog === null) return null;
  switch (dialog.kind) {
    case "fit":
      return html`<${FitDialog} title=${dialog.title} fit=${dialog.fit} onClose=${close} />`;
    case "swap":
      return html`<${SwapDialog} from=${dialog.from} to=${dialog.to} actions=${actions} />`;
    case "stop": {
      const { engine, verb } = dialog;
      const { inFlight, waiting } = engine.status;
      const sure = async () => (await actions.stopNow(engine, verb)) && close();
      const running = `${plural(inFlight, "request is", "requests are")} being answered and may go on for up to ${span(engine.settings.drainSeconds * 1000)}.`;
      const queued =
        waiting > 0
          ? ` ${plural(waiting, "more waits", "more wait")}${verb === "stop" ? " and will be refused with the reason." : " and will be answered after it."}`
          : "";
      return html`<${Confirm} title=${`${verb === "stop" ? "Stop" : "Restart"} ${engine.settings.label}?`} text=${running + queued} action=${verb === "stop" ? "Stop" : "Restart"} busy=${busy !== null} onConfirm=${() => void sure()} onClose=${close} />`;
    }
    case "edit":
      return html`<${SettingsDialog} title=${`Settings of ${dialog.engine.settings.label}`} engine=${dialog.engine} initial=${dialog.engine.settings} onClose=${close} onSaved=${close} />`;
    case "variant":
      return html`<${SettingsDialog} title=${`Settings for ${dialog.variant.label}`} initial=${dialog.variant.recommended} onClose=${close} onSaved=${() => {
        close();
        void room.refresh("models").catch(() => undefined);
      }} />`;
    case "new":
      return html`<${SettingsDialog} title="Add an engine" kinds=${["vllm", "llamacpp", "command", "remote"]} initial=${{ adapter: dialog.adapter, label: "", servedName: "" }} onClose=${close} onSaved=${close} />`;
    case "import":
      return html`<${ImportDialog} actions=${actions} />`;
    case "pull":
      return html`<${PullDialog} actions=${actions} />`;
    case "remove-files": {
      const { stored } = dialog;
      const used = room.engines.value?.find(
        (engine) => "model" in engine.settings && engine.settings.model === stored.id,
      );
      return html`<${ConfirmTyping} title="Remove a model from this disk" name=${stored.id} action="Remove the files" busy=${busy === "remove"} onClose=${close}
        onConfirm=${async () => {
          const gone = await actions.act(
            "remove",
            async () => {
              await room.api.files.remove(stored.id);
              await room.refresh("files");
              if (room.models.value) await room.refresh("models");
            },
            `${stored.id} is removed.`,
          );
          if (gone) close();
        }}><p>This frees ${fileBytes(stored.bytes)}. The model can be fetched or imported again, which takes its time.${used ? ` The engine “${used.settings.label}” uses it and will not start without it.` : ""}</p><//>`;
    }
    case "remove-engine": {
      const { engine } = dialog;
      return html`<${ConfirmTyping} title="Remove an engine" name=${engine.id} action="Remove the engine" busy=${busy === "remove"} onClose=${close}
        onConfirm=${async () => {
          const gone = await actions.act(
            "remove",
            async () => {
              await room.api.engines.remove(engine.id);
              await room.refresh("engines");
            },
            `${engine.settings.label} is removed.`,
          );
          if (gone) close();
        }}><p>It is stopped first; its settings and its log are deleted. The model's files stay on the disk.</p><//>`;
    }
    default:
      return dialog satisfies never;
  }
}
