import { useEffect, useState } from "preact/hooks";
import { Notice } from "../kit/notice.ts";
import { Starters } from "../kit/prompts.ts";
import { Split } from "../kit/split.ts";
import { TopBar } from "../kit/top-bar.ts";
import { useApp } from "../lib/app.ts";
import type { Picked } from "../lib/attachments.ts";
import { titleFrom } from "../lib/format.ts";
import { html, type View } from "../lib/html.ts";
import { useTitle } from "../lib/lazy.ts";
import { messageOf } from "../lib/problem.ts";
import type { Project } from "../lib/types.ts";
import { ChatCrumbs } from "./chat-crumbs.ts";
import { Composer } from "./composer.ts";
import { EmptyCase } from "./empty-case.ts";

/** A conversation that does not exist yet: the first prompt makes it. */
export function NewChat({ projectId }: { projectId: string }): View {
  const app = useApp();
  const [project, setProject] = useState<Project | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [fill, setFill] = useState<{ text: string; n: number } | null>(null);
  useTitle(project ? `New chat · ${project.name}` : "New chat");
  useEffect(() => {
    app.api.projects.get(projectId).then(setProject, setError);
  }, [app, projectId]);

  async function begin(prompt: string, attachments: Picked[]): Promise<void> {
    const chat = await app.api.projects.createChat(projectId, titleFrom(prompt));
    app.handoffs.set(chat.id, { prompt, attachments });
    app.router.go(`/chats/${chat.id}`, { replace: true });
  }
  if (error !== null) {
    return html`<${TopBar} /><main class="page"><${Notice} title="This project could not be opened" actions=${html`<a class="btn" href="/projects">All projects</a>`}><p>${messageOf(error)}</p><//></main>`;
  }
  return html`<div class="studio" data-view="talk">
    <${TopBar} crumbs=${html`<${ChatCrumbs} project=${project} chat=${null} />`} />
    <${Split} store=${app.local} name="split" label="Width of the conversation" initial=${400} min=${320} max=${680}
      first=${html`<section class="talk" aria-label="Conversation"><div class="log"><div class="log-inside"><div class="talk-empty"><h2>What do you want to see?</h2><p>Say what it is, what it holds and how it should feel. Then refine it, sentence by sentence.</p>
        <${Starters} onPick=${(text: string) => setFill({ text, n: (fill?.n ?? 0) + 1 })} /></div></div></div>
        <${Composer} draftKey=${`new-${projectId}`} autofocus fill=${fill} placeholder="Describe a component, paste a screenshot, or drop a file" onSend=${begin} /></section>`}
      second=${html`<section class="stage" aria-label="Stage"><div class="stage-head"></div><div class="case"><${EmptyCase} /></div></section>`} />
  </div>`;
}
