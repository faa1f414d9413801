import { effect, signal } from "@preact/signals";
import { render } from "preact";
import { installTooltips } from "./kit/tooltip.ts";
import { createApi } from "./lib/api.ts";
import { type App, AppContext } from "./lib/app.ts";
import { createConnection, type ServerRun } from "./lib/connection.ts";
import { createFrameFonts } from "./lib/frame-fonts.ts";
import { html } from "./lib/html.ts";
import { watchServer } from "./lib/idle-check.ts";
import { createJoiningApi } from "./lib/joining-api.ts";
import { browserLock } from "./lib/lock.ts";
import { createRequest } from "./lib/request.ts";
import { createRouter } from "./lib/router.ts";
import { createSession } from "./lib/session.ts";
import { watchSession } from "./lib/session-watch.ts";
import { createStore } from "./lib/storage.ts";
import { createModelStore } from "./lib/store-models.ts";
import { createTheme } from "./lib/theme.ts";
import { createThumbnails } from "./lib/thumbnails.ts";
import { createToasts } from "./lib/toasts.ts";
import type { Health } from "./lib/types.ts";
import { createVersionCache } from "./lib/version-cache.ts";
import { Shell } from "./shell.ts";

/** Which run of which version answers; null when none does within a few seconds. */
async function probe(): Promise<ServerRun | null> {
  try {
    const response = await fetch("/health/live", { cache: "no-store", signal: AbortSignal.timeout(8000) });
    const { version, startedAt }: Health = await response.json();
    return { version, startedAt };
  } catch {
    return null;
  }
}

function createApp(): App {
  const fetchHere = (input: string, init?: RequestInit) => fetch(input, init);
  const local = createStore(() => localStorage);
  const connection = createConnection({
    probe,
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
  const session = createSession({
    fetch: fetchHere,
    now: Date.now,
    lock: browserLock(),
    ...("BroadcastChannel" in window ? { channel: new BroadcastChannel("vitrine.session") } : {}),
  });
  const request = createRequest({ fetch: fetchHere, session, reached: connection.reached });
  const api = createApi(request);
  return {
    api,
    joining: createJoiningApi(api.request),
    session,
    connection,
    router: createRouter(window),
    theme: createTheme(local, window),
    toasts: createToasts((action, ms) => setTimeout(action, ms)),
    models: createModelStore(api, local),
    versions: createVersionCache(api),
    thumbnails: createThumbnails(request),
    frameFonts: createFrameFonts(fetchHere),
    local,
    handoffs: new Map(),
    actions: signal([]),
    paletteOpen: signal(false),
    now: Date.now,
  };
}

function start(root: HTMLElement): void {
  const app = createApp();
  installTooltips(document);
  watchServer(app.connection, window);
  watchSession(app.session, app.api.request, window);
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey) return;
    if (!app.session.user.value) return;
    event.preventDefault();
    app.paletteOpen.value = !app.paletteOpen.value;
  });
  effect(() => {
    if (app.session.user.value) void app.models.load().catch(() => undefined);
  });
  app.connection.onBack(() => {
    const version = app.connection.updatedTo.value;
    if (version === null) app.toasts.show("Connected again.", "ok");
    else {
      const reload = { label: "Load the page again", run: () => location.reload() };
      app.toasts.show(`Vitrine was updated to ${version}.`, "info", reload);
    }
    if (app.session.user.value) void app.models.load().catch(() => undefined);
  });
  render(html`<${AppContext.Provider} value=${app}><${Shell} /><//>`, root);
}

const root = document.getElementById("app");
if (root) start(root);
