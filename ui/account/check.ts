import { useId } from "preact/hooks";
import { html, type View } from "../lib/html.ts";

export interface CheckProps {
  label: string;
  text?: string;
  value: boolean;
  type?: "checkbox" | "radio";
  name?: string;
  onChange(): void;
}

/** One of several things that can be ticked, with a sentence about it. */
export function Check({ label, text, value, type = "checkbox", name, onChange }: CheckProps): View {
  const id = useId();
  return html`<label class="check"><input type=${type} name=${name} checked=${value} aria-labelledby=${`${id}-l`} aria-describedby=${text ? `${id}-t` : undefined} onChange=${onChange} /><span><b id=${`${id}-l`}>${label}</b>${text && html`<small id=${`${id}-t`}>${text}</small>`}</span></label>`;
}

/** The set with one member more or less. */
export function toggled<T>(set: ReadonlySet<T>, one: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(one)) next.add(one);
  return next;
}
