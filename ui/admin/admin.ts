import { useEffect, useState } from "preact/hooks";
import { Icon, type IconName } from "../kit/icon.ts";
import { Notice } from "../kit/notice.ts";
import { TopBar } from "../kit/top-bar.ts";
import { useApp } from "../lib/app.ts";
import { createEngineApi } from "../lib/engine-api.ts";
import { html, type View } from "../lib/html.ts";
import { lazy } from "../lib/lazy.ts";
import { messageOf } from "../lib/problem.ts";
import type { AdminView } from "../lib/router.ts";
import { createRoom, type EngineRoom, RoomContext } from "./room.ts";
import { adoptSheet } from "./sheet.ts";

const Overview = lazy(() => import("./overview.ts").then((module) => module.Overview));
const Models = lazy(() => import("./models.ts").then((module) => module.Models));
const Engine = lazy(() => import("./engine.ts").then((module) => module.Engine));
const Gpu = lazy(() => import("./gpu.ts").then((module) => module.Gpu));

const places: { view: AdminView; label: string; href: string; icon: IconName }[] = [
  { view: "overview", label: "Overview", href: "/admin", icon: "gauge" },
  { view: "models", label: "Models", href: "/admin/models", icon: "book" },
  { view: "engine", label: "Engine", href: "/admin/engine", icon: "play" },
  { view: "gpu", label: "GPU", href: "/admin/gpu", icon: "cpu" },
];

/** The frame of all administration pages: bar, side navigation, and one live connection for all of them. */
export function Admin({ view, subject }: { view: AdminView; subject: string }): View {
  const app = useApp();
  const [room] = useState<EngineRoom>(() => {
    adoptSheet();
    return createRoom(createEngineApi(app.api.request), app.api.request, app.now);
  });
  useEffect(() => room.open(), [room]);
  useEffect(() => {
    app.actions.value = places.map((place) => ({
      id: `admin-${place.view}`,
      group: "Administration",
      label: place.label,
      icon: place.icon,
      run: () => app.router.go(place.href),
    }));
    return () => {
      app.actions.value = [];
    };
  }, [app]);
  const label = places.find((place) => place.view === view)?.label ?? "";
  const { error } = room;
  return html`<${RoomContext.Provider} value=${room}>
    <div class="admin">
      <${TopBar} crumbs=${html`<a class="crumb wide-only" href="/admin">Administration</a><span class="crumb"><b>${label}</b></span>`} />
      <nav class="side" aria-label="Administration">
        <a href="/projects" class="wide-only"><${Icon} name="chevron-left" />Studio</a>
        <span class="side-head wide-only">Administration</span>
        ${places.map((place) => html`<a key=${place.view} href=${place.href} aria-current=${place.view === view ? "page" : undefined}><${Icon} name=${place.icon} />${place.label}</a>`)}
      </nav>
      <main class="admin-page" key=${view}>
        ${!room.live.value && !error.value && html`<p class="stale" role="status"><span class="dot live"></span>The live connection broke; what you see may be old. Connecting again.</p>`}
        ${
          error.value
            ? html`<${Notice} title="The engine room could not be read"><p>${messageOf(error.value)} Load the page again in a moment; if it stays like this, look into the server's log.</p><//>`
            : null
        }
        <${Page} view=${view} subject=${subject} />
      </main>
    </div>
  <//>`;
}

function Page({ view, subject }: { view: AdminView; subject: string }): View {
  switch (view) {
    case "overview":
      return html`<${Overview} />`;
    case "models":
      return html`<${Models} />`;
    case "engine":
      return html`<${Engine} key=${subject} subject=${subject} />`;
    case "gpu":
      return html`<${Gpu} />`;
    default:
      return view satisfies never;
  }
}
