import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Button } from "../kit/button.ts";
import { Dialog } from "../kit/dialog.ts";
import { Segment } from "../kit/tabs.ts";
import { useApp } from "../lib/app.ts";
import type { SettingsDraft } from "../lib/engine-api.ts";
import type { AdapterKind, EnginePreview, EngineView } from "../lib/engine-types.ts";
import { html, type View } from "../lib/html.ts";
import { ApiError, messageOf } from "../lib/problem.ts";
import { GpuField } from "./gpu-field.ts";
import { PreviewPane } from "./preview-pane.ts";
import { useRoom } from "./room.ts";
import { SettingInput } from "./setting-input.ts";
import { fieldGroups, fieldsFor, readValue, type SettingField, showValue } from "./settings-fields.ts";

export interface SettingsDialogProps {
  title: string;
  /** What the form begins with. */
  initial: SettingsDraft;
  /** Left out, saving makes a new engine. */
  engine?: EngineView;
  /** Offers the kinds of engine to choose from. */
  kinds?: AdapterKind[];
  onClose(): void;
  onSaved(engine: EngineView): void;
}

const kindLabels: Record<AdapterKind, string> = {
  vllm: "vLLM",
  llamacpp: "llama.cpp",
  command: "Command",
  remote: "Remote server",
};

/** Every setting of an engine, beside the command line that they make. */
export function SettingsDialog({ title, initial, engine, kinds, onClose, onSaved }: SettingsDialogProps): View {
  const app = useApp();
  const room = useRoom();
  const [draft, setDraft] = useState<SettingsDraft>(initial);
  const [texts, setTexts] = useState<Record<string, string>>({});
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const [preview, setPreview] = useState<EnginePreview | null>(null);
  const [refusal, setRefusal] = useState<unknown>(null);
  const [busy, setBusy] = useState<"save" | "start" | null>(null);
  const [leaving, setLeaving] = useState(false);
  /** In a new engine a field is complained about once it was typed in, or once saving was tried. */
  const [strict, setStrict] = useState(engine !== undefined);
  const adapter = readKind(draft.adapter);
  const changed = draft !== initial || Object.keys(texts).length > 0;
  const broken = Object.keys(wrong).length > 0;

  useEffect(() => {
    const end = new AbortController();
    const timer = setTimeout(() => {
      room.api.engines.preview(draft, end.signal).then(
        (made) => {
          setPreview(made);
          setRefusal(null);
        },
        (error: unknown) => {
          if (!end.signal.aborted) setRefusal(error);
        },
      );
    }, 250);
    return () => {
      clearTimeout(timer);
      end.abort();
    };
  }, [room, draft]);

  const all = useMemo(() => fieldErrors(refusal, preview), [refusal, preview]);
  const said = Object.entries(all.fields).filter(([key]) => strict || texts[key] !== undefined);
  const errors = { fields: Object.fromEntries(said), general: all.general };
  const put = (key: string, value: unknown) =>
    setDraft((before) => {
      const { [key]: _old, ...rest } = before;
      return value === undefined ? rest : { ...rest, [key]: value };
    });
  function type(field: SettingField, text: string): void {
    setTexts((before) => ({ ...before, [field.key]: text }));
    try {
      put(field.key, readValue(field, text));
      if (field.key === "label" && !engine && texts.servedName === undefined) put("servedName", nameFrom(text));
      setWrong(({ [field.key]: _fixed, ...rest }) => rest);
    } catch (error) {
      setWrong((before) => ({ ...before, [field.key]: messageOf(error) }));
    }
  }
  async function save(start: boolean): Promise<void> {
    if (broken || busy) return;
    setStrict(true);
    setBusy(start ? "start" : "save");
    try {
      const saved = engine
        ? await room.api.engines.update(engine.id, draft)
        : await room.api.engines.create({ settings: draft, start });
      if (engine && start)
        await room.api.engines.act(
          engine.id,
          engine.status.state === "stopped" || engine.status.state === "failed" ? "start" : "restart",
        );
      await room.refresh("engines").catch(() => undefined);
      onSaved(saved);
    } catch (error) {
      setRefusal(error);
      app.toasts.show(messageOf(error), "bad");
    } finally {
      setBusy(null);
    }
  }
  const running = engine !== undefined && engine.status.state !== "stopped" && engine.status.state !== "failed";
  const verb = running ? "Save and restart" : adapter === "remote" ? "Save and attach" : "Save and start";
  const close = () => (changed && !leaving ? setLeaving(true) : onClose());
  const form = useRef<HTMLDivElement>(null);
  const footer = leaving
    ? html`<span class="grow">Your changes are not saved.</span><${Button} onClick=${() => setLeaving(false)}>Go on editing<//><${Button} kind="danger" onClick=${onClose}>Discard them<//>`
    : html`<span class="grow small quiet">${running ? "A running engine keeps its old settings until it is restarted." : ""}</span>
      <${Button} onClick=${close}>Cancel<//><${Button} type="submit" busy=${busy === "save"} disabled=${broken}>Save<//><${Button} kind="solid" busy=${busy === "start"} disabled=${broken} onClick=${() => void save(true)}>${verb}<//>`;

  return html`<${Dialog} title=${title} full onClose=${close} onSubmit=${() => void save(false)} footer=${footer}>
    <div class="settings">
      <div class="settings-form" ref=${form}>
        ${kinds && html`<${Segment} label="Kind of engine" value=${adapter} onChange=${(kind: AdapterKind) => put("adapter", kind)} options=${kinds.map((kind) => ({ id: kind, label: kindLabels[kind] }))} />`}
        ${fieldGroups.map((group, at) => {
          const fields = fieldsFor(group, adapter);
          const gpus = group.id === "gpus" && adapter !== "remote";
          if (fields.length === 0 && !gpus) return null;
          const bad = fields.some((field) => wrong[field.key] ?? errors.fields[field.key]);
          return html`<details class="settings-group" key=${group.id} open=${at === 0 || bad || group.id === "memory"}>
            <summary>${group.label}</summary>
            <div class="settings-grid">
              ${gpus && html`<${GpuField} value=${draft.gpus} onChange=${(value: unknown) => put("gpus", value)} error=${errors.fields.gpus} />`}
              ${fields.map(
                (
                  field,
                ) => html`<${SettingInput} key=${field.key} field=${field} value=${draft[field.key]} text=${texts[field.key] ?? showValue(field.kind, draft[field.key])} error=${wrong[field.key] ?? errors.fields[field.key]}
                onText=${(text: string) => type(field, text)} onValue=${(value: unknown) => put(field.key, value)} />`,
              )}
            </div>
          </details>`;
        })}
      </div>
      <${PreviewPane} preview=${Object.keys(all.fields).length > 0 && refusal ? null : preview} lacking=${Object.keys(all.fields).length > 0} problems=${errors.general} remote=${adapter === "remote"} />
    </div>
  <//>`;
}

/** A name for requests out of a label. */
const nameFrom = (label: string): string =>
  label
    .trim()
    .replaceAll(/[^A-Za-z0-9._:-]+/gu, "-")
    .replaceAll(/^[^A-Za-z0-9]+|-+$/gu, "");

function readKind(value: unknown): AdapterKind {
  return value === "llamacpp" || value === "command" || value === "remote" ? value : "vllm";
}

/** Problems by field where they name one, and the rest. Paths come as `/settings/dtype`, sentences as `dtype: …`. */
function fieldErrors(
  refusal: unknown,
  preview: EnginePreview | null,
): { fields: Record<string, string>; general: string[] } {
  const fields: Record<string, string> = {};
  const general: string[] = [];
  const keys = new Set(fieldGroups.flatMap((group) => group.fields.map((field) => field.key)).concat("gpus"));
  if (refusal instanceof ApiError && refusal.fields.length > 0) {
    for (const { path, message } of refusal.fields) {
      const key = path.split(/[/.[\]]/u).find((part) => keys.has(part));
      if (key) fields[key] ??= message;
      else general.push(message);
    }
  } else if (refusal) general.push(messageOf(refusal));
  else {
    for (const problem of preview?.problems ?? []) {
      const [, key, message] = /^([A-Za-z]+)(?:\.[\w.]+)?:\s+(.*)$/su.exec(problem) ?? [];
      if (key && message && keys.has(key)) fields[key] ??= message;
      else general.push(problem);
    }
  }
  return { fields, general };
}
