import { useState } from "preact/hooks";
import { Icon } from "../kit/icon.ts";
import { Menu, type MenuItem, type TriggerProps } from "../kit/menu.ts";
import { useApp } from "../lib/app.ts";
import { html, type View } from "../lib/html.ts";
import { messageOf } from "../lib/problem.ts";
import type { ChatStore } from "../lib/store-chat.ts";
import type { Build } from "../lib/types.ts";

/** Which Tailwind the styles are made for: found out from the files, or chosen for the whole project. */
export function TailwindPicker({ chat, build }: { chat: ChatStore; build: Build }): View {
  const app = useApp();
  const [busy, setBusy] = useState(false);
  const project = chat.project.value;
  if (!project || build.tailwind === undefined) return null;
  const chosen = project.tailwind ?? null;

  async function choose(tailwind: 3 | 4 | null): Promise<void> {
    if (!project || tailwind === chosen) return;
    setBusy(true);
    try {
      chat.project.value = await app.api.projects.update(project.id, { tailwind });
    } catch (error) {
      app.toasts.show(messageOf(error), "bad");
    } finally {
      setBusy(false);
    }
  }
  const disabled = busy || project.role === "viewer";
  const item = (value: 3 | 4 | null, label: string, note: string): MenuItem => ({
    label,
    note,
    checked: chosen === value,
    disabled,
    onSelect: () => void choose(value),
  });
  const items: MenuItem[] = [
    { kind: "heading", label: "Styles of this project" },
    item(
      null,
      "Found out from the files",
      chosen === null
        ? `they are written for Tailwind ${build.tailwind}`
        : "from package.json, style sheets and classes",
    ),
    item(4, "Tailwind 4", "for new projects"),
    item(3, "Tailwind 3", "for code written with its names and defaults"),
  ];
  const label = `Tailwind ${build.tailwind}, ${chosen === null ? "found out" : "chosen"}`;
  return html`<${Menu} label="Version of Tailwind" align="end" wide items=${items} trigger=${(props: TriggerProps) =>
    html`<button type="button" class="bar-btn quiet tailwind" ...${props} aria-label=${label} data-tip=${label}><span class="wide-only">Tailwind </span><span class="only-narrow">TW</span>${build.tailwind}<${Icon} name="chevron-down" size=${12} /></button>`} />`;
}
