import { useRef, useState } from "preact/hooks";
import { IconButton } from "../kit/button.ts";
import { Icon } from "../kit/icon.ts";
import { Menu, type TriggerProps } from "../kit/menu.ts";
import { html, type View } from "../lib/html.ts";
import type { StageStore } from "../lib/store-stage.ts";
import type { PreviewPage } from "../lib/types.ts";

/** The address that the component believes it is at: back, forward, load again, type another, or choose a known one. */
export function PathBar({ stage, pages }: { stage: StageStore; pages: PreviewPage[] }): View {
  const { href, back, forward } = stage.location.value;
  const [typed, setTyped] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);

  function go(path: string): void {
    setTyped(null);
    stage.frame.peek()?.go(pathOf(path));
  }
  function pick(pattern: string): void {
    const open = /\[.*?\]+|:\w+/u.exec(pattern);
    if (!open) {
      go(pattern);
      return;
    }
    // A part of it has to be filled in first: it is marked, so that typing replaces it.
    setTyped(pattern);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(open.index, open.index + open[0].length);
    });
  }
  function key(event: KeyboardEvent): void {
    if (event.key !== "Escape" || typed === null) return;
    event.stopPropagation();
    setTyped(null);
    field.current?.blur();
  }
  return html`<div class="path-bar" role="group" aria-label="Address in the preview">
    <${IconButton} icon="chevron-left" label="Back" disabled=${!back} onClick=${() => stage.frame.peek()?.step(-1)} />
    <${IconButton} icon="chevron-right" label="Forward" disabled=${!forward} onClick=${() => stage.frame.peek()?.step(1)} />
    <form class="path-form" onSubmit=${(event: Event) => {
      event.preventDefault();
      go(typed ?? href);
      field.current?.blur();
    }}>
      <input ref=${field} class="path-input mono" aria-label="Path" spellcheck=${false} autocomplete="off" autocapitalize="off" enterkeyhint="go" value=${typed ?? href}
        onFocus=${(event: FocusEvent) => typed === null && event.currentTarget instanceof HTMLInputElement && event.currentTarget.select()}
        onBlur=${() => setTyped(null)} onKeyDown=${key}
        onInput=${(event: Event) => event.currentTarget instanceof HTMLInputElement && setTyped(event.currentTarget.value)} />
      ${
        pages.length > 0 &&
        html`<${Menu} label="Known pages" align="end" items=${pages.map(({ pattern }) => ({ label: pattern, checked: pattern === href, onSelect: () => pick(pattern) }))} trigger=${(
          props: TriggerProps,
        ) =>
          html`<button type="button" class="path-pages" ...${props} aria-label="Known pages" data-tip="Known pages"><${Icon} name="chevron-down" size=${12} /></button>`} />`
      }
    </form>
  </div>`;
}

/** Whatever is typed stays inside the preview: a whole address counts by its path. */
export function pathOf(text: string): string {
  const url = URL.parse(text.trim(), "http://preview.invalid/");
  return url ? url.pathname + url.search + url.hash : "/";
}
