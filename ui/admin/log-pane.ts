import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { IconButton } from "../kit/button.ts";
import { Icon } from "../kit/icon.ts";
import { Segment } from "../kit/tabs.ts";
import { useApp } from "../lib/app.ts";
import { copyText } from "../lib/clipboard.ts";
import { plural } from "../lib/format.ts";
import { html, type View } from "../lib/html.ts";
import { LogBlockView } from "./log-block.ts";
import type { LogLevel } from "./log-lines.ts";
import { useLog } from "./use-log.ts";

const levels: { id: LogLevel; label: string }[] = [
  { id: "debug", label: "All" },
  { id: "warning", label: "Warnings" },
  { id: "error", label: "Errors" },
];

/** The end of the log as it grows. It follows until somebody scrolls up. */
export function LogPane({ engineId }: { engineId: string }): View {
  const app = useApp();
  const [text, setText] = useState("");
  const [level, setLevel] = useState<LogLevel>("debug");
  const [wrap, setWrap] = useState(app.local.get("log-wrap") !== "no");
  const [follow, setFollow] = useState(true);
  const pane = useRef<HTMLDivElement>(null);
  const top = useRef(0);
  const head = useRef<HTMLElement>(null);
  const { blocks, state, error } = useLog(engineId, { text, level });
  const count = blocks.reduce((sum, block) => sum + block.lines.length, 0);

  useEffect(() => {
    if (location.hash === "#log") head.current?.scrollIntoView();
  }, []);
  // Lines that were never drawn only have an estimated height, so the end moves by itself as well.
  useLayoutEffect(() => {
    const box = pane.current;
    const inside = box?.firstElementChild;
    if (!box || !inside || !follow) return;
    const pin = () => {
      box.scrollTop = box.scrollHeight;
      top.current = box.scrollTop;
    };
    pin();
    const watch = new ResizeObserver(pin);
    watch.observe(inside);
    return () => watch.disconnect();
  }, [follow]);

  function scrolled(): void {
    const box = pane.current;
    if (!box) return;
    const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 24;
    const up = box.scrollTop < top.current - 2;
    top.current = box.scrollTop;
    if (atEnd) setFollow(true);
    else if (up) setFollow(false);
  }
  async function copy(): Promise<void> {
    const all = blocks.flatMap((block) => block.lines.map((line) => line.text)).join("\n");
    if (await copyText(all)) app.toasts.show(`${plural(count, "line")} copied.`, "ok");
    else app.toasts.show("The browser did not allow copying.", "bad");
  }
  function toggleWrap(): void {
    app.local.set("log-wrap", wrap ? "no" : "yes");
    setWrap(!wrap);
  }
  const status = {
    reading: "Reading…",
    live: follow ? "Following" : "Not following",
    reconnecting: "Connection lost, connecting again",
    failed: error ?? "",
  }[state];
  const nothing =
    text || level !== "debug" ? "No line matches." : "Nothing has been said yet. The log begins with the first start.";
  return html`<section class="log-section" aria-labelledby="log" ref=${head}>
    <div class="list-head"><h2 id="log">Log</h2><span class="quiet small" role="status">${status}${text && state === "live" ? ` · ${plural(count, "line")}` : ""}</span></div>
    <div class="card log">
      <div class="log-tools">
        <div class="search"><${Icon} name="search" /><input class="input" type="search" aria-label="Search the log" placeholder="Search the log" value=${text} onInput=${(event: Event) => event.currentTarget instanceof HTMLInputElement && setText(event.currentTarget.value)} /></div>
        <${Segment} label="Least level" value=${level} options=${levels} onChange=${setLevel} />
        <span class="grow"></span>
        <${IconButton} icon="wrap" label="Wrap long lines" pressed=${wrap} onClick=${toggleWrap} />
        <${IconButton} icon="copy" label="Copy these lines" onClick=${() => void copy()} />
      </div>
      <div class=${`log-lines ${wrap ? "wrap" : ""}`} ref=${pane} role="log" aria-live="off" aria-label="Log lines" tabIndex="0" onScroll=${scrolled}><div>
        ${blocks.map((block) => html`<${LogBlockView} key=${block.key} block=${block} wanted=${text} />`)}
        ${count === 0 && state !== "reading" && html`<p class="none">${nothing}</p>`}
      </div></div>
      ${!follow && html`<button type="button" class="btn solid s to-end" onClick=${() => setFollow(true)}><${Icon} name="chevron-down" size=${14} />Follow</button>`}
    </div>
  </section>`;
}
