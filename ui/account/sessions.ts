import { useState } from "preact/hooks";
import { Badge } from "../kit/badge.ts";
import { Button } from "../kit/button.ts";
import { Confirm } from "../kit/dialog.ts";
import { Icon } from "../kit/icon.ts";
import type { SessionView } from "../lib/account-api.ts";
import { useApp } from "../lib/app.ts";
import { ago, fullTime, plural } from "../lib/format.ts";
import { html, type View } from "../lib/html.ts";
import { messageOf } from "../lib/problem.ts";
import { useLoad } from "../lib/use-load.ts";
import { deviceIcon } from "./device-words.ts";
import { Panel, Pending } from "./panel.ts";
import { useAccount } from "./room.ts";

/** Where one is signed in: look, end one, end all others. */
export function Sessions(): View {
  const app = useApp();
  const { api } = useAccount();
  const list = useLoad(api.sessions.list);
  const [ending, setEnding] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const items = (list.value ?? []).toSorted((a, b) => Number(b.current) - Number(a.current));
  const others = items.filter(({ current }) => !current).length;

  async function act(id: string, work: () => Promise<string>): Promise<void> {
    setEnding(id);
    try {
      app.toasts.show(await work(), "ok");
    } catch (thrown) {
      app.toasts.show(messageOf(thrown), "bad");
    }
    await list.reload();
    setEnding(null);
    setAsking(false);
  }
  const end = (session: SessionView) =>
    act(session.id, async () => {
      await api.sessions.end(session.id);
      return `${session.device} is signed out.`;
    });
  const endOthers = () => act("others", async () => `${plural(await api.sessions.endOthers(), "session")} ended.`);

  return html`<${Panel} title="Signed in" lead="Every browser that has signed in and was not signed out. Ending one takes effect at once, also on a page that is open there."
      actions=${others > 0 && html`<${Button} onClick=${() => setAsking(true)}>End all others<//>`}>
      <${Pending} of=${list} what="sessions" />
      ${
        list.value &&
        html`<ul class="own-rows" aria-label="Sessions">
        ${items.map(
          (session) => html`<li key=${session.id} class="own-row">
          <span class="tile"><${Icon} name=${deviceIcon(session.userAgent)} /></span>
          <div class="row-text"><b>${session.device}${session.current && html` <${Badge} kind="accent">This browser<//>`}</b>
            <span class="quiet" data-tip=${session.userAgent || undefined}>${session.address || "unknown address"} · ${session.current ? "active now" : `last seen ${ago(session.lastSeenAt, app.now())}`} · signed in ${fullTime(session.createdAt)}</span></div>
          <span class="row-acts">${
            session.current
              ? html`<${Button} size="s" onClick=${() => void app.session.logout().catch(() => undefined)}>Sign out<//>`
              : html`<${Button} size="s" busy=${ending === session.id} aria-label=${`End ${session.device}, ${session.address}`} onClick=${() => void end(session)}>End<//>`
          }</span>
        </li>`,
        )}
      </ul>`
      }
    <//>
    <p class="own-note">Something here that you do not know? End it, then change your password.</p>
    ${asking && html`<${Confirm} title="End all other sessions" text=${`${plural(others, "other browser")} will have to sign in again. This one stays signed in. API keys go on working.`} action="End them" busy=${ending === "others"} onConfirm=${() => void endOthers()} onClose=${() => setAsking(false)} />`}`;
}
