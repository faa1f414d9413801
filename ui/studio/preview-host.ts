import { effect } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../kit/button.ts";
import { Notice } from "../kit/notice.ts";
import { html, type View } from "../lib/html.ts";
import { createPreviewFrame } from "../lib/preview-frame.ts";
import { nowhere, type Place, type StageStore } from "../lib/store-stage.ts";

/** What the frame needs to know, and where what it tells goes, where somebody wants that. */
export type HostedStage = Pick<StageStore, "build" | "theme" | "reloads" | "log"> &
  Partial<
    Pick<StageStore, "frame" | "location" | "offline" | "rendered" | "pointing" | "choose" | "refer" | "files" | "open">
  >;

const hungText = {
  silent:
    "The component stopped answering and was taken down. An endless loop, or data that grows without end, is the usual cause.",
  navigated: "The component tried to leave its page and was taken down.",
  flooded: "The component sent messages without end and was taken down.",
};

/** Keeps one sandboxed frame alive and tells it what to show; it survives tab changes. */
export function PreviewHost({ stage }: { stage: HostedStage }): View {
  const holder = useRef<HTMLDivElement>(null);
  const [takenDown, setTakenDown] = useState<string | null>(null);
  useEffect(() => {
    const parent = holder.current;
    if (!parent) return;
    let shownId = 0;
    let shownHash = "";
    const finished = () => stage.build.peek()?.partial === false;
    const frame = createPreviewFrame({
      theme: stage.theme.peek(),
      title: "Preview of the component",
      onConsole: ({ level, args, position }) => {
        if (finished()) stage.log({ origin: "console", level, text: args.join(" "), ...position });
      },
      onError: ({ message, stack }) => {
        // Half-written code throws all the time; only what is finished is worth an error.
        if (finished()) stage.log({ origin: "runtime", level: "error", text: message, ...placeOf(stack[0]) });
      },
      onOffline: ({ what, url }) => {
        const counts = stage.offline?.peek();
        if (counts && stage.offline) stage.offline.value = new Map(counts).set(what, (counts.get(what) ?? 0) + 1);
        const text = `${what} is not loaded, because the preview is offline: ${url}`;
        stage.log({ origin: "runtime", level: "info", text });
      },
      onNavigate: ({ href, external }) => {
        if (!external) return;
        const text = `A link leads out of the preview and was not followed: ${href}`;
        stage.log({ origin: "runtime", level: "info", text });
      },
      onReady: () => {
        if (stage.location) stage.location.value = nowhere;
        if (stage.pointing) stage.pointing.value = false;
      },
      onRendered: ({ id }) => {
        if (stage.rendered && id === shownId && finished()) stage.rendered.value = shownHash;
      },
      onLocation: (at) => {
        if (stage.location) stage.location.value = { href: at.href, back: at.back, forward: at.forward };
      },
      onChoose: ({ path, component }) => {
        // Only what the build itself knows: code in the frame may ask for anything.
        const known = stage.build.peek()?.build.components?.some((one) => one.path === path && one.name === component);
        if (known) stage.choose?.({ entry: path, component });
      },
      onOpenSource: (place) => {
        if (stage.files?.peek().some((file) => file.path === place.path)) stage.open?.(place);
      },
      onPointed: (element) => {
        if (!stage.pointing?.peek()) return;
        stage.pointing.value = false;
        if (element) stage.refer?.(element);
      },
      onHung: ({ reason }) => {
        stage.log({ origin: "runtime", level: "error", text: hungText[reason] });
        setTakenDown(hungText[reason]);
      },
    });
    parent.append(frame.element);
    const stopBuild = effect(() => {
      const shown = stage.build.value;
      setTakenDown(null);
      if (!shown || shown.build.js === "") return;
      shownHash = shown.build.hash;
      shownId = frame.render(shown.build, { partial: shown.partial });
    });
    if (stage.frame) stage.frame.value = frame;
    const stopPointing = effect(() => {
      const on = stage.pointing?.value === true;
      frame.point(on);
      // The arrow keys walk from element to element there, and Escape gives up.
      if (on) frame.element.focus();
    });
    const stopTheme = effect(() => frame.setTheme(stage.theme.value));
    const first = stage.reloads.peek();
    const stopReload = effect(() => {
      if (stage.reloads.value === first) return;
      setTakenDown(null);
      frame.reload();
    });
    return () => {
      for (const stop of [stopBuild, stopTheme, stopReload, stopPointing]) stop();
      if (stage.frame) stage.frame.value = null;
      frame.destroy();
    };
  }, [stage]);
  const again = () => {
    stage.reloads.value++;
  };
  return html`<div class="preview-host" ref=${holder}></div>
    ${
      takenDown !== null &&
      html`<div class="case-notice"><${Notice} title="This component is not running" actions=${html`<${Button} size="s" icon="refresh" onClick=${again}>Load again<//>`}>
      <p>${takenDown} Change the code or ask for a change, then it runs again.</p>
    <//></div>`
    }`;
}

function placeOf(place: Place | undefined): Partial<Place> {
  return place ?? {};
}
