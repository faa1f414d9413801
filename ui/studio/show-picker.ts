import { Icon } from "../kit/icon.ts";
import { Menu, type MenuItem, type TriggerProps } from "../kit/menu.ts";
import { html, type View } from "../lib/html.ts";
import { type Choice, componentLabel, everything, sameChoice } from "../lib/stage-choice.ts";
import type { StageStore } from "../lib/store-stage.ts";
import type { Build } from "../lib/types.ts";

/** One thing that the preview can show. */
export interface Showable {
  group: "start" | "component" | "page";
  label: string;
  note: string;
  choice: Choice | null;
}

/** Everything that a build could show instead, what it begins with first. */
export function showables({ components = [], pages = [], entry }: Build): Showable[] {
  const isPage = new Set(pages.flatMap(({ path }) => path ?? []));
  const parts = components.filter(({ path, name }) => !(name === "default" && isPage.has(path)));
  return [
    { group: "start", label: "Where the project begins", note: entry ?? "", choice: null },
    ...(components.length > 1
      ? [
          {
            group: "start",
            label: "Gallery of all components",
            note: `${components.length} components, each by itself`,
            choice: everything,
          } satisfies Showable,
        ]
      : []),
    ...pages.flatMap(({ pattern, path }): Showable[] =>
      path === undefined ? [] : [{ group: "page", label: pattern, note: path, choice: { entry: path } }],
    ),
    ...parts.map(
      (one): Showable => ({
        group: "component",
        label: componentLabel(one),
        note: `${one.path}:${one.line}`,
        choice: { entry: one.path, component: one.name },
      }),
    ),
  ];
}

/** Shows one of them; a page that is chosen already is gone to again. */
export function show(stage: StageStore, { group, label, choice }: Showable): void {
  if (group === "page" && !label.includes("[") && stage.build.peek()?.build.shown?.kind === "pages") {
    stage.frame.peek()?.go(label);
  }
  stage.choose(choice);
}

/** What is on show, and a menu of everything else. */
export function ShowPicker({ stage, build }: { stage: StageStore; build: Build }): View {
  const all = showables(build);
  const choice = stage.choice.value;
  const now = all.find((one) => sameChoice(one.choice, choice)) ?? all[0];
  const item = (one: Showable): MenuItem => ({
    label: one.label,
    note: one.note,
    checked: one === now,
    onSelect: () => show(stage, one),
  });
  const of = (group: Showable["group"]) => all.filter((one) => one.group === group).map(item);
  const section = (label: string, items: MenuItem[]): MenuItem[] =>
    items.length === 0 ? [] : [{ kind: "line" }, { kind: "heading", label }, ...items];
  const items = [...of("start"), ...section("Pages", of("page")), ...section("Components", of("component"))];
  return html`<${Menu} label="What to show" wide items=${items} trigger=${(props: TriggerProps) =>
    html`<button type="button" class="bar-btn show-picker" ...${props} aria-label=${`Shown: ${nameOf(build, now)}`}><${Icon} name="layers" size=${14} /><span class="cut">${nameOf(build, now)}</span><${Icon} name="chevron-down" size=${12} /></button>`} />`;
}

function nameOf({ shown }: Build, now: Showable | undefined): string {
  if (now && now.choice !== null) return now.group === "start" ? "Gallery" : now.label;
  if (!shown) return "Nothing";
  if (shown.kind === "gallery") return "Gallery";
  if (shown.kind === "application") return "Application";
  return componentLabel(shown);
}
