import { useCallback, useEffect, useState } from "preact/hooks";
import { Badge } from "../kit/badge.ts";
import { Button, IconButton } from "../kit/button.ts";
import { Confirm } from "../kit/dialog.ts";
import { EngineLine } from "../kit/engine-line.ts";
import { Icon } from "../kit/icon.ts";
import { Menu, type TriggerProps } from "../kit/menu.ts";
import { Notice } from "../kit/notice.ts";
import { Starters } from "../kit/prompts.ts";
import { Thumbnail } from "../kit/thumbnail.ts";
import { TopBar } from "../kit/top-bar.ts";
import { useApp } from "../lib/app.ts";
import type { Picked } from "../lib/attachments.ts";
import { ago, fullTime, plural, titleFrom } from "../lib/format.ts";
import { html, type View } from "../lib/html.ts";
import { useTitle } from "../lib/lazy.ts";
import { messageOf } from "../lib/problem.ts";
import type { Project } from "../lib/types.ts";
import { Composer } from "./composer.ts";
import { usePageActions } from "./page-actions.ts";
import { ProjectForm } from "./project-form.ts";

export function Projects(): View {
  const app = useApp();
  const [items, setItems] = useState<Project[] | null>(null);
  const [cursor, setCursor] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [query, setQuery] = useState("");
  const [form, setForm] = useState<Project | "new" | null>(null);
  const [removing, setRemoving] = useState<Project | null>(null);
  const [busy, setBusy] = useState(false);
  useTitle("Projects");
  usePageActions([
    { id: "new-project", group: "Actions", label: "New project", icon: "plus", run: () => setForm("new") },
  ]);

  const load = useCallback(() => {
    app.api.projects.list().then(
      (page) => {
        setItems(page.items);
        setCursor(page.nextCursor);
        setError(null);
      },
      (thrown: unknown) => setError(thrown),
    );
  }, [app]);
  useEffect(() => {
    load();
    return app.connection.onBack(load);
  }, [app, load]);

  async function more(): Promise<void> {
    if (cursor === null) return;
    const page = await app.api.projects.list(cursor);
    setItems([...(items ?? []), ...page.items]);
    setCursor(page.nextCursor);
  }

  /** One prompt makes the project, its first chat and its first version. */
  async function begin(prompt: string, attachments: Picked[]): Promise<void> {
    const title = titleFrom(prompt);
    const project = await app.api.projects.create({ name: "Sketchbook", description: "Quick ideas, one chat each" });
    const chat = await app.api.projects.createChat(project.id, title);
    app.handoffs.set(chat.id, { prompt, attachments });
    app.router.go(`/chats/${chat.id}`);
  }

  async function remove(project: Project): Promise<void> {
    setBusy(true);
    try {
      await app.api.projects.remove(project.id);
      setItems((items ?? []).filter((one) => one.id !== project.id));
      setRemoving(null);
      app.toasts.show(`“${project.name}” is deleted.`, "ok");
    } catch (thrown) {
      app.toasts.show(messageOf(thrown), "bad");
    } finally {
      setBusy(false);
    }
  }

  const wanted = query.trim().toLowerCase();
  const shown = (items ?? []).filter((one) => `${one.name} ${one.description}`.toLowerCase().includes(wanted));
  const none = items !== null && items.length === 0;
  return html`<${TopBar} crumbs=${html`<span class="crumb"><b>Projects</b></span>`} />
    <main class="page ${none ? "first-run" : ""}">
      ${
        none
          ? html`<div class="first"><h1>What shall stand in the vitrine first?</h1>
              <p class="sub">Describe a component in your own words. It is written, built and shown while you watch, on this machine.</p>
              <${Composer} draftKey="first" autofocus placeholder="A pricing section with three tiers…" onSend=${begin} />
              <h2 class="section">Three requests that work</h2>
              <${Starters} onPick=${(prompt: string) => begin(prompt, []).catch((thrown) => app.toasts.show(messageOf(thrown), "bad"))} />
              <p class="quiet small">Or <button type="button" class="link" onClick=${() => setForm("new")}>make an empty project</button> and start there.</p>
            </div>`
          : html`<header class="page-head"><div><h1>Projects</h1><${EngineLine} /></div><span class="grow"></span>
              <label class="search wide-only"><${Icon} name="search" /><input class="input" type="search" placeholder="Find a project" aria-label="Find a project" value=${query}
                onInput=${(event: Event) => event.currentTarget instanceof HTMLInputElement && setQuery(event.currentTarget.value)} /></label>
              <${Button} kind="solid" icon="plus" onClick=${() => setForm("new")}>New project<//>
            </header>`
      }
      ${error ? html`<${Notice} title="The projects could not be read" actions=${html`<${Button} icon="refresh" onClick=${load}>Try again<//>`}><p>${messageOf(error)}</p><//>` : null}
      ${items === null && !error && html`<div class="card rows" aria-busy="true">${[0, 1, 2].map(() => html`<div class="row ghost"><i /><i /></div>`)}</div>`}
      ${!none && items !== null && shown.length === 0 && html`<p class="nothing">No project matches “${query}”.</p>`}
      ${
        shown.length > 0 &&
        html`<ul class="card rows" aria-label="Projects">${shown.map(
          (project) => html`<li class="row" key=${project.id}>
            <a class="row-main" href=${`/projects/${project.id}`}>
              ${project.thumbnailUrl ? html`<${Thumbnail} url=${project.thumbnailUrl} large />` : html`<span class="tile" aria-hidden="true">${project.name.slice(0, 1).toUpperCase()}</span>`}
              <span class="row-text"><b class="cut">${project.name}</b><span class="cut quiet">${project.description || (project.chatCount === undefined ? "" : plural(project.chatCount, "chat"))}</span></span>
            </a>
            ${project.role !== "owner" && html`<${Badge}>${project.role}<//>`}
            <time class="quiet num" datetime=${project.updatedAt} data-tip=${fullTime(project.updatedAt)}>${ago(project.updatedAt, app.now())}</time>
            <${Menu} label=${`Actions for ${project.name}`} align="end" items=${[
              { label: "Open", icon: "folder", href: `/projects/${project.id}` },
              { label: "New chat", icon: "chat", href: `/projects/${project.id}/new` },
              { label: "Rename", icon: "edit", disabled: project.role === "viewer", onSelect: () => setForm(project) },
              { kind: "line" },
              {
                label: "Delete",
                icon: "trash",
                danger: true,
                disabled: project.role !== "owner",
                onSelect: () => setRemoving(project),
              },
            ]} trigger=${(props: TriggerProps) => html`<${IconButton} icon="more" label=${`Actions for ${project.name}`} ...${props} />`} />
          </li>`,
        )}</ul>`
      }
      ${cursor !== null && html`<p class="nothing"><${Button} onClick=${() => void more()}>Show more<//></p>`}
    </main>
    ${
      form !== null &&
      html`<${ProjectForm} project=${form === "new" ? null : form} onClose=${() => setForm(null)}
      onDone=${(project: Project) => {
        setForm(null);
        if (form === "new") app.router.go(`/projects/${project.id}/new`);
        else load();
      }} />`
    }
    ${
      removing &&
      html`<${Confirm} title="Delete this project?" action="Delete project" busy=${busy} onClose=${() => setRemoving(null)} onConfirm=${() => void remove(removing)}
      text=${`“${removing.name}” goes with all its chats and versions, for everyone it is shared with. This cannot be undone.`} />`
    }`;
}
