import * as React from "react";
import { createRoot, type Root } from "react-dom/client";
import { content } from "./mounts/content.tsx";
import { controls } from "./mounts/controls.tsx";
import { conversation } from "./mounts/conversation.tsx";
import type { Mount } from "./mounts/kinds.ts";
import { overlays } from "./mounts/overlays.tsx";
import { patterns } from "./mounts/patterns.tsx";
import { remaining } from "./mounts/remaining.tsx";
import { sidebar } from "./mounts/sidebar.tsx";

const all = [...controls, ...content, ...overlays, ...patterns, ...remaining, ...conversation];
let roots: Root[] = [];

function Mounted({ done, children }: { done: () => void; children: React.ReactNode }) {
  React.useEffect(done, [done]);
  return children;
}

function mount(place: HTMLElement, { name, slots, Example }: Mount, done: () => void): void {
  place.dataset.mount = name;
  place.dataset.slots = slots.join(" ");
  const onUncaughtError = (error: unknown) => {
    reportError(error);
    done();
  };
  const root = createRoot(place, { onUncaughtError });
  root.render(
    <Mounted done={done}>
      <Example />
    </Mounted>,
  );
  roots.push(root);
}

function cell(host: HTMLElement, { name }: Mount): HTMLElement {
  const frame = document.createElement("section");
  frame.className = "mb-4 break-inside-avoid rounded-lg border p-4";
  const caption = document.createElement("h2");
  caption.className = "mb-3 font-mono text-muted-foreground text-xs";
  caption.textContent = name;
  const place = document.createElement("div");
  frame.append(caption, place);
  host.append(frame);
  return place;
}

/**
 * Mounts the examples that the address names after `#` (`all` of them when it names none), each in a React root of its own, so that one
 * that throws does not empty the others. `data-ready` on the root element then holds the same names.
 */
function show(host: HTMLElement): void {
  for (const root of roots) root.unmount();
  roots = [];
  delete document.documentElement.dataset.ready;
  const names = location.hash.slice(1) || "all";
  const alone = names === sidebar.name;
  const mounts = alone ? [sidebar] : all.filter(({ name }) => names === "all" || names.split(",").includes(name));
  let left = mounts.length;
  const done = () => {
    left -= 1;
    if (left === 0) document.documentElement.dataset.ready = names;
  };
  host.replaceChildren();
  host.className = alone ? "" : "columns-1 gap-4 p-4 md:columns-2 xl:columns-4";
  for (const example of mounts)
    mount(alone ? host.appendChild(document.createElement("div")) : cell(host, example), example, done);
}

document.documentElement.classList.toggle("dark", location.search === "?dark");
const host = document.getElementById("root");
if (host) {
  show(host);
  addEventListener("hashchange", () => show(host));
}
