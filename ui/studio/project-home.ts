import { useEffect, useState } from "preact/hooks";
import { Waiting } from "../account/waiting.ts";
import { Notice } from "../kit/notice.ts";
import { TopBar } from "../kit/top-bar.ts";
import { useApp } from "../lib/app.ts";
import { html, type View } from "../lib/html.ts";
import { messageOf } from "../lib/problem.ts";

/** Opens the project's latest chat, or a new one where there is none yet. */
export function ProjectHome({ projectId }: { projectId: string }): View {
  const app = useApp();
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    let gone = false;
    app.api.projects.chats(projectId).then(
      ({ items }) => {
        if (gone) return;
        const latest = items.toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt))[0];
        app.router.go(latest ? `/chats/${latest.id}` : `/projects/${projectId}/new`, { replace: true });
      },
      (thrown: unknown) => {
        if (!gone) setError(thrown);
      },
    );
    return () => {
      gone = true;
    };
  }, [app, projectId]);
  if (error === null) return html`<${Waiting} />`;
  return html`<${TopBar} /><main class="page"><${Notice} title="This project could not be opened" actions=${html`<a class="btn" href="/projects">All projects</a>`}><p>${messageOf(error)}</p><//></main>`;
}
