import { useState } from "preact/hooks";
import { type Children, html, type View } from "../lib/html.ts";
import { Button } from "./button.ts";
import { Dialog } from "./dialog.ts";
import { Field } from "./field.ts";
import { inert } from "./foreign.ts";

export interface ConfirmTypingProps {
  title: string;
  /** What has to be typed. */
  name: string;
  /** Asks for it; "Type the name to confirm" unless told. */
  label?: string;
  action: string;
  busy: boolean;
  /** Why the server said no. */
  error?: string | undefined;
  /** What is lost and what stays. */
  children?: Children;
  onConfirm(): void;
  onClose(): void;
}

/** Asks for a name before something is destroyed for good. */
export function ConfirmTyping(props: ConfirmTypingProps): View {
  const { title, name, label = "Type the name to confirm", action, busy, error, children, onConfirm, onClose } = props;
  const [typed, setTyped] = useState("");
  const right = typed.trim() === name;
  return html`<${Dialog} title=${title} onClose=${onClose} onSubmit=${() => right && !busy && onConfirm()}
    footer=${html`<${Button} onClick=${onClose}>Cancel<//><${Button} kind="danger" type="submit" busy=${busy} disabled=${!right}>${action}<//>`}>
    ${children}
    <${Field} label=${label} name="confirm" value=${typed} onInput=${setTyped} error=${error} hint=${html`<code><bdi>${inert(name)}</bdi></code>`} autocomplete="off" autofocus />
  <//>`;
}
