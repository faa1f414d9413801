import type { App } from "../../platform/app.ts";
import type { Db } from "../../platform/database.ts";
import { once } from "../../platform/memo.ts";

/** Streams that hang on a session, by its id. */
const watchers = once((_db: Db) => new Map<string, Set<AbortController>>());

export interface SessionWatch {
  /** Aborts when the session ends. */
  signal: AbortSignal;
  release(): void;
}

/** For an answer that stays open: tells when whoever asked for it is signed out, so that it can end too. */
export function watchSession(app: Pick<App, "db">, sessionId: string): SessionWatch {
  const controller = new AbortController();
  const known = watchers(app.db);
  const others = known.get(sessionId) ?? new Set();
  known.set(sessionId, others.add(controller));
  return {
    signal: controller.signal,
    release() {
      others.delete(controller);
      if (others.size === 0 && known.get(sessionId) === others) known.delete(sessionId);
    },
  };
}

/** Ends every stream of these sessions in this process. */
export function announceEnd(app: Pick<App, "db">, ids: readonly string[]): void {
  for (const id of ids) {
    const found = watchers(app.db).get(id);
    watchers(app.db).delete(id);
    for (const controller of found ?? []) controller.abort();
  }
}
