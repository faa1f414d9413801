import { useEffect, useRef, useState } from "preact/hooks";
import { Icon, type IconName } from "../kit/icon.ts";
import { TopBar } from "../kit/top-bar.ts";
import { createAccountApi } from "../lib/account-api.ts";
import { useApp } from "../lib/app.ts";
import { html, type View } from "../lib/html.ts";
import { useTitle } from "../lib/lazy.ts";
import type { AccountSection } from "../lib/router.ts";
import { Appearance } from "./appearance.ts";
import { Data } from "./data.ts";
import { Keys } from "./keys.ts";
import { Profile } from "./profile.ts";
import { AccountContext, type AccountRoom, createAccountRoom } from "./room.ts";
import { Security } from "./security.ts";
import { Sessions } from "./sessions.ts";
import { adoptSheet } from "./sheet.ts";

const places: { section: AccountSection; label: string; lead: string; icon: IconName }[] = [
  { section: "profile", label: "Profile", lead: "How others see you.", icon: "user" },
  { section: "security", label: "Security", lead: "What proves that it is you.", icon: "shield" },
  { section: "sessions", label: "Sessions", lead: "Where you are signed in now.", icon: "desktop" },
  { section: "keys", label: "API keys", lead: "For scripts, editors and other programs.", icon: "key" },
  { section: "appearance", label: "Appearance", lead: "How Vitrine looks in this browser.", icon: "sun" },
  { section: "data", label: "Usage and data", lead: "What you used, and what is kept about you.", icon: "gauge" },
];

/** The frame of one's own account: bar, sections, and the section on show. */
export function Account({ section }: { section: AccountSection }): View {
  const app = useApp();
  const [room] = useState<AccountRoom>(() => {
    adoptSheet();
    return createAccountRoom(createAccountApi(app.api.request), app.joining);
  });
  useEffect(() => void room.refresh(), [room]);
  useEffect(() => {
    app.actions.value = places.map((place) => ({
      id: `account-${place.section}`,
      group: "Account",
      label: place.label,
      icon: place.icon,
      run: () => app.router.go(`/account/${place.section}`),
    }));
    return () => {
      app.actions.value = [];
    };
  }, [app]);
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    nav.current?.querySelector(`[href$="/${section}"]`)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [section]);
  const place = places.find((one) => one.section === section);
  useTitle(place?.label);
  return html`<${AccountContext.Provider} value=${room}>
    <${TopBar} crumbs=${html`<a class="crumb wide-only" href="/account/profile">Account</a><span class="crumb"><b>${place?.label}</b></span>`} />
    <div class="own">
      <nav class="own-nav" ref=${nav} aria-label="Account">
        ${places.map((one) => html`<a key=${one.section} href=${`/account/${one.section}`} aria-current=${one.section === section ? "page" : undefined}><${Icon} name=${one.icon} />${one.label}</a>`)}
      </nav>
      <main class="own-main" key=${section}>
        <header class="own-head"><h1>${place?.label}</h1><p class="sub">${place?.lead}</p></header>
        <${Page} section=${section} />
      </main>
    </div>
  <//>`;
}

function Page({ section }: { section: AccountSection }): View {
  switch (section) {
    case "profile":
      return html`<${Profile} />`;
    case "security":
      return html`<${Security} />`;
    case "sessions":
      return html`<${Sessions} />`;
    case "keys":
      return html`<${Keys} />`;
    case "appearance":
      return html`<${Appearance} />`;
    case "data":
      return html`<${Data} />`;
    default:
      return section satisfies never;
  }
}
