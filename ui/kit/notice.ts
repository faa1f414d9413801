import { type Children, html, type View } from "../lib/html.ts";
import { Icon, type IconName } from "./icon.ts";

/** A card that says what happened, what it means and what to do. */
export function Notice({
  kind = "bad",
  icon,
  title,
  children,
  actions,
}: {
  kind?: "bad" | "warn" | "info";
  icon?: IconName;
  title: string;
  children?: Children;
  actions?: Children;
}): View {
  return html`<div class=${`notice ${kind}`} role=${kind === "bad" ? "alert" : undefined}>
    <${Icon} name=${icon ?? (kind === "bad" ? "alert" : kind === "warn" ? "warning" : "info")} />
    <div class="notice-text"><b>${title}</b>${children}${actions && html`<div class="notice-actions">${actions}</div>`}</div>
  </div>`;
}
