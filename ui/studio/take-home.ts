import { Icon } from "../kit/icon.ts";
import { Menu, type TriggerProps } from "../kit/menu.ts";
import { type App, useApp } from "../lib/app.ts";
import { copyText } from "../lib/clipboard.ts";
import { html, type View } from "../lib/html.ts";
import { messageOf } from "../lib/problem.ts";
import type { StageStore } from "../lib/store-stage.ts";
import type { Version } from "../lib/types.ts";

/** Ways to carry the component into one's own repository. */
export function TakeHome({ stage, title }: { stage: StageStore; title: string }): View {
  const app = useApp();
  const version = stage.shown.value;
  return html`<${Menu} label="Take home" align="end" wide items=${[
    {
      label: "Download as zip",
      note: "all files of the version on show",
      icon: "download",
      disabled: !version,
      onSelect: () => version && void downloadZip(app, version, title),
    },
    {
      label: "Copy the open file",
      note: stage.activePath.value ?? "no file yet",
      icon: "copy",
      disabled: stage.activePath.value === null,
      onSelect: () => void copyFile(app, stage),
    },
  ]} trigger=${(props: TriggerProps) => html`<button type="button" class="btn solid m take-home" ...${props} aria-label="Take home"><${Icon} name="download" /><span class="wide-only">Take home</span></button>`} />`;
}

export async function downloadZip(app: App, version: Version, title: string): Promise<void> {
  try {
    const url = URL.createObjectURL(await app.api.versions.archive(version.id));
    const link = document.createElement("a");
    link.href = url;
    link.download = `${slug(title)}-v${version.number}.zip`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 30_000);
  } catch (error) {
    app.toasts.show(messageOf(error), "bad");
  }
}

export async function copyFile(app: App, stage: StageStore): Promise<void> {
  const path = stage.activePath.value;
  const text = stage.files.value.find((file) => file.path === path)?.text;
  if (text === undefined || path === null) return app.toasts.show("There is no file to copy yet.");
  if (await copyText(text)) app.toasts.show(`${path} is copied.`, "ok");
  else app.toasts.show("The browser did not allow copying.", "bad");
}

function slug(title: string): string {
  const plain = title
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, "-")
    .replaceAll(/^-+|-+$/gu, "");
  return plain.slice(0, 48) || "component";
}
