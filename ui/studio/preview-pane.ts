import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../kit/button.ts";
import { Notice } from "../kit/notice.ts";
import { html, type View } from "../lib/html.ts";
import type { ChatStore } from "../lib/store-chat.ts";
import type { StageStore } from "../lib/store-stage.ts";
import { PreviewBar } from "./preview-bar.ts";
import { PreviewHost } from "./preview-host.ts";
import { devices } from "./preview-tools.ts";

const margin = 22;

/** The display case: the frame in the chosen width, scaled to the room there is. */
export function PreviewPane({ chat, stage, empty }: { chat: ChatStore; stage: StageStore; empty: View }): View {
  const room = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const element = room.current;
    if (!element) return;
    const watcher = new ResizeObserver(() => {
      const box = element.getBoundingClientRect();
      // A hidden tab has no size; the last one stays good.
      if (box.width > 0) setSize({ width: box.width, height: box.height });
    });
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);

  const pad = size.width < 560 ? 10 : margin;
  const width = Math.max(0, size.width - 2 * pad);
  const height = Math.max(0, size.height - 2 * pad);
  const device = devices.find((one) => one.id === stage.device.value);
  const fixed = device !== undefined && device.width > 0;
  const natural = fixed ? device.width : width;
  const fit = fixed ? Math.min(1, width / device.width, device.id === "desktop" ? 1 : height / device.height) : 1;
  const scale = stage.zoom.value || fit;
  const frameWidth = fixed ? natural : natural / scale;
  const frameHeight = fixed && device.id !== "desktop" ? device.height : height / scale;
  const broken = stage.buildError.value ?? failedBuild(stage);

  return html`${empty === null && html`<${PreviewBar} chat=${chat} stage=${stage} />`}
  <div class="case ${stage.pointing.value ? "pointing" : ""}" ref=${room}>
    ${empty}
    <div class="case-frame" hidden=${empty !== null} style=${{ width: `${frameWidth * scale}px`, height: `${frameHeight * scale}px` }}>
      <div class="glass ${stage.theme.value}" style=${{ width: `${frameWidth}px`, height: `${frameHeight}px`, transform: scale === 1 ? "none" : `scale(${scale})` }}>
        ${size.width > 0 && html`<${PreviewHost} stage=${stage} />`}
      </div>
    </div>
    ${
      broken &&
      empty === null &&
      html`<div class="case-notice"><${Notice} title="This version does not build yet" actions=${html`<${Button} size="s" onClick=${() => {
        stage.tab.value = "console";
      }}>See why<//><${Button} size="s" icon="refresh" onClick=${() => {
        stage.reloads.value++;
      }}>Load again<//>`}><p>${broken}</p><//></div>`
    }
  </div>`;
}

function failedBuild(stage: StageStore): string | null {
  const build = stage.build.value?.build;
  if (stage.source.value === "live" || !build || build.js !== "") return null;
  const first = build.diagnostics.find((one) => one.severity === "error");
  return first ? `${first.path}:${first.line}: ${first.message}` : "The files hold nothing that can be shown.";
}
