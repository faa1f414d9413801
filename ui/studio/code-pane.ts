import { useState } from "preact/hooks";
import { Button, IconButton } from "../kit/button.ts";
import { useApp } from "../lib/app.ts";
import { plural } from "../lib/format.ts";
import { html, type View } from "../lib/html.ts";
import { lazy } from "../lib/lazy.ts";
import type { ChatStore } from "../lib/store-chat.ts";
import type { StageStore } from "../lib/store-stage.ts";
import { FileTree } from "./file-tree.ts";
import { saveEdits } from "./save-edits.ts";
import { copyFile } from "./take-home.ts";

export const CodeEditor = lazy(() => import("./code-editor.ts").then((module) => module.CodeEditor));

export function CodePane({ chat, stage }: { chat: ChatStore; stage: StageStore }): View {
  const app = useApp();
  const [busy, setBusy] = useState(false);
  const files = stage.files.value;
  const path = stage.activePath.value;
  const live = stage.source.value === "live";
  const file = files.find((one) => one.path === path) ?? files[0];
  const edits = stage.edits.value;
  const writable = !live && chat.project.value?.role !== "viewer";

  async function save(): Promise<void> {
    setBusy(true);
    await saveEdits(app, chat, stage);
    setBusy(false);
  }

  if (files.length === 0 || !file)
    return html`<p class="nothing pad">${live ? "The first file is about to be written." : "There is no code yet. It appears here while it is being written."}</p>`;
  return html`<div class="code">
    <${FileTree} files=${files} active=${file.path} changed=${edits} writing=${live ? (chat.live.value?.files.filter((one) => one.writing).map((one) => one.path) ?? []) : []} onPick=${(
      picked: string,
    ) => {
      stage.activePath.value = picked;
    }} />
    <div class="code-main">
      <div class="pane-bar">
        <select class="file-select only-narrow" aria-label="File" value=${file.path} onChange=${(event: Event) => {
          if (event.currentTarget instanceof HTMLSelectElement) stage.activePath.value = event.currentTarget.value;
        }}>${files.map((one) => html`<option key=${one.path} value=${one.path}>${one.path}</option>`)}</select>
        <span class="mono cut wide-only">${file.path}</span>
        ${edits.size > 0 && html`<span class="unsaved wide-only">${plural(edits.size, "unsaved file")}</span>`}
        <span class="grow"></span>
        ${edits.size > 0 && html`<${Button} size="s" kind="quiet" onClick=${() => stage.shown.value && stage.discard(stage.shown.value.id)}>Discard<//><${Button} size="s" kind="solid" busy=${busy} onClick=${() => void save()}>Save as version<//>`}
        <${IconButton} icon="copy" label="Copy this file" onClick=${() => void copyFile(app, stage)} />
      </div>
      <${CodeEditor} path=${file.path} text=${file.text} editable=${writable} follow=${live} target=${stage.target} onEdit=${(text: string) => stage.edit(file.path, text)} />
    </div>
  </div>`;
}
