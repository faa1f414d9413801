import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { type Children, html, type View } from "../lib/html.ts";
import { Button, IconButton } from "./button.ts";

export interface DialogProps {
  title: string;
  onClose(): void;
  children?: Children;
  footer?: Children;
  /** Submits on Enter when given. */
  onSubmit?(): void;
  wide?: boolean;
  /** As large as the page allows, for a picture. */
  full?: boolean;
}

/** A modal over the platform's own dialog element: it traps focus, closes on Escape and gives focus back. */
export function Dialog({ title, onClose, children, footer, onSubmit, wide, full }: DialogProps): View {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (!dialog || dialog.open) return;
    const back = document.activeElement;
    dialog.showModal();
    dialog.querySelector<HTMLElement>("[data-autofocus]")?.focus();
    return () => {
      if (dialog.open) dialog.close();
      if (back instanceof HTMLElement && back.isConnected) back.focus();
    };
  }, []);
  const submit = (event: Event) => {
    event.preventDefault();
    onSubmit?.();
  };
  return html`<dialog ref=${ref} class=${`dialog ${full ? "full" : wide ? "wide" : ""}`} aria-labelledby=${id}
    onCancel=${(event: Event) => {
      event.preventDefault();
      onClose();
    }}
    onMouseDown=${(event: MouseEvent) => event.target === ref.current && onClose()}>
    <form class="dialog-box" onSubmit=${submit}>
      <header><h2 id=${id}>${title}</h2><${IconButton} icon="close" label="Close" onClick=${onClose} /></header>
      <div class="dialog-body">${children}</div>
      ${footer && html`<footer>${footer}</footer>`}
    </form>
  </dialog>`;
}

export interface ConfirmProps {
  title: string;
  text: string;
  action: string;
  busy?: boolean;
  onConfirm(): void;
  onClose(): void;
}

export function Confirm({ title, text, action, busy = false, onConfirm, onClose }: ConfirmProps): View {
  return html`<${Dialog} title=${title} onClose=${onClose} onSubmit=${onConfirm}
    footer=${html`<${Button} onClick=${onClose} data-autofocus="">Cancel<//><${Button} kind="danger" type="submit" busy=${busy}>${action}<//>`}>
    <p>${text}</p>
  <//>`;
}
