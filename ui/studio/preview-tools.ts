import { IconButton } from "../kit/button.ts";
import type { IconName } from "../kit/icon.ts";
import { Icon } from "../kit/icon.ts";
import { Menu, type MenuItem, type TriggerProps } from "../kit/menu.ts";
import { html, type View } from "../lib/html.ts";
import type { Device, StageStore } from "../lib/store-stage.ts";

export const devices: { id: Device; label: string; icon: IconName; width: number; height: number }[] = [
  { id: "phone", label: "Phone, 390 px", icon: "phone", width: 390, height: 844 },
  { id: "tablet", label: "Tablet, 820 px", icon: "tablet", width: 820, height: 1180 },
  { id: "desktop", label: "Desktop, 1440 px", icon: "desktop", width: 1440, height: 900 },
  { id: "responsive", label: "Fill the stage", icon: "responsive", width: 0, height: 0 },
];

const zooms = [0, 0.5, 0.75, 1, 1.25, 1.5];
export const zoomLabel = (zoom: number): string => (zoom === 0 ? "Fit" : `${Math.round(zoom * 100)} %`);

export function PreviewTools({ stage }: { stage: StageStore }): View {
  const version = stage.shown.value;
  const dark = stage.theme.value === "dark";
  const setDevice = (device: Device) => {
    stage.device.value = device;
    stage.zoom.value = 0;
  };
  const toggleTheme = () => {
    stage.theme.value = dark ? "light" : "dark";
  };
  const reload = () => {
    stage.reloads.value++;
  };
  const zoomItems: MenuItem[] = zooms.map((zoom) => ({
    label: zoomLabel(zoom),
    checked: stage.zoom.value === zoom,
    onSelect: () => {
      stage.zoom.value = zoom;
    },
  }));
  const open = version ? `/versions/${version.id}` : undefined;
  const all: MenuItem[] = [
    { kind: "heading", label: "Width" },
    ...devices.map(
      (device): MenuItem => ({
        label: device.label,
        icon: device.icon,
        checked: stage.device.value === device.id,
        onSelect: () => setDevice(device.id),
      }),
    ),
    { kind: "line" },
    { label: dark ? "Light preview" : "Dark preview", icon: dark ? "sun" : "moon", onSelect: toggleTheme },
    { label: "Load again", icon: "refresh", onSelect: reload },
    {
      label: "Open in a window",
      icon: "external",
      disabled: !open,
      onSelect: () => open && window.open(open, "_blank", "noopener"),
    },
  ];
  return html`${stage.building.value && html`<span class="updating" role="status"><span class="dot live"></span><span class="wide-only">updating</span></span>`}
    <div class="tools wide-only">
      <div class="tool-group" role="group" aria-label="Width of the preview">${devices.map(
        (device) =>
          html`<${IconButton} key=${device.id} icon=${device.icon} label=${device.label} pressed=${stage.device.value === device.id} onClick=${() => setDevice(device.id)} />`,
      )}</div>
      <${Menu} label="Zoom" align="end" items=${zoomItems} trigger=${(props: TriggerProps) => html`<button type="button" class="zoom num" ...${props} aria-label=${`Zoom: ${zoomLabel(stage.zoom.value)}`} data-tip="Zoom">${zoomLabel(stage.zoom.value)}<${Icon} name="chevron-down" size=${12} /></button>`} />
      <${IconButton} icon=${dark ? "sun" : "moon"} label=${dark ? "Light preview" : "Dark preview"} onClick=${toggleTheme} />
      <${IconButton} icon="refresh" label="Load again" onClick=${reload} />
      ${open ? html`<a class="icon-btn" href=${open} target="_blank" rel="noopener" aria-label="Open in a window" data-tip="Open in a window"><${Icon} name="external" /></a>` : html`<${IconButton} icon="external" label="Open in a window" disabled />`}
    </div>
    <span class="only-narrow"><${Menu} label="Preview" align="end" items=${all} trigger=${(props: TriggerProps) => html`<${IconButton} icon="more" label="Preview settings" ...${props} />`} /></span>`;
}
