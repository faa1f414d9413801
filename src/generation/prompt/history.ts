import type { App } from "../../platform/app.ts";
import { readVersion } from "../../projects/index.ts";
import { messagesBefore } from "../rows.ts";
import type { Turn } from "./build-prompt.ts";

const pageSize = 20;

/**
 * A chat's earlier turns, newest first, read only as far as they are asked for.
 * @param before the message that this generation answers; everything after it is left out too
 */
export function* earlierTurns(app: App, chatId: string, before: string): Generator<Turn> {
  for (let id = before; ; ) {
    const rows = messagesBefore(app.db, chatId, id, pageSize);
    for (const { role, text, versionId } of rows) {
      const version = role === "assistant" && versionId !== null ? readVersion(app, versionId) : undefined;
      yield { role, text, files: version?.files.map(({ path }) => path) ?? [] };
    }
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) return;
    id = last.id;
  }
}
