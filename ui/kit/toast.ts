import { html, type View } from "../lib/html.ts";
import type { Toasts } from "../lib/toasts.ts";
import { IconButton } from "./button.ts";
import { Icon } from "./icon.ts";

const icons = { info: "info", ok: "check", bad: "alert" } as const;

export function ToastStack({ toasts }: { toasts: Toasts }): View {
  return html`<div class="toasts" role="status" aria-live="polite">
    ${toasts.items.value.map(
      (toast) => html`<div class=${`toast ${toast.kind}`} key=${toast.id}>
        <${Icon} name=${icons[toast.kind]} /><span>${toast.text}</span>
        ${
          toast.action &&
          html`<button type="button" class="link" onClick=${() => {
            toast.action?.run();
            toasts.dismiss(toast.id);
          }}>${toast.action.label}</button>`
        }
        <${IconButton} icon="close" label="Dismiss" onClick=${() => toasts.dismiss(toast.id)} />
      </div>`,
    )}
  </div>`;
}
