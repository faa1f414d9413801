import { signal } from "@preact/signals";
import type { Store } from "./storage.ts";

type Texts = ReadonlyMap<string, string>;

/** Unsaved hand edits of one chat, by version and path, kept in the browser until they are saved or dropped. */
export interface EditDrafts {
  /** Reads a signal, so that whoever shows the texts follows them. */
  of(versionId: string | undefined): Texts;
  /** Null takes the text of one path away. */
  set(versionId: string, path: string, text: string | null): void;
  drop(versionId: string): void;
}

const none: Texts = new Map();

export function createEditDrafts(store: Store, chatId: string): EditDrafts {
  const key = `edits.${chatId}`;
  const drafts = signal<ReadonlyMap<string, Texts>>(parse(store.get(key)));

  function put(versionId: string, texts: Texts): void {
    const next = new Map(drafts.peek());
    if (texts.size === 0) next.delete(versionId);
    else next.set(versionId, texts);
    drafts.value = next;
    if (next.size === 0) store.remove(key);
    else store.set(key, JSON.stringify([...next].map(([id, paths]) => [id, [...paths]])));
  }

  return {
    of: (versionId) => (versionId === undefined ? none : (drafts.value.get(versionId) ?? none)),
    set(versionId, path, text) {
      const texts = new Map(drafts.peek().get(versionId));
      if (text === null) texts.delete(path);
      else texts.set(path, text);
      put(versionId, texts);
    },
    drop: (versionId) => put(versionId, none),
  };
}

/** Whatever does not look like our own writing counts as nothing. */
function parse(text: string | null): Map<string, Texts> {
  const found = new Map<string, Texts>();
  try {
    const value: unknown = JSON.parse(text ?? "[]");
    if (!Array.isArray(value)) return found;
    for (const [id, paths] of value) {
      if (typeof id !== "string" || !Array.isArray(paths)) continue;
      const pairs = paths.filter(
        (pair): pair is [string, string] => Array.isArray(pair) && pair.every((part) => typeof part === "string"),
      );
      if (pairs.length > 0) found.set(id, new Map(pairs));
    }
  } catch {
    return new Map();
  }
  return found;
}
