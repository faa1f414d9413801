import htm from "htm";
import { type ComponentChildren, Fragment, h, type VNode } from "preact";

const bound = htm.bind(h);

/** The template tag for views; the page is written without JSX. */
export function html(strings: TemplateStringsArray, ...values: unknown[]): VNode {
  const made = bound(strings, ...values);
  return Array.isArray(made) ? h(Fragment, null, made) : made;
}

export type Children = ComponentChildren;
export type View = VNode | null;
