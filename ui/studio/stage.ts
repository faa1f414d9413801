import { useEffect, useMemo } from "preact/hooks";
import { Button } from "../kit/button.ts";
import { Icon } from "../kit/icon.ts";
import { Tabs } from "../kit/tabs.ts";
import { useApp } from "../lib/app.ts";
import { clockTime } from "../lib/format.ts";
import { phaseLine } from "../lib/generation-state.ts";
import { html, type View } from "../lib/html.ts";
import { lazy } from "../lib/lazy.ts";
import { messageOf } from "../lib/problem.ts";
import type { ChatStore } from "../lib/store-chat.ts";
import type { StageStore, StageTab } from "../lib/store-stage.ts";
import { CodeEditor, CodePane } from "./code-pane.ts";
import { ConsolePane } from "./console-pane.ts";
import { EmptyCase } from "./empty-case.ts";
import { PreviewPane } from "./preview-pane.ts";
import { PreviewTools } from "./preview-tools.ts";
import { VersionStrip } from "./version-strip.ts";

const DiffPane = lazy(() => import("./diff-pane.ts").then((module) => module.DiffPane));

export function Stage({ chat, stage }: { chat: ChatStore; stage: StageStore }): View {
  const app = useApp();
  const tab = stage.tab.value;
  const live = chat.live.value;
  const latest = chat.latest.value;
  const shown = stage.shown.value;
  const old = live === null && shown !== null && latest !== null && shown.id !== latest.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another chat starts with nothing visited
  const visited = useMemo(() => new Set<StageTab>(["preview"]), [stage]);
  visited.add(tab);

  const something = stage.build.value !== null;
  useEffect(() => {
    // Once there is something to look at, there is something to read.
    if (something) CodeEditor.preload();
  }, [something]);

  async function restore(): Promise<void> {
    if (!shown) return;
    try {
      await app.api.versions.restore(shown.id);
      await chat.refresh();
      stage.pinned.value = null;
      app.toasts.show(`Version ${shown.number} is back as version ${chat.latest.value?.number ?? "new"}.`, "ok");
    } catch (error) {
      app.toasts.show(messageOf(error), "bad");
    }
  }
  const panel = (id: StageTab, content: unknown) =>
    visited.has(id) &&
    html`<div class="panel" role="tabpanel" id=${`panel-${id}`} aria-labelledby=${`tab-${id}`} hidden=${tab !== id}>${content}</div>`;

  return html`<section class="stage" aria-label="Stage">
    <div class="stage-head">
      <${Tabs} label="What the stage shows" value=${tab} onChange=${(id: StageTab) => {
        stage.tab.value = id;
      }} tabs=${[
        { id: "preview", label: "Preview" },
        { id: "code", label: "Code" },
        { id: "diff", label: "Diff" },
        {
          id: "console",
          label: "Console",
          badge: stage.problems.value || stage.console.value.length,
          alarming: stage.problems.value > 0,
        },
      ]} />
      <span class="grow"></span>
      ${tab === "preview" && html`<${PreviewTools} stage=${stage} />`}
    </div>
    <div class="panels">
      ${panel(
        "preview",
        html`<${PreviewPane} chat=${chat} stage=${stage} empty=${stage.build.value === null && (shown === null || live !== null) ? html`<${EmptyCase} writing=${live ? phaseLine(live) : null} />` : null} />`,
      )}
      ${panel("code", html`<${CodePane} chat=${chat} stage=${stage} />`)}
      ${panel("diff", html`<${DiffPane} chat=${chat} stage=${stage} />`)}
      ${panel("console", html`<${ConsolePane} stage=${stage} />`)}
      ${
        old &&
        html`<div class="old-note" role="status"><${Icon} name="restore" /><span class="grow">Version ${shown.number} of ${latest.number}<span class="quiet wide-only"> from ${clockTime(shown.createdAt)}</span></span>
        <${Button} size="s" onClick=${() => {
          stage.pinned.value = null;
        }}>Back to the newest<//><${Button} size="s" kind="solid" onClick=${() => void restore()}>Restore<//></div>`
      }
    </div>
    <${VersionStrip} chat=${chat} stage=${stage} />
  </section>`;
}
