import { html, type View } from "../lib/html.ts";

/** What turns the direction of a line around or steers a terminal; nobody's name needs it. */
const steering = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** One line of text that somebody else wrote, at most as long as anybody reads it there; steering signs become visible. */
export const inert = (text: string, most = 300): string => {
  const short = text.length > most ? `${text.slice(0, most)}…` : text;
  return short.replaceAll(steering, "\ufffd");
};

/** Shows such a text: it cannot turn the words around it, and it is cut where its place ends. */
export function Foreign({ text, class: extra = "" }: { text: string; class?: string }): View {
  return html`<bdi class=${`foreign ${extra}`} title=${text.length > 24 ? inert(text, 1000) : undefined}>${inert(text)}</bdi>`;
}
