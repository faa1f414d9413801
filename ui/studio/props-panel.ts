import { useState } from "preact/hooks";
import { Button, IconButton } from "../kit/button.ts";
import { html, type View } from "../lib/html.ts";
import { componentLabel } from "../lib/stage-choice.ts";
import type { StageStore } from "../lib/store-stage.ts";
import type { PreviewComponent, PreviewProp } from "../lib/types.ts";

export interface PropsPanelProps {
  stage: StageStore;
  component: PreviewComponent;
  /** What it was given in the build on show. */
  values: PreviewProp[];
  onClose(): void;
}

/** The values that a component is shown with, to be changed while one looks. They are kept until something else is shown. */
export function PropsPanel({ stage, component, values, onClose }: PropsPanelProps): View {
  const chosen = stage.props.value ?? {};

  function set(name: string, value: unknown): void {
    // The component itself has to be what is asked for, or its values would go to something else.
    if (stage.choice.peek() === null) stage.choose({ entry: component.path, component: component.name });
    stage.props.value = { ...stage.props.peek(), [name]: value };
  }
  return html`<aside class="props-panel" id="props-panel" aria-label="Values of the component" onKeyDown=${(event: KeyboardEvent) => event.key === "Escape" && onClose()}>
    <header><b class="cut">${componentLabel(component)}</b><span class="grow"></span>
      ${
        stage.props.value !== null &&
        html`<${Button} size="s" kind="quiet" onClick=${() => {
          stage.props.value = null;
        }}>Reset<//>`
      }
      <${IconButton} icon="close" label="Close the values" onClick=${onClose} /></header>
    <div class="props-list">${component.props.map(({ name, type, optional }) => {
      const given = values.find((one) => one.name === name);
      return html`<${PropField} key=${name} name=${name} type=${type} optional=${optional} source=${given?.source} value=${Object.hasOwn(chosen, name) ? chosen[name] : parse(given?.source)} onSet=${(
        value: unknown,
      ) => set(name, value)} />`;
    })}</div>
    <p class="quiet small">Nothing of this is saved: a project gives its own values.</p>
  </aside>`;
}

interface PropFieldProps {
  name: string;
  type: string;
  optional: boolean;
  source: string | undefined;
  value: unknown;
  onSet(value: unknown): void;
}

function PropField({ name, type, optional, source, value, onSet }: PropFieldProps): View {
  const id = `prop-${name}`;
  const options = optionsOf(type);
  const title = html`<label for=${id}><span class="mono">${name}</span>${optional && html`<span class="quiet"> optional</span>`}</label>`;
  const text = (event: Event) => {
    const field = event.currentTarget;
    return field instanceof HTMLInputElement || field instanceof HTMLSelectElement ? field.value : "";
  };
  if (type === "boolean") {
    return html`<div class="prop row-prop">${title}<input id=${id} type="checkbox" checked=${value === true} onChange=${(event: Event) => event.currentTarget instanceof HTMLInputElement && onSet(event.currentTarget.checked)} /></div>`;
  }
  if (options.length > 0) {
    return html`<div class="prop">${title}<select id=${id} class="input" value=${JSON.stringify(value)} onChange=${(event: Event) => onSet(parse(text(event)))}>
      ${value === undefined && html`<option value="">not given</option>`}
      ${options.map((one) => html`<option key=${one} value=${one}>${String(parse(one))}</option>`)}</select></div>`;
  }
  if (type === "string" || (typeof value === "string" && /ReactNode|string/u.test(type))) {
    return html`<div class="prop">${title}<input id=${id} class="input" value=${typeof value === "string" ? value : ""} placeholder=${optional ? "not given" : ""} onInput=${(event: Event) => onSet(text(event))} /></div>`;
  }
  if (type === "number") {
    return html`<div class="prop">${title}<input id=${id} class="input" type="number" step="any" value=${typeof value === "number" ? value : ""} onInput=${(event: Event) => text(event) !== "" && onSet(Number(text(event)))} /></div>`;
  }
  // A function or an element cannot be written here; it is only told.
  if (source !== undefined && value === undefined) {
    return html`<div class="prop"><span class="mono">${name}</span><code class="cut" title=${source}>${/=>/u.test(source) ? "a function that does nothing" : source}</code></div>`;
  }
  if (/=>|Function|Handler|Dispatch|Ref\b|Element\b/u.test(type)) {
    return html`<div class="prop"><span class="mono">${name}</span><code class="cut" title=${type}>not given</code></div>`;
  }
  return html`<${JsonField} id=${id} title=${title} value=${value} type=${type} onSet=${onSet} />`;
}

/** Lists and objects as JSON; what cannot be read yet is said and not shown. */
function JsonField({
  id,
  title,
  value,
  type,
  onSet,
}: {
  id: string;
  title: View;
  value: unknown;
  type: string;
  onSet(value: unknown): void;
}): View {
  const [text, setText] = useState(() => (value === undefined ? "" : JSON.stringify(value, null, 2)));
  const [wrong, setWrong] = useState(false);
  return html`<div class="prop">${title}
    <textarea id=${id} class="input mono" rows=${Math.min(8, text.split("\n").length + 1)} spellcheck=${false} placeholder=${type} aria-invalid=${wrong ? "true" : undefined} aria-describedby=${wrong ? `${id}-wrong` : undefined} value=${text}
      onInput=${(event: Event) => {
        if (!(event.currentTarget instanceof HTMLTextAreaElement)) return;
        const next = event.currentTarget.value;
        const read = parse(next);
        setText(next);
        setWrong(read === undefined);
        if (read !== undefined) onSet(read);
      }} />
    ${wrong && html`<p class="field-error" id=${`${id}-wrong`}>This is no JSON yet; the last good value is shown.</p>`}
  </div>`;
}

/** `"a" | "b"` → the choices as JSON. */
function optionsOf(type: string): string[] {
  const parts = type.split("|").map((part) => part.trim().replace(/^'(.*)'$/u, '"$1"'));
  return parts.length > 1 && parts.every((part) => /^("[^"]*"|-?\d+(\.\d+)?)$/u.test(part)) ? parts : [];
}

function parse(source: string | undefined): unknown {
  try {
    return source === undefined ? undefined : JSON.parse(source);
  } catch {
    return undefined;
  }
}
