import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { type Action, useApp } from "../lib/app.ts";
import { score } from "../lib/fuzzy.ts";
import { html, type View } from "../lib/html.ts";
import type { Project } from "../lib/types.ts";
import { Icon, isIcon } from "./icon.ts";

/** Everything by name: the page's own actions, projects, models, theme, account. */
export function Palette(): View {
  const app = useApp();
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const [projects, setProjects] = useState<Project[]>([]);
  const dialog = useRef<HTMLDialogElement>(null);
  const close = () => {
    app.paletteOpen.value = false;
  };
  // Before the next key arrives: whoever types on at once must not type into the page behind.
  useLayoutEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    app.api.projects.list().then(
      (page) => setProjects(page.items),
      () => undefined,
    );
  }, [app]);

  const found = rank(query, [...app.actions.value, ...common(app, projects)]);
  const current = found[Math.min(at, found.length - 1)];
  useEffect(() => {
    dialog.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  });

  function run(action: Action): void {
    close();
    action.run();
  }
  function key(event: KeyboardEvent): void {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setAt((Math.min(at, found.length - 1) + step + found.length) % Math.max(1, found.length));
    } else if (event.key === "Enter" && current) {
      event.preventDefault();
      run(current);
    }
  }

  let group = "";
  return html`<dialog ref=${dialog} class="dialog palette" aria-label="Search and commands" onClose=${close}
    onMouseDown=${(event: MouseEvent) => event.target === dialog.current && close()}>
    <div class="palette-head"><${Icon} name="search" />
      <input role="combobox" aria-expanded="true" aria-controls="palette-list" aria-activedescendant=${current ? `cmd-${current.id}` : undefined} aria-label="Search and commands"
        placeholder="Search projects, chats and commands" value=${query} autocomplete="off" spellcheck=${false}
        onInput=${(event: Event) => {
          if (event.currentTarget instanceof HTMLInputElement) setQuery(event.currentTarget.value);
          setAt(0);
        }} onKeyDown=${key} />
      <kbd>Esc</kbd>
    </div>
    <div class="palette-list" role="listbox" id="palette-list" aria-label="Results">
      ${found.length === 0 && html`<p class="palette-none">Nothing matches “${query}”.</p>`}
      ${found.map((action, index) => {
        const heading =
          action.group !== group && html`<div class="menu-heading" role="presentation">${action.group}</div>`;
        group = action.group;
        return html`${heading}<div role="option" key=${action.id} id=${`cmd-${action.id}`} class="palette-item" aria-selected=${action === current ? "true" : "false"}
          onPointerMove=${(event: PointerEvent) => (event.movementX !== 0 || event.movementY !== 0) && setAt(index)} onClick=${() => run(action)}>
          <${Icon} name=${action.icon && isIcon(action.icon) ? action.icon : "chevron-right"} /><span class="grow cut">${action.label}</span>${action.hint && html`<span class="menu-hint">${action.hint}</span>`}
        </div>`;
      })}
    </div>
  </dialog>`;
}

function rank(query: string, actions: Action[]): Action[] {
  if (query.trim() === "") return actions;
  const scored = actions
    .map((action) => ({ action, value: score(query, action.label) }))
    .filter((one) => one.value > 0);
  const best = new Map<string, number>();
  for (const { action, value } of scored) best.set(action.group, Math.max(best.get(action.group) ?? 0, value));
  // Groups stay together, the group with the best match first.
  const order = (one: (typeof scored)[number]) => best.get(one.action.group) ?? 0;
  return scored
    .toSorted((a, b) => order(b) - order(a) || a.action.group.localeCompare(b.action.group) || b.value - a.value)
    .map((one) => one.action);
}

function common(app: ReturnType<typeof useApp>, projects: Project[]): Action[] {
  const go = (path: string) => () => app.router.go(path);
  const models = app.models.items.value ?? [];
  return [
    ...projects.map((project) => ({
      id: `project-${project.id}`,
      group: "Projects",
      label: project.name,
      icon: "folder",
      run: go(`/projects/${project.id}`),
    })),
    { id: "projects", group: "Go to", label: "All projects", icon: "folder", run: go("/projects") },
    { id: "account", group: "Go to", label: "Account", icon: "user", run: go("/account/profile") },
    { id: "about", group: "Go to", label: "About and licences", icon: "book", run: go("/about") },
    ...(app.session.user.value?.role === "admin"
      ? [{ id: "admin", group: "Go to", label: "Administration", icon: "settings", run: go("/admin") }]
      : []),
    ...[{ id: "auto", label: "Automatic choice" }, ...models].map((model) => ({
      id: `model-${model.id.replaceAll(/\W/gu, "-")}`,
      group: "Model",
      label: `Use ${model.label}`,
      icon: "cpu",
      ...(app.models.picked.value === model.id ? { hint: "in use" } : {}),
      run: () => app.models.pick(model.id),
    })),
    ...(["light", "dark", "system"] as const).map((theme) => ({
      id: `theme-${theme}`,
      group: "Theme",
      label: { light: "Light theme", dark: "Dark theme", system: "Theme of the system" }[theme],
      icon: theme === "light" ? "sun" : theme === "dark" ? "moon" : "desktop",
      ...(app.theme.choice.value === theme ? { hint: "in use" } : {}),
      run: () => app.theme.set(theme),
    })),
    { id: "sign-out", group: "Account", label: "Sign out", icon: "logout", run: () => void app.session.logout() },
  ];
}
