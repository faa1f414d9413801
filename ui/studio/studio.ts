import { effect } from "@preact/signals";
import { useEffect, useMemo, useState } from "preact/hooks";
import { Button } from "../kit/button.ts";
import { Notice } from "../kit/notice.ts";
import { Split } from "../kit/split.ts";
import { TopBar } from "../kit/top-bar.ts";
import { useApp } from "../lib/app.ts";
import type { Picked } from "../lib/attachments.ts";
import { createEditDrafts } from "../lib/edit-drafts.ts";
import { html, type View } from "../lib/html.ts";
import { useTitle } from "../lib/lazy.ts";
import { ApiError, messageOf } from "../lib/problem.ts";
import { createChoiceStore } from "../lib/stage-choice.ts";
import { createChatStore } from "../lib/store-chat.ts";
import { createStageStore } from "../lib/store-stage.ts";
import { createThumbnailMaker } from "../lib/thumbnail-maker.ts";
import { ChatCrumbs } from "./chat-crumbs.ts";
import { Conversation } from "./conversation.ts";
import { usePageActions } from "./page-actions.ts";
import { saveEdits } from "./save-edits.ts";
import { Stage } from "./stage.ts";
import { studioActions } from "./studio-actions.ts";
import { TakeHome } from "./take-home.ts";

/** The page where people live: the conversation on the left, the component on the right. */
export function Studio({ chatId }: { chatId: string }): View {
  const app = useApp();
  const [view, setView] = useState<"talk" | "stage">("talk");
  const { chat, stage } = useMemo(() => {
    const { api, versions, now } = app;
    const made = createChatStore({ api, versions, now, setTimer: (action, ms) => setTimeout(action, ms) }, chatId);
    return {
      chat: made,
      stage: createStageStore(
        {
          api,
          versions,
          now,
          view: document,
          drafts: createEditDrafts(app.local, chatId),
          choices: createChoiceStore(app.local, chatId),
        },
        made,
      ),
    };
  }, [app, chatId]);

  async function send(prompt: string, attachments: Picked[], continues?: string): Promise<void> {
    const shown = stage.shown.value;
    // Unsaved edits go along: the server makes them a version, and the answer starts from it.
    const edited = continues === undefined && shown !== null && stage.edits.value.size > 0;
    const base = edited ? shown.id : stage.pinned.value;
    await chat.send({
      ...(continues === undefined ? { prompt } : { continues }),
      ...(app.models.picked.value === "auto" ? {} : { model: app.models.picked.value }),
      ...(attachments.length === 0
        ? {}
        : { attachments: attachments.map(({ name, mediaType, data }) => ({ name, mediaType, data })) }),
      ...(base === null ? {} : { baseVersionId: base }),
      ...(edited ? { files: await stage.editedFiles(shown.id) } : {}),
    });
    if (edited) stage.discard(shown.id);
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each chat; `send` reads what is current
  useEffect(() => {
    const start = async () => {
      await chat.load();
      const handoff = app.handoffs.get(chatId);
      if (!handoff || chat.state.value !== "ready") return;
      app.handoffs.delete(chatId);
      try {
        await send(handoff.prompt, handoff.attachments);
      } catch (error) {
        app.local.set(`draft.${chatId}`, handoff.prompt);
        setRefused({ prompt: handoff.prompt, error });
      }
    };
    void start();
    const stop = app.connection.onBack(() => void chat.load());
    return () => {
      stop();
      stage.dispose();
      chat.dispose();
    };
  }, [app, chat, stage, chatId]);
  useEffect(() => {
    const maker = createThumbnailMaker({
      api: app.api,
      versions: app.versions,
      fonts: app.frameFonts,
      setTimer: (action, ms) => setTimeout(action, ms),
    });
    const stop = effect(() => {
      const version = stage.shown.value;
      // Whatever is chosen to be looked at, the picture is of the version as it begins.
      const worth = stage.rendered.value !== null && stage.source.value === "version" && stage.choice.value === null;
      if (!worth || !version || version.thumbnailUrl || version.status !== "complete") return;
      if (chat.project.value?.role === "viewer") return;
      const tailwind = chat.project.value?.tailwind;
      maker.want(version.id, tailwind ? { tailwind } : {}, (thumbnailUrl) => {
        chat.versions.value = chat.versions
          .peek()
          .map((one) => (one.id === version.id ? { ...one, thumbnailUrl } : one));
      });
    });
    return () => {
      stop();
      maker.dispose();
    };
  }, [app, chat, stage]);
  const [refused, setRefused] = useState<{ prompt: string; error: unknown } | null>(null);

  useEffect(() => {
    let saving = false;
    const key = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "s" || !(event.metaKey || event.ctrlKey) || stage.edits.peek().size === 0) return;
      event.preventDefault();
      if (saving) return;
      saving = true;
      void saveEdits(app, chat, stage).finally(() => {
        saving = false;
      });
    };
    document.addEventListener("keydown", key);
    return () => document.removeEventListener("keydown", key);
  }, [app, chat, stage]);

  const project = chat.project.value;
  useTitle(chat.chat.value ? `${chat.chat.value.title} · ${project?.name ?? ""}` : undefined);
  usePageActions(studioActions(app, chat, stage));

  if (chat.state.value === "failed") {
    const error = chat.failure.value;
    const missing = error instanceof ApiError && (error.status === 404 || error.status === 403);
    return html`<${TopBar} /><main class="page"><${Notice} title=${missing ? "This chat is not here" : "This chat could not be opened"}
      actions=${html`${!missing && html`<${Button} icon="refresh" onClick=${() => void chat.load()}>Try again<//>`}<a class="btn" href="/projects">All projects</a>`}>
      <p>${missing ? "It may have been deleted, or nobody has shared it with you." : messageOf(error)}</p><//></main>`;
  }
  return html`<div class="studio" data-view=${view}>
    <h1 class="sr-only">${chat.chat.value?.title ?? "Chat"}</h1>
    <${TopBar} crumbs=${html`<${ChatCrumbs} project=${project} chat=${chat.chat.value} onRenamed=${(
      renamed: NonNullable<typeof chat.chat.value>,
    ) => {
      chat.chat.value = renamed;
    }} />`}><${TakeHome} stage=${stage} title=${chat.chat.value?.title ?? "component"} /><//>
    <${Split} store=${app.local} name="split" label="Width of the conversation" initial=${400} min=${320} max=${680}
      first=${html`<${Conversation} key=${refused ? "refused" : "talk"} chatId=${chatId} chat=${chat} stage=${stage} send=${send} refused=${refused} onShowStage=${() => setView("stage")} />`}
      second=${html`<${Stage} chat=${chat} stage=${stage} />`} />
    <nav class="view-switch" aria-label="Conversation or stage">
      <button type="button" aria-pressed=${view === "talk" ? "true" : "false"} onClick=${() => setView("talk")}>Conversation</button>
      <button type="button" aria-pressed=${view === "stage" ? "true" : "false"} onClick=${() => setView("stage")}>Stage${chat.running.value ? html`<span class="dot live"></span>` : null}</button>
    </nav>
  </div>`;
}
