import * as React from "react";

/** What the parts of a combobox share. */
export interface ComboboxState {
  items: readonly unknown[];
  multiple: boolean;
  disabled: boolean;
  value: unknown;
  open: boolean;
  query: string;
  /** The id of the option that Enter would take. */
  active: string | undefined;
  listId: string;
  labelOf(item: unknown): string;
  isPicked(item: unknown): boolean;
  matches(item: unknown): boolean;
  pick(item: unknown): void;
  clear(): void;
  setOpen(open: boolean): void;
  search(query: string): void;
  setActive(id: string | undefined): void;
}

export const ComboboxContext = React.createContext<ComboboxState | null>(null);
/** The items of the group around, or of the whole list. */
export const ComboboxItems = React.createContext<readonly unknown[]>([]);

/** @throws Error outside a Combobox */
export function useCombobox(): ComboboxState {
  const state = React.useContext(ComboboxContext);
  if (!state) throw new Error("useCombobox needs a <Combobox> around it");
  return state;
}

const member = (item: unknown, name: string): unknown =>
  typeof item === "object" && item !== null ? Reflect.get(item, name) : undefined;

/** `{ label }`, `{ name }` or the thing itself. */
export const plainLabel = (item: unknown): string =>
  item === null || item === undefined
    ? ""
    : String(member(item, "label") ?? member(item, "name") ?? member(item, "value") ?? item);

/** The items of a group of items; undefined for an item. */
export function groupItems(item: unknown): readonly unknown[] | undefined {
  const items = member(item, "items");
  return Array.isArray(items) ? items : undefined;
}

/** Moves through the options that can be seen, as arrow keys do; Enter takes the one that is marked. */
export function comboboxKey(state: ComboboxState, event: React.KeyboardEvent): void {
  const picked = Array.isArray(state.value) ? state.value : [];
  const takesBack = event.key === "Backspace" && state.multiple && state.query === "" && picked.length > 0;
  if (event.key === "Escape") state.setOpen(false);
  else if (takesBack) state.pick(picked.at(-1));
  else if (/^Arrow(Down|Up)$/.test(event.key) || (event.key === "Enter" && state.open)) {
    event.preventDefault();
    if (state.open) move(state, event.key);
    else state.setOpen(true);
  }
}

function move(state: ComboboxState, key: string): void {
  const list = document.getElementById(state.listId);
  const options = [...(list?.querySelectorAll<HTMLElement>('[role="option"]:not([aria-disabled="true"])') ?? [])];
  const at = options.findIndex(({ id }) => id === state.active);
  if (key === "Enter") options[at]?.click();
  else {
    const next = options.at(key === "ArrowDown" ? (at + 1) % Math.max(1, options.length) : Math.max(at, 0) - 1);
    state.setActive(next?.id);
    next?.scrollIntoView({ block: "nearest" });
  }
}
