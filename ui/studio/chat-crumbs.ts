import { useEffect, useState } from "preact/hooks";
import { Button } from "../kit/button.ts";
import { Confirm, Dialog } from "../kit/dialog.ts";
import { Field } from "../kit/field.ts";
import { Icon } from "../kit/icon.ts";
import { Menu, type MenuItem, type TriggerProps } from "../kit/menu.ts";
import { useApp } from "../lib/app.ts";
import { ago } from "../lib/format.ts";
import { html, type View } from "../lib/html.ts";
import { messageOf } from "../lib/problem.ts";
import type { Chat, Project } from "../lib/types.ts";

export interface ChatCrumbsProps {
  project: Project | null;
  /** Null for a chat that is only about to be made. */
  chat: Chat | null;
  onRenamed?(chat: Chat): void;
}

/** Project and chat in the bar; the chat opens a list of its siblings. */
export function ChatCrumbs({ project, chat, onRenamed }: ChatCrumbsProps): View {
  const app = useApp();
  const [chats, setChats] = useState<Chat[]>([]);
  const [dialog, setDialog] = useState<"rename" | "delete" | null>(null);
  const [title, setTitle] = useState("");
  const projectId = project?.id;
  const chatTitle = chat?.title;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new title means a new list
  useEffect(() => {
    if (projectId === undefined) return;
    app.api.projects.chats(projectId).then(
      (page) => setChats(page.items.toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt))),
      () => undefined,
    );
  }, [app, projectId, chatTitle]);
  if (!project) return html`<span class="crumb ghost-text"></span>`;

  const editable = project.role !== "viewer";
  const items: MenuItem[] = [
    ...(editable ? [{ label: "New chat", icon: "plus", href: `/projects/${project.id}/new` } satisfies MenuItem] : []),
    ...(chat && editable
      ? [
          {
            label: "Rename this chat",
            icon: "edit",
            onSelect: () => {
              setTitle(chat.title);
              setDialog("rename");
            },
          } satisfies MenuItem,
          {
            label: "Delete this chat",
            icon: "trash",
            danger: true,
            onSelect: () => setDialog("delete"),
          } satisfies MenuItem,
        ]
      : []),
    ...(chats.length > 0
      ? [{ kind: "line" } as const, { kind: "heading", label: "Chats in this project" } as const]
      : []),
    ...chats.map(
      (one): MenuItem => ({
        label: one.title,
        icon: one.id === chat?.id ? "check" : "chat",
        ...(one.thumbnailUrl ? { picture: one.thumbnailUrl } : {}),
        hint: ago(one.updatedAt, app.now()),
        href: `/chats/${one.id}`,
      }),
    ),
  ];

  async function rename(): Promise<void> {
    if (!chat || title.trim() === "") return;
    try {
      onRenamed?.(await app.api.chats.rename(chat.id, title.trim()));
      setDialog(null);
    } catch (error) {
      app.toasts.show(messageOf(error), "bad");
    }
  }
  async function remove(): Promise<void> {
    if (!chat || !project) return;
    try {
      await app.api.chats.remove(chat.id);
      app.router.go(`/projects/${project.id}`, { replace: true });
    } catch (error) {
      app.toasts.show(messageOf(error), "bad");
    }
  }
  return html`<a class="crumb wide-only" href="/projects">Projects</a>
    <a class="crumb wide-only" href=${`/projects/${project.id}`}><b class="cut">${project.name}</b></a>
    <${Menu} label="Chats" wide items=${items} trigger=${(props: TriggerProps) =>
      html`<button type="button" class="crumb crumb-btn" ...${props} aria-label=${`Chat: ${chat?.title ?? "New chat"}`}><span class="cut">${chat?.title ?? "New chat"}</span><${Icon} name="chevron-down" size=${14} /></button>`} />
    ${
      dialog === "rename" &&
      html`<${Dialog} title="Rename chat" onClose=${() => setDialog(null)} onSubmit=${rename}
      footer=${html`<${Button} onClick=${() => setDialog(null)}>Cancel<//><${Button} kind="solid" type="submit">Save<//>`}>
      <${Field} label="Title" name="title" autofocus maxLength=${200} value=${title} onInput=${setTitle} /><//>`
    }
    ${
      dialog === "delete" &&
      html`<${Confirm} title="Delete this chat?" action="Delete chat" text="Its messages and all its versions go with it. This cannot be undone." onClose=${() => setDialog(null)} onConfirm=${remove} />`
    }`;
}
