import { useState } from "preact/hooks";
import { IconButton } from "../kit/button.ts";
import { Icon } from "../kit/icon.ts";
import { html, type View } from "../lib/html.ts";
import type { ChatStore } from "../lib/store-chat.ts";
import type { StageStore } from "../lib/store-stage.ts";
import { PathBar } from "./path-bar.ts";
import { PropsPanel } from "./props-panel.ts";
import { ShowPicker } from "./show-picker.ts";
import { TailwindPicker } from "./tailwind-picker.ts";

/** Above the case: what is shown, where one is in it, with what values, and pointing at it. */
export function PreviewBar({ chat, stage }: { chat: ChatStore; stage: StageStore }): View {
  const [open, setOpen] = useState(false);
  const build = stage.build.value?.build;
  if (!build) return null;
  const shown = build.shown;
  const known = build.components?.find((one) => one.path === shown?.path && one.name === shown.name);
  const takes = shown?.kind === "component" && (known?.props.length ?? 0) > 0;
  const made = shown?.props.filter((prop) => !prop.chosen) ?? [];
  const routed = build.routed === true || (build.pages?.length ?? 0) > 0;
  return html`<div class="preview-bar" role="toolbar" aria-label="What the preview shows">
      <${ShowPicker} stage=${stage} build=${build} />
      ${routed ? html`<${PathBar} stage=${stage} pages=${build.pages ?? []} />` : html`<span class="grow"></span>`}
      ${
        takes &&
        html`<button type="button" class="bar-btn" aria-expanded=${open ? "true" : "false"} aria-controls="props-panel" aria-label=${made.length > 0 ? "Sample values" : "Values"} data-tip=${made.length > 0 ? `Sample values: ${made.map((prop) => prop.name).join(", ")}` : "Values of the shown component"} onClick=${() => setOpen(!open)}>
          <${Icon} name="settings" size=${14} /><span class="wide-only">${made.length > 0 ? "Sample values" : "Values"}</span></button>`
      }
      <${TailwindPicker} chat=${chat} build=${build} />
      <${IconButton} icon="pointer" label="Point at an element" pressed=${stage.pointing.value} disabled=${stage.source.value === "live"} onClick=${() => {
        stage.pointing.value = !stage.pointing.peek();
      }} />
    </div>
    ${takes && open && known && shown && html`<${PropsPanel} stage=${stage} component=${known} values=${shown.props} onClose=${() => setOpen(false)} />`}`;
}
