import { useApp } from "../lib/app.ts";
import { html, type View } from "../lib/html.ts";
import type { ThemeChoice } from "../lib/theme.ts";
import { Panel } from "./panel.ts";

const themes: { id: ThemeChoice; label: string; text: string }[] = [
  { id: "light", label: "Light", text: "Always" },
  { id: "dark", label: "Dark", text: "Always" },
  { id: "system", label: "System", text: "As the device is set, also when it changes" },
];

export function Appearance(): View {
  const app = useApp();
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return html`<${Panel} title="Theme" lead="For this browser only. The preview of a component has a theme of its own, on the stage.">
      <div class="panel-body themes" role="radiogroup" aria-label="Theme">
        ${themes.map(
          ({
            id,
            label,
            text,
          }) => html`<label key=${id} class="theme-card"><input type="radio" name="theme" value=${id} checked=${app.theme.choice.value === id} onChange=${() => app.theme.set(id)} />
          <span class=${`theme-picture ${id}`} aria-hidden="true"><i></i><i></i></span><b>${label}</b><small>${text}</small></label>`,
        )}
      </div>
    <//>
    <${Panel} title="Motion" lead=${calm ? "Your device asks for less motion, so nothing moves here." : "What moves here is short. Ask for less motion in the settings of your device, and nothing moves at all."} />`;
}
