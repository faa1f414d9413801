import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../kit/icon.ts";
import { duration } from "../lib/format.ts";
import { html, type View } from "../lib/html.ts";

export interface ReasoningProps {
  text: string;
  /** Milliseconds it took, once known. */
  ms?: number | undefined;
  /** Still coming in: shown open, following its end. */
  live?: boolean;
}

export function Reasoning({ text, ms, live = false }: ReasoningProps): View {
  const [chosen, setChosen] = useState<boolean | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const open = chosen ?? live;
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows the text to its end
  useEffect(() => {
    if (live && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [text, live]);
  if (text.trim() === "") return null;
  const title = live ? "Thinking" : ms === undefined ? "Reasoning" : `Thought for ${duration(ms)}`;
  return html`<div class="think ${open ? "open" : ""}">
    <button type="button" aria-expanded=${open ? "true" : "false"} onClick=${() => setChosen(!open)}><${Icon} name="chevron-right" size=${14} />${title}</button>
    ${open && html`<div class="think-text" ref=${box}>${text.trim()}</div>`}
  </div>`;
}
