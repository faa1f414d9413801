import { useEffect, useRef } from "preact/hooks";
import { Badge } from "../kit/badge.ts";
import { Button, IconButton } from "../kit/button.ts";
import { Thumbnail } from "../kit/thumbnail.ts";
import { type App, useApp } from "../lib/app.ts";
import { clockTime, fullTime, initials } from "../lib/format.ts";
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
    if (!list.current) return;
    // Told at once, and again when a narrow screen turns to the stage, where the strip had no size before.
    const watcher = new ResizeObserver(([entry]) => {
      const marked = entry?.target.querySelector("[aria-current=true]");
      marked?.scrollIntoView({ block: "nearest", inline: "nearest" });
    });
    watcher.observe(list.current);
    return () => watcher.disconnect();
  }, [shown?.id, versions.length, live !== null]);
  if (versions.length === 0 && live === null) return null;

  const cards = versions.map((version) => ({
    version,
    maker: makerOf(app, chat.messages.value, versions, version),
    note: wish(chat.messages.value, versions, version),
  }));
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
      ${cards.map(({ version, maker, note }) => {
        const on = live === null && version.id === shown?.id;
        return html`<li key=${version.id}><button type="button" class=${`v ${on ? "on" : ""}`} data-version=${version.id} aria-current=${on ? "true" : undefined} tabIndex=${on || (shown === null && version === versions[0]) ? 0 : -1} onClick=${() => pick(version)}
          data-tip=${`${maker.long} · ${fullTime(version.createdAt)}`} aria-label=${`Version ${version.number}, ${maker.long}, ${clockTime(version.createdAt)}${version.status === "draft" ? ", draft" : ""}`}>
          ${version.thumbnailUrl && html`<${Thumbnail} url=${version.thumbnailUrl} />`}
          <span class="v-text"><span class="v-top"><b class="num">${version.number}</b><span class="cut">${version.status === "draft" ? html`<${Badge} kind="warn">draft<//>` : maker.short}</span><span class="v-time num">${clockTime(version.createdAt)}</span></span>
          <span class="v-note cut">${note}</span></span>
        </button></li>`;
      })}
      ${live !== null && html`<li><div class="v on" aria-current="true"><span class="v-text"><span class="v-top"><b class="num">${(versions.at(-1)?.number ?? 0) + 1}</b><span class="cut">writing</span><span class="dot live"></span></span><span class="v-note cut">${wish(chat.messages.value, versions, null)}</span></span></div></li>`}
    </ol>
    ${versions.length > 1 && html`<span class="wide-only"><${Button} icon="compare" onClick=${compare}>Compare<//></span><span class="only-narrow"><${IconButton} icon="compare" label="Compare" onClick=${compare} /></span>`}
  </div>`;
}

interface Maker {
  /** On the card: "MK · restored 2", or the model's name. */
  short: string;
  /** For tips and screen readers: "Mara Keller restored version 2". */
  long: string;
}

/** Who made it: a model, or a person who edited or restored. */
function makerOf(app: App, messages: Message[], versions: Version[], version: Version): Maker {
  if (version.origin === "generation") {
    const label = app.models.label(answerOf(messages, version)?.model ?? null);
    return { short: label, long: label };
  }
  const name = version.authorName ?? "A colleague";
  const restored = versions.find((one) => one.id === version.restoredId);
  const did = version.origin === "edit" ? "edited" : "restored";
  return {
    short: `${initials(name)} · ${did}${restored ? ` ${restored.number}` : ""}`,
    long: `${name} ${version.origin === "edit" ? "edited the files" : restored ? `restored version ${restored.number}` : "restored a version"}`,
  };
}

const answerOf = (messages: Message[], version: Version): Message | undefined =>
  messages.find(
    (one) =>
      one.role === "assistant" &&
      (one.versionId === version.id || (one.generationId !== null && one.generationId === version.generationId)),
  );

/** The request that led to it; for what a person made, to the version that it came from. */
function wish(messages: Message[], versions: Version[], version: Version | null): string {
  const asked = messages.filter((one) => one.role === "user");
  if (version === null) return asked.at(-1)?.text ?? "";
  if (version.origin === "edit") {
    const parent = versions.find((one) => one.id === version.parentId);
    return parent ? `from version ${parent.number}` : "by hand";
  }
  if (version.origin === "restore") {
    const restored = versions.find((one) => one.id === version.restoredId && one.number < version.number);
    return restored ? wish(messages, versions, restored) : "an earlier version";
  }
  return (
    asked.find((one) => one.generationId !== null && one.generationId === version.generationId)?.text ?? "continued"
  );
}
