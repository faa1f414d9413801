import { useEffect, useState } from "preact/hooks";
import { IconButton } from "../kit/button.ts";
import { Icon } from "../kit/icon.ts";
import { useApp } from "../lib/app.ts";
import { count, duration, fullTime, money } from "../lib/format.ts";
import type { LiveGeneration } from "../lib/generation-state.ts";
import { html, type View } from "../lib/html.ts";
import type { Message, Version } from "../lib/types.ts";
import { countFiles } from "./file-counts.ts";
import { FileList, type FileRow } from "./file-list.ts";
import { Findings } from "./findings.ts";
import { Markdown } from "./markdown.ts";
import { Reasoning } from "./reasoning.ts";
import { SentFiles } from "./sent-files.ts";

export interface PersonProps {
  message: Message;
  /** Nothing came back, and what follows has gone on from there. */
  unanswered: boolean;
  onReuse(text: string): void;
}

export function PersonMessage({ message, unanswered, onReuse }: PersonProps): View {
  const app = useApp();
  const mine = message.authorId === null || message.authorId === app.session.user.value?.id;
  return html`<article class="me" aria-label=${mine ? "You" : (message.authorName ?? "A colleague")}>
    ${!mine && html`<div class="me-name">${message.authorName ?? "A colleague"}</div>`}
    <div class="bubble">${message.text}</div>
    ${message.attachments.length > 0 && html`<${SentFiles} files=${message.attachments} />`}
    <div class="me-tools"><${IconButton} icon="edit" label="Put into the composer" onClick=${() => onReuse(message.text)} /></div>
  </article>
  ${unanswered && html`<p class="draft-note"><${Icon} name="info" />${endings[message.status ?? "completed"]} There was no answer.</p>`}`;
}

/** How a generation of an earlier visit ended, in a sentence. */
const endings = {
  running: "",
  completed: "",
  stopped: "It was stopped.",
  failed: "It failed.",
  interrupted: "It broke off.",
} as const;

export interface AnswerProps {
  message: Message;
  version: Version | null;
  /** What this page saw of the generation, when it watched it. */
  seen: LiveGeneration | null;
  current: boolean;
  onOpenVersion(id: string): void;
  onOpenFile(path: string): void;
}

export function Answer({ message, version, seen, current, onOpenVersion, onOpenFile }: AnswerProps): View {
  const app = useApp();
  const [rows, setRows] = useState<FileRow[] | null>(null);
  const versionId = version?.id;
  const parentId = version?.parentId ?? null;
  useEffect(() => {
    if (versionId === undefined) return;
    let gone = false;
    countFiles(app.versions, versionId, parentId).then(
      (found) => !gone && setRows(found),
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [app, versionId, parentId]);

  const note = [
    seen ? "" : endings[message.status ?? "completed"],
    version?.status === "draft" ? "This is a draft: it holds what had arrived." : "",
  ].join(" ");
  return html`<article class="answer" aria-label="Answer">
    <div class="who"><b>${app.models.label(message.model)}</b>
      ${version && html`<button type="button" class="ver ${current ? "on" : ""}" onClick=${() => onOpenVersion(version.id)} data-tip="Show this version">version ${version.number}</button>`}
      <span class="num" data-tip=${effort(message)}>${summary(message)}</span>
    </div>
    ${message.standIn !== null && html`<p class="draft-note"><${Icon} name="warning" /><span>${message.standIn}</span></p>`}
    <${Reasoning} text=${message.reasoning} ms=${seen?.thinkingMs} />
    <${Markdown} text=${message.text} />
    ${rows !== null && rows.length > 0 && html`<${FileList} rows=${rows} onOpen=${onOpenFile} />`}
    <${Findings} diagnostics=${message.diagnostics} />
    ${note.trim() !== "" && html`<p class="draft-note"><${Icon} name="info" />${note}</p>`}
  </article>`;
}

function summary({ usage, durationMs }: Message): string {
  const tokens = usage?.completionTokens ?? 0;
  return [
    tokens > 0 ? `${count(tokens)} tokens` : "",
    durationMs !== null && durationMs >= 100 ? duration(durationMs) : "",
  ]
    .filter(Boolean)
    .join(" · ");
}

function effort({ usage, createdAt }: Message): string {
  if (usage === null) return fullTime(createdAt);
  const read = `${count(usage.promptTokens)} tokens read, ${count(usage.completionTokens)} written`;
  return [fullTime(createdAt), read, usage.costNanoUsd ? money(usage.costNanoUsd) : ""].filter(Boolean).join(" · ");
}
