import { Badge } from "../kit/badge.ts";
import { IconButton } from "../kit/button.ts";
import { useApp } from "../lib/app.ts";
import { copyText } from "../lib/clipboard.ts";
import type { EnginePreview } from "../lib/engine-types.ts";
import { html, type View } from "../lib/html.ts";
import { readableCommand } from "./command-text.ts";
import { FitLines } from "./fit-dialog.ts";
import { fitBadge } from "./words.ts";

export interface PreviewPaneProps {
  preview: EnginePreview | null;
  /** Fields are empty or wrong, so that there is nothing to show yet. */
  lacking: boolean;
  /** Those that belong to no field. */
  problems: string[];
  remote: boolean;
}

/** What would be started with these settings, kept current while they are typed. */
export function PreviewPane({ preview, lacking, problems, remote }: PreviewPaneProps): View {
  const app = useApp();
  const copy = async (text: string) =>
    (await copyText(text))
      ? app.toasts.show("The command line is copied.", "ok")
      : app.toasts.show("The browser did not allow copying.", "bad");
  const env = Object.entries(preview?.env ?? {});
  const badge = preview?.fit && fitBadge(preview.fit);
  return html`<aside class="settings-preview" aria-label="What would be started">
    <div class="preview-head"><b>${remote ? "What it attaches to" : "Command line"}</b><span class="grow"></span>${preview && html`<${IconButton} icon="copy" label="Copy the command line" onClick=${() => void copy(preview.command)} />`}</div>
    <pre class="command" tabIndex="0" aria-label="Command line">${preview ? readableCommand(preview.command) : lacking ? "It appears here when the fields are filled in." : "Working it out…"}</pre>
    ${env.length > 0 && html`<details class="env"><summary>Environment, ${env.length}</summary><pre class="command">${env.map(([name, value]) => `${name}=${value}`).join("\n")}</pre></details>`}
    <div role="status">${problems.length > 0 && html`<ul class="problems">${problems.map((problem) => html`<li key=${problem}>${problem}</li>`)}</ul>`}</div>
    ${preview?.fit && badge && html`<div class="preview-fit"><p><${Badge} kind=${badge.tone}>${badge.label}<//> ${preview.fit.summary}</p><details><summary>The arithmetic</summary><${FitLines} fit=${preview.fit} /></details></div>`}
  </aside>`;
}
