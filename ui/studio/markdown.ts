import { useMemo } from "preact/hooks";
import { html, type View } from "../lib/html.ts";
import { renderMarkdown } from "../lib/markdown.ts";

export function Markdown({ text }: { text: string }): View {
  const clean = useMemo(() => renderMarkdown(text), [text]);
  if (text.trim() === "") return null;
  return html`<div class="prose" dangerouslySetInnerHTML=${{ __html: clean }}></div>`;
}
