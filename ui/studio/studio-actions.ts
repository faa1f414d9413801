import type { Action, App } from "../lib/app.ts";
import type { ChatStore } from "../lib/store-chat.ts";
import type { StageStore, StageTab } from "../lib/store-stage.ts";
import { show, showables } from "./show-picker.ts";
import { copyFile, downloadZip } from "./take-home.ts";

const tabs: { id: StageTab; label: string; icon: string }[] = [
  { id: "preview", label: "Show the preview", icon: "eye" },
  { id: "code", label: "Show the code", icon: "code" },
  { id: "diff", label: "Show the differences", icon: "compare" },
  { id: "console", label: "Show the console", icon: "terminal" },
];

/** What the palette offers while a chat is open. */
export function studioActions(app: App, chat: ChatStore, stage: StageStore): Action[] {
  const project = chat.project.value;
  const version = stage.shown.value;
  const build = stage.build.value?.build;
  const shownThings = build ? showables(build).slice(0, 60) : [];
  const group = "Actions";
  return [
    ...(chat.running.value
      ? [{ id: "stop", group, label: "Stop the generation", icon: "stop", run: () => void chat.stop() }]
      : []),
    ...(project
      ? [
          {
            id: "new-chat",
            group,
            label: "New chat in this project",
            icon: "plus",
            run: () => app.router.go(`/projects/${project.id}/new`),
          },
        ]
      : []),
    ...tabs.map((tab) => ({
      id: `tab-${tab.id}`,
      group,
      label: tab.label,
      icon: tab.icon,
      run: () => {
        stage.tab.value = tab.id;
      },
    })),
    ...(version
      ? [
          {
            id: "zip",
            group,
            label: "Download as zip",
            icon: "download",
            run: () => void downloadZip(app, version, chat.chat.value?.title ?? "component"),
          },
          { id: "copy", group, label: "Copy the open file", icon: "copy", run: () => void copyFile(app, stage) },
          {
            id: "window",
            group,
            label: "Open the preview in a window",
            icon: "external",
            run: () => void window.open(`/versions/${version.id}`, "_blank", "noopener"),
          },
        ]
      : []),
    ...(build && shownThings.length > 1
      ? shownThings.map((one, index) => ({
          id: `show-${index}`,
          group: "Preview",
          label: `Show ${one.group === "start" ? one.label.toLowerCase() : one.label}`,
          hint: one.note,
          icon: "layers",
          run: () => {
            stage.tab.value = "preview";
            show(stage, one);
          },
        }))
      : []),
    ...(build && !chat.running.value
      ? [
          {
            id: "point",
            group: "Preview",
            label: "Point at an element",
            icon: "pointer",
            run: () => {
              stage.tab.value = "preview";
              stage.pointing.value = true;
            },
          },
        ]
      : []),
    ...chat.versions.value
      .toReversed()
      .slice(0, 12)
      .map((one) => ({
        id: `version-${one.id}`,
        group: "Versions",
        label: `Show version ${one.number}`,
        icon: "restore",
        run: () => {
          stage.pinned.value = one.id === chat.latest.value?.id ? null : one.id;
        },
      })),
  ];
}
