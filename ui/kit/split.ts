import { useRef, useState } from "preact/hooks";
import { type Children, html, type View } from "../lib/html.ts";
import { getNumber, type Store } from "../lib/storage.ts";

export interface SplitProps {
  store: Store;
  /** Under which name the width is remembered. */
  name: string;
  label: string;
  initial: number;
  min: number;
  max: number;
  first: Children;
  second: Children;
}

/** Two panes with a bar between them that moves by pointer and by arrow keys; the width is remembered. */
export function Split({ store, name, label, initial, min, max, first, second }: SplitProps): View {
  const [width, setWidth] = useState(() => getNumber(store, name, initial, min, max));
  const root = useRef<HTMLDivElement>(null);

  function set(value: number, keep: boolean): void {
    const room = (root.current?.clientWidth ?? max * 2) - 420;
    const next = Math.round(Math.max(min, Math.min(max, Math.max(min, room), value)));
    setWidth(next);
    if (keep) store.set(name, String(next));
  }
  function down(event: PointerEvent): void {
    if (!(event.currentTarget instanceof HTMLElement)) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    // A frame under the pointer would swallow the moves.
    document.body.dataset.dragging = "";
  }
  function move(event: PointerEvent): void {
    if (document.body.dataset.dragging === undefined || !root.current) return;
    set(event.clientX - root.current.getBoundingClientRect().left, false);
  }
  function up(): void {
    delete document.body.dataset.dragging;
    set(width, true);
  }
  function key(event: KeyboardEvent): void {
    const step = event.shiftKey ? 64 : 16;
    if (event.key === "ArrowLeft") set(width - step, true);
    else if (event.key === "ArrowRight") set(width + step, true);
    else if (event.key === "Home") set(min, true);
    else if (event.key === "End") set(max, true);
    else return;
    event.preventDefault();
  }
  return html`<div class="split" ref=${root} style=${{ "--first": `${width}px` }}>
    ${first}
    <div class="split-bar" role="separator" aria-orientation="vertical" aria-label=${label} tabIndex="0" aria-valuenow=${width} aria-valuemin=${min} aria-valuemax=${max}
      onPointerDown=${down} onPointerMove=${move} onPointerUp=${up} onPointerCancel=${up} onKeyDown=${key} onDblClick=${() => set(initial, true)}></div>
    ${second}
  </div>`;
}
