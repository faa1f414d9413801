import type { App } from "../lib/app.ts";
import { messageOf } from "../lib/problem.ts";
import type { ChatStore } from "../lib/store-chat.ts";
import type { StageStore } from "../lib/store-stage.ts";

/** Makes a version of the files as edited by hand. What could not be saved stays where it is. */
export async function saveEdits(app: App, chat: ChatStore, stage: StageStore): Promise<void> {
  const chatId = chat.chat.peek()?.id;
  const from = stage.shown.peek();
  if (!chatId || !from || stage.edits.peek().size === 0) return;
  try {
    const version = await app.api.chats.saveVersion(chatId, await stage.editedFiles(from.id), from.id);
    await chat.refresh();
    stage.pinned.value = null;
    stage.discard(from.id);
    app.toasts.show(`Saved as version ${version.number}.`, "ok");
  } catch (error) {
    app.toasts.show(messageOf(error), "bad");
  }
}
