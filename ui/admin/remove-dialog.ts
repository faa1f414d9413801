import { useState } from "preact/hooks";
import { Button } from "../kit/button.ts";
import { Dialog } from "../kit/dialog.ts";
import { Field } from "../kit/field.ts";
import { type Children, html, type View } from "../lib/html.ts";

export interface RemoveDialogProps {
  title: string;
  /** What has to be typed. */
  name: string;
  action: string;
  busy: boolean;
  children?: Children;
  onConfirm(): void;
  onClose(): void;
}

/** Asks for the name before something is deleted for good. */
export function RemoveDialog({ title, name, action, busy, children, onConfirm, onClose }: RemoveDialogProps): View {
  const [typed, setTyped] = useState("");
  const right = typed.trim() === name;
  return html`<${Dialog} title=${title} onClose=${onClose} onSubmit=${() => right && onConfirm()}
    footer=${html`<${Button} onClick=${onClose}>Cancel<//><${Button} kind="danger" type="submit" busy=${busy} disabled=${!right}>${action}<//>`}>
    ${children}
    <${Field} label="Type the name to confirm" name="confirm" value=${typed} onInput=${setTyped} hint=${html`<code>${name}</code>`} autocomplete="off" autofocus />
  <//>`;
}
