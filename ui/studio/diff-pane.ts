import { useEffect, useState } from "preact/hooks";
import { Notice } from "../kit/notice.ts";
import { Segment } from "../kit/tabs.ts";
import { useApp } from "../lib/app.ts";
import { clockTime } from "../lib/format.ts";
import { html, type View } from "../lib/html.ts";
import { countLines } from "../lib/line-diff.ts";
import { messageOf } from "../lib/problem.ts";
import type { ChatStore } from "../lib/store-chat.ts";
import type { StageStore } from "../lib/store-stage.ts";
import type { FileChange, Version } from "../lib/types.ts";
import { DiffView } from "./diff-view.ts";

const words = { added: "new", removed: "deleted", changed: "changed", same: "same" } as const;

/** What changed between any two versions, by file. */
export function DiffPane({ chat, stage }: { chat: ChatStore; stage: StageStore }): View {
  const app = useApp();
  const versions = chat.versions.value;
  const shown = stage.shown.value;
  const chosen = stage.compare.value;
  const to = versions.find((one) => one.id === chosen?.to) ?? shown;
  const from =
    versions.find((one) => one.id === (chosen?.from ?? to?.parentId)) ??
    versions.findLast((one) => one.number < (to?.number ?? 0)) ??
    null;
  const [changes, setChanges] = useState<FileChange[] | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [path, setPath] = useState<string | null>(null);
  const [layout, setLayout] = useState<"unified" | "split">(window.innerWidth > 1100 ? "split" : "unified");
  const fromId = from?.id;
  const toId = to?.id;
  useEffect(() => {
    setChanges(null);
    setError(null);
    if (fromId === undefined || toId === undefined) return;
    let gone = false;
    app.api.versions.diff(toId, fromId).then(
      (found) => !gone && setChanges(found.filter((file) => file.status !== "same")),
      (thrown: unknown) => !gone && setError(thrown),
    );
    return () => {
      gone = true;
    };
  }, [app, fromId, toId]);

  if (versions.length < 2 || !to)
    return html`<p class="nothing pad">There is only one version so far. Ask for a change, and what it changed shows up here.</p>`;
  const file = changes?.find((one) => one.path === path) ?? changes?.[0];
  const select = (label: string, value: Version | null, change: (id: string) => void) =>
    html`<label class="diff-pick"><span>${label}</span><select value=${value?.id} onChange=${(event: Event) => event.currentTarget instanceof HTMLSelectElement && change(event.currentTarget.value)}>
      ${versions.toReversed().map((one) => html`<option key=${one.id} value=${one.id} selected=${one.id === value?.id}>Version ${one.number} · ${clockTime(one.createdAt)}</option>`)}</select></label>`;
  return html`<div class="diff">
    <div class="pane-bar">
      ${select("From", from, (id) => {
        stage.compare.value = { from: id, to: to.id };
      })}
      ${select("to", to, (id) => {
        stage.compare.value = { from: from?.id ?? id, to: id };
      })}
      <span class="grow"></span>
      <span class="wide-only"><${Segment} label="Layout" value=${layout} onChange=${setLayout} options=${[
        { id: "unified", label: "One column" },
        { id: "split", label: "Two columns" },
      ]} /></span>
    </div>
    ${error !== null && html`<div class="pad"><${Notice} title="The versions could not be compared"><p>${messageOf(error)}</p><//></div>`}
    ${changes !== null && changes.length === 0 && html`<p class="nothing pad">These two versions are equal.</p>`}
    ${
      changes !== null &&
      file &&
      html`<ul class="diff-files" aria-label="Changed files">${changes.map((one) => {
        const lines = countLines(one.before ?? "", one.after ?? "");
        return html`<li key=${one.path}><button type="button" aria-pressed=${one.path === file.path ? "true" : "false"} onClick=${() => setPath(one.path)}><span class="cut mono">${one.path}</span><span class="quiet">${words[one.status]}</span>${lines.added > 0 && html`<span class="add">+${lines.added}</span>`}${lines.removed > 0 && html`<span class="del">−${lines.removed}</span>`}</button></li>`;
      })}</ul>
      <${DiffView} key=${`${fromId}:${toId}:${file.path}:${layout}`} path=${file.path} before=${file.before ?? ""} after=${file.after ?? ""} layout=${layout} />`
    }
  </div>`;
}
