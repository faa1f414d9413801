import type { Signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Api } from "./api.ts";
import type { Picked } from "./attachments.ts";
import type { Connection } from "./connection.ts";
import type { JoiningApi } from "./joining-api.ts";
import type { Router } from "./router.ts";
import type { Session } from "./session.ts";
import type { Store } from "./storage.ts";
import type { ModelStore } from "./store-models.ts";
import type { Theme } from "./theme.ts";
import type { Thumbnails } from "./thumbnails.ts";
import type { Toasts } from "./toasts.ts";
import type { VersionCache } from "./version-cache.ts";

/** A first prompt on its way from the page where it was typed to the chat that was made for it. */
export interface Handoff {
  prompt: string;
  attachments: Picked[];
}

/** Something that the command palette can do on the page that is open. */
export interface Action {
  id: string;
  group: string;
  label: string;
  hint?: string;
  icon?: string;
  run(): void;
}

/** Everything that a page needs, made once in main.ts. */
export interface App {
  api: Api;
  joining: JoiningApi;
  session: Session;
  connection: Connection;
  router: Router;
  theme: Theme;
  toasts: Toasts;
  models: ModelStore;
  versions: VersionCache;
  thumbnails: Thumbnails;
  /** The preview's fonts for pictures of it. */
  frameFonts(): Promise<Record<string, string>>;
  local: Store;
  handoffs: Map<string, Handoff>;
  /** Offered by the page on show, read by the palette. */
  actions: Signal<Action[]>;
  paletteOpen: Signal<boolean>;
  now(): number;
}

export const AppContext = createContext<App | null>(null);

/** @throws Error outside of the shell */
export function useApp(): App {
  const app = useContext(AppContext);
  if (app === null) throw new Error("No app around this view.");
  return app;
}
