import { Icon } from "../kit/icon.ts";
import { Menu, type TriggerProps } from "../kit/menu.ts";
import { html, type View } from "../lib/html.ts";
import type { OpenDialog } from "./model-actions.ts";

/** The ways to bring in what the catalogue does not have. */
export function AddMenu({ onPick }: { onPick(dialog: OpenDialog): void }): View {
  return html`<${Menu} label="Add" align="end" wide items=${[
    { kind: "heading", label: "Model files" },
    {
      label: "Import from a disk",
      note: "a folder on this server; needs no network",
      icon: "folder",
      onSelect: () => onPick({ kind: "import" }),
    },
    {
      label: "Get from a repository",
      note: "any model on Hugging Face or a mirror",
      icon: "download",
      onSelect: () => onPick({ kind: "pull" }),
    },
    { kind: "line" },
    { kind: "heading", label: "Engines" },
    {
      label: "Remote server",
      note: "any OpenAI-compatible URL",
      icon: "external",
      onSelect: () => onPick({ kind: "new", adapter: "remote" }),
    },
    {
      label: "Own command",
      note: "any OpenAI-compatible program",
      icon: "terminal",
      onSelect: () => onPick({ kind: "new", adapter: "command" }),
    },
    {
      label: "Custom settings",
      note: "vLLM or llama.cpp with a stored model",
      icon: "settings",
      onSelect: () => onPick({ kind: "new", adapter: "vllm" }),
    },
  ]} trigger=${(props: TriggerProps) => html`<button type="button" class="btn plain m" ...${props}><${Icon} name="plus" />Add</button>`} />`;
}
