import type { Signal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { IconButton } from "../kit/button.ts";
import { EngineLine } from "../kit/engine-line.ts";
import { Icon } from "../kit/icon.ts";
import { useApp } from "../lib/app.ts";
import { fileSize, type Picked, readAttachments } from "../lib/attachments.ts";
import { html, type View } from "../lib/html.ts";
import { type Reference, withReferences } from "../lib/references.ts";
import { ModelPicker } from "./model-picker.ts";
import { SendProblem } from "./send-problem.ts";

export interface ComposerProps {
  /** Under which name the unsent text is kept. */
  draftKey: string;
  placeholder: string;
  autofocus?: boolean;
  running?: boolean;
  /** A text put in from outside, for example a starter; `n` tells two equal ones apart. */
  fill?: { text: string; n: number } | null;
  /** Why the text in the draft was not taken before this composer was shown. */
  refused?: unknown;
  /** What was pointed at in the preview; goes along with the words. */
  references?: Signal<Reference[]>;
  /** Resolves once the server took it; until then text and attachments stay. */
  onSend(prompt: string, attachments: Picked[]): Promise<void>;
  onStop?(): void;
}

const mostFiles = 8;

export function Composer({
  draftKey,
  placeholder,
  autofocus,
  running,
  fill,
  refused: before = null,
  references,
  onSend,
  onStop,
}: ComposerProps): View {
  const app = useApp();
  const [text, setText] = useState(() => app.local.get(`draft.${draftKey}`) ?? "");
  const [picked, setPicked] = useState<Picked[]>([]);
  const [refused, setRefused] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(before);
  const [over, setOver] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const model = app.models.active.value;
  const ready = text.trim() !== "" && !busy && !running;

  useEffect(() => {
    if (fill) {
      setText(fill.text);
      area.current?.focus();
    }
  }, [fill]);
  useEffect(() => {
    if (text === "") app.local.remove(`draft.${draftKey}`);
    else app.local.set(`draft.${draftKey}`, text);
  }, [app, draftKey, text]);
  useEffect(() => {
    if (autofocus && matchMedia("(pointer: fine)").matches) area.current?.focus();
  }, [autofocus]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const field = area.current;
    if (!field) return;
    field.style.height = "auto";
    field.style.height = `${Math.min(240, field.scrollHeight)}px`;
  }, [text]);

  async function add(files: File[]): Promise<void> {
    const read = await readAttachments(files);
    const fresh = read.picked.filter((one) => !picked.some((other) => other.key === one.key));
    const room = Math.max(0, mostFiles - picked.length);
    const over = fresh.slice(room).map((one) => `${one.name} was left out: ${mostFiles} files go with one request.`);
    setRefused([...read.refused, ...over]);
    setPicked([...picked, ...fresh.slice(0, room)]);
  }

  async function submit(): Promise<void> {
    if (!ready) return;
    setBusy(true);
    setError(null);
    setRefused([]);
    try {
      await onSend(withReferences(text.trim(), references?.peek() ?? []), picked);
      if (references) references.value = [];
      // This composer may be gone by now, and its effects with it.
      app.local.remove(`draft.${draftKey}`);
      setText("");
      setPicked([]);
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  }

  function key(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.isComposing) return;
    if (event.shiftKey && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    void submit();
  }
  function paste(event: ClipboardEvent): void {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    void add(files);
  }
  function drop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    void add([...(event.dataTransfer?.files ?? [])]);
  }
  const pointed = references?.value ?? [];
  const forget = (one: Reference) => {
    if (references) references.value = pointed.filter((other) => other !== one);
  };
  const last = pointed.at(-1)?.id;
  useEffect(() => {
    if (last !== undefined) area.current?.focus();
  }, [last]);
  const blind = picked.some((one) => one.image) && model !== null && !model.vision;

  return html`<div class="composer">
    ${error !== null && html`<${SendProblem} error=${error} onRetry=${submit} onClose=${() => setError(null)} />`}
    <form class="compose-box ${over ? "over" : ""}" onSubmit=${(event: Event) => {
      event.preventDefault();
      void submit();
    }}
      onDragOver=${(event: DragEvent) => {
        event.preventDefault();
        setOver(true);
      }} onDragLeave=${() => setOver(false)} onDrop=${drop}>
      ${
        picked.length > 0 &&
        html`<ul class="picked" aria-label="Attached">${picked.map(
          (one) => html`<li key=${one.key}>
          ${one.image ? html`<img src=${`data:${one.mediaType};base64,${one.data}`} alt="" />` : html`<${Icon} name="file" />`}
          <span class="cut">${one.name}</span><span class="quiet">${fileSize(one.size)}</span>
          <button type="button" aria-label=${`Remove ${one.name}`} onClick=${() => setPicked(picked.filter((other) => other.key !== one.key))}><${Icon} name="close" size=${12} /></button>
        </li>`,
        )}</ul>`
      }
      ${
        pointed.length > 0 &&
        html`<ul class="picked" aria-label="Pointed at">${pointed.map(
          (one) => html`<li key=${one.id}><${Icon} name="pointer" size=${14} /><span class="cut">${one.label}</span>
          ${one.place && html`<span class="quiet mono cut">${one.place.path.split("/").at(-1)}:${one.place.line}</span>`}
          <button type="button" aria-label=${`Remove ${one.label}`} onClick=${() => forget(one)}><${Icon} name="close" size=${12} /></button></li>`,
        )}</ul>`
      }
      <textarea ref=${area} rows="2" aria-label="What to make or change" placeholder=${placeholder} value=${text} enterkeyhint="send"
        onInput=${(event: Event) => event.currentTarget instanceof HTMLTextAreaElement && setText(event.currentTarget.value)} onKeyDown=${key} onPaste=${paste} />
      <div class="compose-row">
        <${IconButton} icon="attach" label="Attach images or files" onClick=${() => chooser.current?.click()} />
        <input ref=${chooser} type="file" multiple hidden tabIndex="-1" aria-hidden="true" onChange=${(
          event: Event,
        ) => {
          const input = event.currentTarget;
          if (!(input instanceof HTMLInputElement)) return;
          void add([...(input.files ?? [])]);
          input.value = "";
        }} />
        <${ModelPicker} />
        <span class="grow"></span>
        ${
          running
            ? html`<button type="button" class="send stop" onClick=${onStop} aria-label="Stop" data-tip="Stop"><${Icon} name="stop" /></button>`
            : html`<button type="submit" class="send" disabled=${!ready} aria-label="Send" data-tip="Send  Enter"><${Icon} name="send" /></button>`
        }
      </div>
      ${over && html`<div class="drop-hint">Drop images or text files to attach them</div>`}
    </form>
    ${(blind || refused.length > 0) && html`<p class="compose-warn" role="status"><${Icon} name="warning" /><span>${blind ? `${model?.label ?? "This model"} cannot see images; it will only read your words. ` : ""}${refused.join(" ")}</span></p>`}
    <div class="compose-foot"><${EngineLine} /><span class="wide-only keys">Shift Enter for a line</span></div>
  </div>`;
}
