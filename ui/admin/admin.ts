import { useEffect, useRef, useState } from "preact/hooks";
import { Notice } from "../kit/notice.ts";
import { TopBar } from "../kit/top-bar.ts";
import { useApp } from "../lib/app.ts";
import { createEngineApi } from "../lib/engine-api.ts";
import { html, type View } from "../lib/html.ts";
import { messageOf } from "../lib/problem.ts";
import type { AdminView, Route } from "../lib/router.ts";
import { AdminPage } from "./page.ts";
import { isEngineRoom, places } from "./places.ts";
import { createRoom, type EngineRoom, RoomContext } from "./room.ts";
import { adoptSheet } from "./sheet.ts";
import { Side } from "./side.ts";

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
  const visit = useVisit(app.router.route.value);
  const label = places.find((place) => place.view === view)?.label ?? "";
  const { error } = room;
  const engines = isEngineRoom(view);
  return html`<${RoomContext.Provider} value=${room}>
    <div class="admin">
      <${TopBar} crumbs=${html`<a class="crumb wide-only" href="/admin">Administration</a><span class="crumb"><b>${label}</b></span>`} />
      <${Side} view=${view} />
      <main class="admin-page" key=${visit}>
        ${engines && !room.live.value && !error.value && html`<p class="stale" role="status"><span class="dot live"></span>The live connection broke; what you see may be old. Connecting again.</p>`}
        ${
          engines && error.value
            ? html`<${Notice} title="The engine room could not be read"><p>${messageOf(error.value)} Load the page again in a moment; if it stays like this, look into the server's log.</p><//>`
            : null
        }
        <${AdminPage} view=${view} subject=${subject} />
      </main>
    </div>
  <//>`;
}

/** Another number for each going to an address: a page is drawn anew, also for other words behind the `?`. */
function useVisit(route: Route): number {
  const last = useRef({ route, visit: 0 });
  if (last.current.route !== route) last.current = { route, visit: last.current.visit + 1 };
  return last.current.visit;
}
