import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { html, type View } from "../lib/html.ts";
import { Icon, type IconName } from "./icon.ts";
import { Thumbnail } from "./thumbnail.ts";

export type MenuItem =
  | { kind: "heading"; label: string }
  | { kind: "line" }
  | {
      kind?: "item";
      label: string;
      icon?: IconName;
      /** The address of a small picture in place of the icon. */
      picture?: string | null;
      /** A second, quieter line. */
      note?: string;
      hint?: string;
      href?: string;
      /** Opens in the same tab but outside of this page's router. */
      native?: boolean;
      checked?: boolean;
      danger?: boolean;
      disabled?: boolean;
      onSelect?(): void;
    };

/** What the opening control must carry. */
export interface TriggerProps {
  "aria-haspopup": "menu";
  "aria-expanded": "true" | "false";
  "aria-controls": string;
  ref(element: HTMLElement | null): void;
  onClick(): void;
  onKeyDown(event: KeyboardEvent): void;
}

export interface MenuProps {
  label: string;
  items: MenuItem[];
  trigger(props: TriggerProps): View;
  align?: "start" | "end";
  wide?: boolean;
}

/** A menu in the browser's top layer, so that no panel clips it. */
export function Menu({ label, items, trigger, align = "start", wide }: MenuProps): View {
  const [open, setOpen] = useState(false);
  const id = useId();
  const anchor = useRef<HTMLElement | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const close = (focus: boolean) => {
    setOpen(false);
    if (focus) anchor.current?.focus();
  };

  useLayoutEffect(() => {
    const menu = list.current;
    const from = anchor.current;
    if (!open || !menu || !from) return;
    menu.showPopover();
    place(menu, from.getBoundingClientRect(), align);
    (menu.querySelector<HTMLElement>("[aria-checked=true]") ?? entries(menu)[0])?.focus();
  }, [open, align]);

  useEffect(() => {
    if (!open) return;
    const outside = (event: Event) => {
      const target = event.target;
      if (!(target instanceof Node)) return;
      if (!list.current?.contains(target) && !anchor.current?.contains(target)) setOpen(false);
    };
    const leave = () => setOpen(false);
    document.addEventListener("pointerdown", outside, true);
    window.addEventListener("resize", leave);
    window.addEventListener("blur", leave);
    return () => {
      document.removeEventListener("pointerdown", outside, true);
      window.removeEventListener("resize", leave);
      window.removeEventListener("blur", leave);
    };
  }, [open]);

  function key(event: KeyboardEvent): void {
    const menu = list.current;
    if (!menu) return;
    const all = entries(menu);
    const at = document.activeElement instanceof HTMLElement ? all.indexOf(document.activeElement) : -1;
    const move = (index: number) => {
      event.preventDefault();
      all.at(index % all.length)?.focus();
    };
    if (event.key === "ArrowDown") move(at + 1);
    else if (event.key === "ArrowUp") move(at - 1);
    else if (event.key === "Home") move(0);
    else if (event.key === "End") move(-1);
    else if (event.key === "Tab") close(true);
    else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close(true);
    } else if (event.key.length === 1 && /\S/u.test(event.key)) {
      const wanted = event.key.toLowerCase();
      const next = [...all.slice(at + 1), ...all].find((one) =>
        one.textContent?.trim().toLowerCase().startsWith(wanted),
      );
      next?.focus();
    }
  }

  return html`${trigger({
    "aria-haspopup": "menu",
    "aria-expanded": open ? "true" : "false",
    "aria-controls": id,
    ref: (element) => {
      anchor.current = element;
    },
    onClick: () => setOpen(!open),
    onKeyDown: (event) => {
      if (event.key !== "ArrowDown") return;
      event.preventDefault();
      setOpen(true);
    },
  })}
  ${
    open &&
    html`<div ref=${list} id=${id} class=${`menu ${wide ? "wide" : ""}`} popover="manual" role="menu" aria-label=${label} onKeyDown=${key}>
    ${items.map((item) => html`<${Entry} item=${item} close=${close} />`)}
  </div>`
  }`;
}

function Entry({ item, close }: { item: MenuItem; close(focus: boolean): void }): View {
  if (item.kind === "line") return html`<hr role="separator" />`;
  if (item.kind === "heading") return html`<div class="menu-heading" role="presentation">${item.label}</div>`;
  const choose = () => {
    close(!item.href);
    item.onSelect?.();
  };
  const role = item.checked === undefined ? "menuitem" : "menuitemradio";
  const inside = html`${item.picture ? html`<${Thumbnail} url=${item.picture} />` : item.icon && html`<${Icon} name=${item.icon} />`}
    <span class="menu-label">${item.label}${item.note && html`<small>${item.note}</small>`}</span>
    ${item.hint && html`<span class="menu-hint">${item.hint}</span>`}
    ${item.checked && html`<${Icon} name="check" />`}`;
  const shared = { role, class: `menu-item ${item.danger ? "danger" : ""}`, tabIndex: -1 };
  if (item.href) {
    return html`<a ...${shared} href=${item.href} data-native=${item.native ? "" : undefined} onClick=${choose}>${inside}</a>`;
  }
  return html`<button type="button" ...${shared} aria-checked=${item.checked === undefined ? undefined : String(item.checked)} disabled=${item.disabled} onClick=${choose}>${inside}</button>`;
}

function entries(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>(".menu-item:not(:disabled)")];
}

/** Below the anchor, or above it where there is more room; never outside of the window. */
function place(menu: HTMLElement, anchor: DOMRect, align: "start" | "end"): void {
  const gap = 4;
  const edge = 8;
  const { width, height } = menu.getBoundingClientRect();
  const below = window.innerHeight - anchor.bottom - gap - edge;
  const above = anchor.top - gap - edge;
  const up = height > below && above > below;
  const left = align === "end" ? anchor.right - width : anchor.left;
  menu.style.left = `${Math.max(edge, Math.min(left, window.innerWidth - width - edge))}px`;
  menu.style.maxHeight = `${Math.max(120, up ? above : below)}px`;
  if (up) menu.style.bottom = `${window.innerHeight - anchor.top + gap}px`;
  else menu.style.top = `${anchor.bottom + gap}px`;
}
