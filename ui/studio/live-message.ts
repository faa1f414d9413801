import { useApp } from "../lib/app.ts";
import type { StreamState } from "../lib/event-stream.ts";
import { type LiveGeneration, phaseLine } from "../lib/generation-state.ts";
import { html, type View } from "../lib/html.ts";
import { countLive } from "./file-counts.ts";
import { FileList } from "./file-list.ts";
import { Findings } from "./findings.ts";
import { Markdown } from "./markdown.ts";
import { Reasoning } from "./reasoning.ts";

export interface LiveMessageProps {
  live: LiveGeneration;
  stream: StreamState;
  onOpenFile(path: string): void;
}

/** The answer while it comes in, and what is left of one that did not finish. */
export function LiveMessage({ live, stream, onOpenFile }: LiveMessageProps): View {
  const app = useApp();
  const running = live.end === undefined;
  const thinking = running && live.thinkingMs === undefined && live.phase === "thinking";
  return html`<article class="answer" aria-label="Answer" aria-busy=${running ? "true" : "false"}>
    <div class="who"><b>${live.model ? app.models.label(live.model) : "Vitrine"}</b>${live.builtin && html`<span>not a language model</span>`}</div>
    <${Reasoning} text=${live.reasoning} ms=${live.thinkingMs} live=${thinking} />
    <${Markdown} text=${live.explanation} />
    ${live.files.length > 0 && html`<${FileList} rows=${countLive(live)} onOpen=${onOpenFile} />`}
    <${Findings} diagnostics=${live.diagnostics} />
    ${running && html`<div class="status-line"><span class="dot live"></span><span class="cut">${stream === "reconnecting" ? "Connection lost, resuming from where it was" : phaseLine(live)}</span></div>`}
  </article>`;
}
