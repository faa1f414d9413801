import { type Signal, signal } from "@preact/signals";

export type AdminView =
  | "overview"
  | "models"
  | "engine"
  | "gpu"
  | "people"
  | "invitations"
  | "roles"
  | "sessions"
  | "keys"
  | "audit"
  | "sign-in"
  | "mail";

export type AccountSection = "profile" | "security" | "sessions" | "keys" | "appearance" | "data";

export type Route =
  | { page: "home" }
  | { page: "setup" }
  | { page: "sign-in" }
  | { page: "forgot-password" }
  | { page: "reset-password" }
  | { page: "invitation" }
  | { page: "register" }
  | { page: "account"; section: AccountSection }
  | { page: "projects" }
  | { page: "project"; projectId: string }
  | { page: "new-chat"; projectId: string }
  | { page: "chat"; chatId: string }
  | { page: "preview"; versionId: string }
  | { page: "about" }
  | { page: "admin"; view: AdminView; subject: string }
  | { page: "not-found" };

const id = "([0-9a-fA-F-]{8,64})";

const patterns: [RegExp, (match: string) => Route][] = [
  [/^\/$/, () => ({ page: "home" })],
  [/^\/setup$/, () => ({ page: "setup" })],
  [/^\/sign-in$/, () => ({ page: "sign-in" })],
  [/^\/forgot-password$/, () => ({ page: "forgot-password" })],
  [/^\/reset-password$/, () => ({ page: "reset-password" })],
  [/^\/invitation$/, () => ({ page: "invitation" })],
  [/^\/register$/, () => ({ page: "register" })],
  [/^\/account$/, () => ({ page: "account", section: "profile" })],
  ...(["profile", "security", "sessions", "keys", "appearance", "data"] as const).map(
    (section): [RegExp, () => Route] => [new RegExp(`^/account/${section}$`), () => ({ page: "account", section })],
  ),
  [/^\/projects$/, () => ({ page: "projects" })],
  [new RegExp(`^/projects/${id}$`), (projectId) => ({ page: "project", projectId })],
  [new RegExp(`^/projects/${id}/new$`), (projectId) => ({ page: "new-chat", projectId })],
  [new RegExp(`^/chats/${id}$`), (chatId) => ({ page: "chat", chatId })],
  [new RegExp(`^/versions/${id}$`), (versionId) => ({ page: "preview", versionId })],
  [/^\/about$/, () => ({ page: "about" })],
  [/^\/admin$/, () => ({ page: "admin", view: "overview", subject: "" })],
  [/^\/admin\/models$/, () => ({ page: "admin", view: "models", subject: "" })],
  [/^\/admin\/engine(?:\/([a-z0-9][a-z0-9._-]{0,62}))?$/, (subject) => ({ page: "admin", view: "engine", subject })],
  [new RegExp(`^/admin/people(?:/${id})?$`), (subject) => ({ page: "admin", view: "people", subject })],
  ...(["gpu", "invitations", "roles", "sessions", "keys", "audit", "sign-in", "mail"] as const).map(
    (view): [RegExp, () => Route] => [new RegExp(`^/admin/${view}$`), () => ({ page: "admin", view, subject: "" })],
  ),
];

export function matchRoute(path: string): Route {
  const clean = path.length > 1 ? path.replace(/\/+$/u, "") : path;
  for (const [pattern, make] of patterns) {
    const match = pattern.exec(clean);
    if (match) return make(match[1] ?? "");
  }
  return { page: "not-found" };
}

export interface Router {
  route: Signal<Route>;
  go(path: string, options?: { replace?: boolean }): void;
  close(): void;
}

/** Follows the address bar, and takes over plain clicks on links of this page. */
export function createRouter(view: Window): Router {
  const route = signal<Route>(matchRoute(view.location.pathname));
  const follow = () => {
    route.value = matchRoute(view.location.pathname);
  };
  function go(path: string, options: { replace?: boolean } = {}): void {
    if (options.replace) view.history.replaceState(null, "", path);
    else if (path !== view.location.pathname + view.location.search) view.history.pushState(null, "", path);
    follow();
  }
  function click(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || link.target || link.hasAttribute("download") || link.origin !== view.location.origin) return;
    if (link.dataset.native !== undefined || link.pathname.startsWith("/api")) return;
    event.preventDefault();
    go(link.pathname + link.search);
  }
  view.addEventListener("popstate", follow);
  view.document.addEventListener("click", click);
  return {
    route,
    go,
    close() {
      view.removeEventListener("popstate", follow);
      view.document.removeEventListener("click", click);
    },
  };
}
