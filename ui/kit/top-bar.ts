import { useApp } from "../lib/app.ts";
import { type Children, html, type View } from "../lib/html.ts";
import { AccountMenu } from "./account-menu.ts";
import { Mark } from "./avatar.ts";
import { Icon } from "./icon.ts";

/** The bar over every signed-in page: mark, crumbs, the page's own actions, search and account. */
export function TopBar({ crumbs, children }: { crumbs?: Children; children?: Children }): View {
  const app = useApp();
  return html`<header class="top-bar">
    <a class="brand" href="/projects" aria-label="Vitrine, all projects"><${Mark} /><span class="wide-only">Vitrine</span></a>
    <nav class="crumbs" aria-label="Breadcrumb">${crumbs}</nav>
    <span class="grow"></span>
    ${children}
    <button type="button" class="search-btn" aria-label="Search and commands" data-tip="Search and commands" aria-keyshortcuts="Control+K Meta+K"
      onClick=${() => {
        app.paletteOpen.value = true;
      }}><${Icon} name="search" /><kbd class="wide-only">${commandKey} K</kbd></button>
    <${AccountMenu} />
  </header>`;
}

export const commandKey = /Mac|iPhone|iPad/u.test(navigator.userAgent) ? "⌘" : "Ctrl";
