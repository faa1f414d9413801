import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../kit/icon.ts";
import { Starters } from "../kit/prompts.ts";
import { useApp } from "../lib/app.ts";
import type { Picked } from "../lib/attachments.ts";
import { phaseLine } from "../lib/generation-state.ts";
import { html, type View } from "../lib/html.ts";
import type { ChatStore } from "../lib/store-chat.ts";
import type { StageStore } from "../lib/store-stage.ts";
import type { Message } from "../lib/types.ts";
import { Composer } from "./composer.ts";
import { EndCard } from "./end-card.ts";
import { LiveMessage } from "./live-message.ts";
import { Answer, PersonMessage } from "./message.ts";

export interface ConversationProps {
  chatId: string;
  chat: ChatStore;
  stage: StageStore;
  send(prompt: string, attachments: Picked[], continues?: string): Promise<void>;
  /** A first prompt that the server did not take. */
  refused: { prompt: string; error: unknown } | null;
  /** On a narrow screen the stage takes the place of the conversation. */
  onShowStage(): void;
}

export function Conversation({ chatId, chat, stage, send, refused, onShowStage }: ConversationProps): View {
  const app = useApp();
  const [fill, setFill] = useState<{ text: string; n: number } | null>(null);
  const log = useRef<HTMLDivElement>(null);
  const pinnedToEnd = useRef(true);
  const lastTop = useRef(0);
  const messages = chat.messages.value;
  const live = chat.live.value;
  const sending = chat.sending.value;
  const ended = chat.ended.value;
  const versions = chat.versions.value;
  const busy = chat.running.value || sending !== null;
  const put = (text: string) => setFill({ text, n: (fill?.n ?? 0) + 1 });

  useEffect(() => {
    const box = log.current;
    const inside = box?.firstElementChild;
    if (!box || !inside) return;
    // Answers grow, line counts arrive late and the composer takes room: whoever reads the end stays at the end.
    const watcher = new ResizeObserver(() => {
      if (pinnedToEnd.current) box.scrollTop = box.scrollHeight;
    });
    watcher.observe(box);
    watcher.observe(inside);
    return () => watcher.disconnect();
  }, []);
  useEffect(() => {
    if (sending !== null) pinnedToEnd.current = true;
  }, [sending]);

  const openFile = (path: string) => {
    stage.open({ path });
    onShowStage();
  };
  const openVersion = (id: string) => {
    stage.pinned.value = id === chat.latest.value?.id ? null : id;
    onShowStage();
  };
  const again = (text: string, continues?: string) => {
    send(text, [], continues).catch((error: unknown) => {
      if (text !== "") put(text);
      app.toasts.show(error instanceof Error ? error.message : "It could not be sent.", "bad");
    });
  };

  const last = messages.at(-1);
  const promptOf = (generationId: string) =>
    messages.findLast((one) => one.role === "user" && one.generationId === generationId)?.text ?? lastPrompt(messages);
  const card = (generationId: string | null) => {
    const seen = generationId === null ? undefined : ended.get(generationId);
    if (!seen || generationId === null) return null;
    return html`<${EndCard} seen=${seen} last=${(last?.generationId === generationId || loose.at(-1)?.id === generationId) && live === null} busy=${busy}
      onContinue=${() => again("", generationId)} onRetry=${() => again(promptOf(generationId))} />`;
  };
  // A picked-up generation has no request of its own; when it ends without an answer, its card stands at the end.
  const loose = [...ended.values()].filter(
    (seen) => seen.id !== live?.id && !messages.some((one) => one.generationId === seen.id),
  );
  const empty = messages.length === 0 && live === null && sending === null && chat.state.value === "ready";

  return html`<section class="talk" aria-label="Conversation">
    <div class="log" ref=${log} tabIndex="0" role="log" aria-live="off" aria-label="Messages" onScroll=${(
      event: Event,
    ) => {
      const box = event.currentTarget;
      if (!(box instanceof HTMLElement)) return;
      // Growth also fires this event, late: only a way up is a person who wants to read further back.
      const up = box.scrollTop < lastTop.current;
      lastTop.current = box.scrollTop;
      if (box.scrollHeight - box.scrollTop - box.clientHeight < 60) pinnedToEnd.current = true;
      else if (up) pinnedToEnd.current = false;
    }}><div class="log-inside">
      ${chat.state.value === "loading" && html`<div class="talk-ghost" aria-busy="true"><i /><i /><i /></div>`}
      ${empty && html`<div class="talk-empty"><h2>What do you want to see?</h2><p>Say what it is, what it holds and how it should feel. Then refine it, sentence by sentence.</p><${Starters} onPick=${put} /></div>`}
      ${messages.map((message) => {
        if (message.role === "user") {
          const answered = messages.some(
            (one) => one.role === "assistant" && one.generationId === message.generationId,
          );
          const seen = message.generationId ? ended.get(message.generationId) : undefined;
          const rest = !answered && seen && live?.id !== seen.id;
          const over = message.status !== null && message.status !== "running" && message.status !== "completed";
          const unanswered = over && !answered && !seen && live?.id !== message.generationId;
          return html`<${PersonMessage} key=${message.id} message=${message} unanswered=${unanswered} onReuse=${put} />
            ${rest && html`<${LiveMessage} key=${`end-${message.id}`} live=${seen} stream="open" onOpenFile=${openFile} />${card(message.generationId)}`}`;
        }
        if (live !== null && message.generationId === live.id) return null;
        const version = versions.find((one) => one.id === message.versionId) ?? null;
        const seen = message.generationId ? (ended.get(message.generationId) ?? null) : null;
        return html`<${Answer} key=${message.id} message=${message} version=${version} seen=${seen} current=${version !== null && version.id === stage.shown.value?.id} onOpenVersion=${openVersion} onOpenFile=${openFile} />${card(message.generationId)}`;
      })}
      ${loose.map((seen) => html`<${LiveMessage} key=${`loose-${seen.id}`} live=${seen} stream="open" onOpenFile=${openFile} />${card(seen.id)}`)}
      ${sending !== null && sending !== "" && !messages.some((one) => one === last && one.role === "user" && one.text === sending) && html`<article class="me pending"><div class="bubble">${sending}</div></article>`}
      ${live !== null && html`<${LiveMessage} live=${live} stream=${chat.stream.value} onOpenFile=${openFile} />`}
      ${busy && live === null && html`<div class="status-line"><span class="dot live"></span>Sending</div>`}
    </div></div>
    <p class="sr-only" role="status">${live ? phaseLine(live) : busy ? "Sending" : ended.size > 0 && chat.latest.value ? `Version ${chat.latest.value.number} is ready.` : ""}</p>
    ${
      stage.pinned.value !== null &&
      stage.shown.value &&
      stage.shown.value.id !== chat.latest.value?.id &&
      html`<p class="base-note"><${Icon} name="restore" size=${14} /><span>The next request starts from version ${stage.shown.value.number}.</span><button type="button" class="link" onClick=${() => {
        stage.pinned.value = null;
      }}>Use the newest</button></p>`
    }
    ${stage.edits.value.size > 0 && !busy && html`<p class="base-note"><${Icon} name="edit" size=${14} /><span>Your unsaved edits go along with the next request.</span></p>`}
    <${Composer} draftKey=${chatId} autofocus refused=${refused?.error ?? null} running=${chat.running.value} references=${stage.references} fill=${fill} placeholder=${empty ? "Describe a component, paste a screenshot, or drop a file" : "Refine it, paste a screenshot, or drop files you changed"} onSend=${send}
      onStop=${() => {
        chat.stop().catch(() => app.toasts.show("The generation could not be stopped.", "bad"));
      }} />
  </section>`;
}

function lastPrompt(messages: Message[]): string {
  return messages.findLast((message) => message.role === "user")?.text ?? "";
}
