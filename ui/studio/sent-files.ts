import { useEffect, useRef, useState } from "preact/hooks";
import { Dialog } from "../kit/dialog.ts";
import { Icon } from "../kit/icon.ts";
import { useApp } from "../lib/app.ts";
import { html, type View } from "../lib/html.ts";
import type { SentFile } from "../lib/types.ts";

/** What went along with a message: pictures small, to be opened large, and other files by name. */
export function SentFiles({ files }: { files: SentFile[] }): View {
  return html`<ul class="sent" aria-label="Attached">${files.map(
    (file) =>
      html`<li key=${file.id}>${file.mediaType.startsWith("image/") ? html`<${SentPicture} file=${file} />` : html`<span class="sent-name"><${Icon} name="file" size=${14} /><span class="cut" data-tip=${file.name}>${file.name}</span></span>`}</li>`,
  )}</ul>`;
}

/**
 * An image element cannot send a token, so the bytes are fetched and shown by a blob address, which is given back when
 * the picture leaves the page. Nothing is fetched before the picture comes near the visible part of the conversation.
 */
function SentPicture({ file }: { file: SentFile }): View {
  const app = useApp();
  const [near, setNear] = useState(false);
  const [url, setUrl] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!button.current) return;
    const watcher = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) setNear(true);
      },
      { rootMargin: "600px" },
    );
    watcher.observe(button.current);
    return () => watcher.disconnect();
  }, []);
  useEffect(() => {
    if (!near) return;
    const gone = new AbortController();
    let made: string | null = null;
    const load = async () => {
      try {
        const bytes = await app.api.attachments.get(file.id, gone.signal);
        if (gone.signal.aborted) return;
        made = URL.createObjectURL(bytes);
        setUrl(made);
        setFailed(false);
      } catch {
        if (!gone.signal.aborted) setFailed(true);
      }
    };
    void load();
    const stop = app.connection.onBack(() => made === null && void load());
    return () => {
      stop();
      gone.abort();
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [app, file.id, near]);

  return html`<button type="button" ref=${button} class="sent-picture" disabled=${url === null} aria-label=${`Show ${file.name}`} data-tip=${failed ? `${file.name} could not be loaded` : file.name} onClick=${() => setOpen(true)}>
      ${url === null ? html`<${Icon} name=${failed ? "alert" : "image"} />` : html`<img src=${url} alt="" onError=${() => setFailed(true)} />`}
    </button>
    ${open && url !== null && html`<${Dialog} title=${file.name} full onClose=${() => setOpen(false)}><img class="picture" src=${url} alt=${file.name} /><//>`}`;
}
