import * as React from "react";
import { createRoot } from "react-dom/client";
import { content } from "./mounts/content.tsx";
import { controls } from "./mounts/controls.tsx";
import type { Mount } from "./mounts/kinds.ts";
import { overlays } from "./mounts/overlays.tsx";
import { sidebar } from "./mounts/sidebar.tsx";

/** Says on the root element when every example has mounted or failed to. */
function countdown(total: number): () => void {
  let left = total;
  return () => {
    left -= 1;
    if (left === 0) document.documentElement.dataset.ready = "true";
  };
}

function Mounted({ done, children }: { done: () => void; children: React.ReactNode }) {
  React.useEffect(done, [done]);
  return children;
}

function mount(root: HTMLElement, { name, slots, Example }: Mount, done: () => void): void {
  root.dataset.mount = name;
  root.dataset.slots = slots.join(" ");
  const onUncaughtError = (error: unknown) => {
    reportError(error);
    done();
  };
  createRoot(root, { onUncaughtError }).render(
    <Mounted done={done}>
      <Example />
    </Mounted>,
  );
}

/** Every example in a cell and a React root of its own, so that one that throws does not empty the others. */
function mountSheet(host: HTMLElement, mounts: Mount[]): void {
  host.className = "columns-1 gap-4 p-4 md:columns-2 xl:columns-4";
  const done = countdown(mounts.length);
  for (const example of mounts) {
    const cell = document.createElement("section");
    cell.className = "mb-4 break-inside-avoid rounded-lg border p-4";
    const caption = document.createElement("h2");
    caption.className = "mb-3 font-mono text-muted-foreground text-xs";
    caption.textContent = example.name;
    const root = document.createElement("div");
    cell.append(caption, root);
    host.append(cell);
    mount(root, example, done);
  }
}

const query = new URLSearchParams(location.search);
document.documentElement.classList.toggle("dark", query.has("dark"));
const only = query.get("only")?.split(",") ?? [];
const host = document.getElementById("root");
if (host) {
  const sheet = [...controls, ...content, ...overlays];
  if (only.includes(sidebar.name)) mount(host, sidebar, countdown(1));
  else mountSheet(host, only.length > 0 ? sheet.filter(({ name }) => only.includes(name)) : sheet);
}
