import { useEffect, useState } from "preact/hooks";
import { IconButton } from "../kit/button.ts";
import { Icon } from "../kit/icon.ts";
import { useApp } from "../lib/app.ts";
import { count, duration, fullTime } from "../lib/format.ts";
import type { LiveGeneration } from "../lib/generation-state.ts";
import { html, type View } from "../lib/html.ts";
import type { Generation, Message, Version } from "../lib/types.ts";
import { countFiles } from "./file-counts.ts";
import { FileList, type FileRow } from "./file-list.ts";
import { Markdown } from "./markdown.ts";
import { Reasoning } from "./reasoning.ts";
import { Repaired } from "./repaired.ts";

export function PersonMessage({ message, onReuse }: { message: Message; onReuse(text: string): void }): View {
  const app = useApp();
  const mine = message.authorId === null || message.authorId === app.session.user.value?.id;
  return html`<article class="me" aria-label=${mine ? "You" : (message.authorName ?? "A colleague")}>
    ${!mine && html`<div class="me-name">${message.authorName ?? "A colleague"}</div>`}
    <div class="bubble">${message.text}</div>
    ${(message.attachments ?? []).length > 0 && html`<ul class="sent" aria-label="Attached">${message.attachments?.map((one) => html`<li key=${one.id}><${Icon} name=${one.mediaType.startsWith("image/") ? "image" : "file"} size=${14} /><span class="cut">${one.name}</span></li>`)}</ul>`}
    <div class="me-tools"><${IconButton} icon="edit" label="Put into the composer" onClick=${() => onReuse(message.text)} /></div>
  </article>`;
}

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
  const [generation, setGeneration] = useState<Generation | null>(null);
  const versionId = version?.id;
  const parentId = version?.parentId ?? null;
  const generationId = message.generationId;
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
  useEffect(() => {
    if (generationId === null || seen) return;
    let gone = false;
    app.api.generations.get(generationId).then(
      (found) => !gone && setGeneration(found.generation),
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [app, generationId, seen]);

  const tokens = seen?.usage?.completionTokens ?? generation?.completionTokens ?? 0;
  const spent = seen?.endedAt
    ? seen.endedAt - seen.startedAt
    : generation?.endedAt
      ? Date.parse(generation.endedAt) - Date.parse(generation.createdAt)
      : 0;
  return html`<article class="answer" aria-label="Answer">
    <div class="who"><b>${app.models.label(message.model)}</b>
      ${version && html`<button type="button" class="ver ${current ? "on" : ""}" onClick=${() => onOpenVersion(version.id)} data-tip="Show this version">version ${version.number}</button>`}
      <span class="num" data-tip=${fullTime(message.createdAt)}>${[tokens > 0 ? `${count(tokens)} tokens` : "", spent > 0 ? duration(spent) : ""].filter(Boolean).join(" · ")}</span>
    </div>
    <${Reasoning} text=${message.reasoning} ms=${seen?.thinkingMs} />
    <${Markdown} text=${message.text} />
    ${rows !== null && rows.length > 0 && html`<${FileList} rows=${rows} onOpen=${onOpenFile} />`}
    ${seen && html`<${Repaired} diagnostics=${seen.diagnostics} />`}
    ${version?.status === "draft" && html`<p class="draft-note"><${Icon} name="info" />This is a draft: it holds what had arrived.</p>`}
  </article>`;
}
