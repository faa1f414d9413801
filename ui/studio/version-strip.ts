import { useEffect, useRef } from "preact/hooks";
import { Badge } from "../kit/badge.ts";
import { Button, IconButton } from "../kit/button.ts";
import { type App, useApp } from "../lib/app.ts";
import { clockTime, fullTime } from "../lib/format.ts";
import { html, type View } from "../lib/html.ts";
import type { ChatStore } from "../lib/store-chat.ts";
import type { StageStore } from "../lib/store-stage.ts";
import type { Message, Version } from "../lib/types.ts";

/** Every version of the chat from left to right, the one on show marked. */
export function VersionStrip({ chat, stage }: { chat: ChatStore; stage: StageStore }): View {
  const app = useApp();
  const list = useRef<HTMLOListElement>(null);
  const versions = chat.versions.value;
  const shown = stage.shown.value;
  const live = chat.live.value;
  // biome-ignore lint/correctness/useExhaustiveDependencies: keeps the marked card in sight
  useEffect(() => {
    list.current?.querySelector("[aria-current=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [shown?.id, versions.length, live !== null]);
  if (versions.length === 0 && live === null) return null;

  const maker = (version: Version) => origin(app, chat.messages.value, version);
  const pick = (version: Version) => {
    stage.pinned.value = version.id === chat.latest.value?.id ? null : version.id;
  };
  const compare = () => {
    const from = shown?.parentId ?? versions.findLast((one) => one.number < (shown?.number ?? 0))?.id;
    if (shown && from) stage.compare.value = { from, to: shown.id };
    stage.tab.value = "diff";
  };
  function key(event: KeyboardEvent): void {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const next = versions[versions.findIndex((one) => one.id === shown?.id) + step];
    if (step === 0 || !next) return;
    event.preventDefault();
    pick(next);
    list.current?.querySelector<HTMLElement>(`[data-version="${next.id}"]`)?.focus();
  }
  return html`<div class="strip">
    <ol ref=${list} aria-label="Versions" onKeyDown=${key}>
      ${versions.map((version) => {
        const on = live === null && version.id === shown?.id;
        return html`<li key=${version.id}><button type="button" class=${`v ${on ? "on" : ""}`} data-version=${version.id} aria-current=${on ? "true" : undefined} tabIndex=${on || (shown === null && version === versions[0]) ? 0 : -1} onClick=${() => pick(version)}
          data-tip=${`${fullTime(version.createdAt)}`} aria-label=${`Version ${version.number}, ${maker(version)}, ${clockTime(version.createdAt)}${version.status === "draft" ? ", draft" : ""}`}>
          <span class="v-top"><b class="num">${version.number}</b><span class="cut">${version.status === "draft" ? html`<${Badge} kind="warn">draft<//>` : maker(version)}</span><span class="v-time num">${clockTime(version.createdAt)}</span></span>
          <span class="v-note cut">${wish(chat.messages.value, version)}</span>
        </button></li>`;
      })}
      ${live !== null && html`<li><div class="v on" aria-current="true"><span class="v-top"><b class="num">${(versions.at(-1)?.number ?? 0) + 1}</b><span class="cut">writing</span><span class="dot live"></span></span><span class="v-note cut">${wish(chat.messages.value, null)}</span></div></li>`}
    </ol>
    ${versions.length > 1 && html`<span class="wide-only"><${Button} icon="compare" onClick=${compare}>Compare<//></span><span class="only-narrow"><${IconButton} icon="compare" label="Compare" onClick=${compare} /></span>`}
  </div>`;
}

/** Who made it: a model, or a person who edited or restored. */
function origin(app: App, messages: Message[], version: Version): string {
  if (version.authorId !== null)
    return version.authorId === app.session.user.value?.id ? "you" : (version.authorName ?? "a colleague");
  const answer = messages.find(
    (one) =>
      one.role === "assistant" &&
      (one.versionId === version.id || (one.generationId !== null && one.generationId === version.generationId)),
  );
  return answer ? app.models.label(answer.model) : "generated";
}

/** The request that led to it. */
function wish(messages: Message[], version: Version | null): string {
  const asked = messages.filter((one) => one.role === "user");
  if (version === null) return asked.at(-1)?.text ?? "";
  if (version.authorId !== null) return "edited or restored";
  return (
    asked.find((one) => one.generationId !== null && one.generationId === version.generationId)?.text ?? "continued"
  );
}
