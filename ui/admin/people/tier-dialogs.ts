import { useState } from "preact/hooks";
import { Button } from "../../kit/button.ts";
import { Select } from "../../kit/choice.ts";
import { ConfirmTyping } from "../../kit/confirm-typing.ts";
import { Dialog } from "../../kit/dialog.ts";
import { Field } from "../../kit/field.ts";
import { plural } from "../../lib/format.ts";
import { html, type View } from "../../lib/html.ts";
import { ApiError, messageOf } from "../../lib/problem.ts";
import type { LimitName, Limits, TierView } from "../../lib/system-types.ts";
import { useSystemApi } from "../use-api.ts";
import { limitFields, noLimits, readLimit } from "./tier-words.ts";

interface TierDialogProps {
  /** Left out for a new one. */
  tier: TierView | undefined;
  onClose(): void;
  onDone(): void;
}

type LimitTexts = Record<LimitName, string>;

const textsOf = (limits: Limits): LimitTexts => {
  const text = (name: LimitName) => (limits[name] === null ? "" : String(limits[name]));
  return {
    generationsPerDay: text("generationsPerDay"),
    tokensPerDay: text("tokensPerDay"),
    tokensPerMonth: text("tokensPerMonth"),
    concurrentGenerations: text("concurrentGenerations"),
    projects: text("projects"),
    apiKeys: text("apiKeys"),
    requestsPerMinute: text("requestsPerMinute"),
    maxPromptTokens: text("maxPromptTokens"),
  };
};

/** Makes a tier or changes one. */
export function TierDialog({ tier, onClose, onDone }: TierDialogProps): View {
  const api = useSystemApi();
  const [name, setName] = useState(tier?.name ?? "");
  const [description, setDescription] = useState(tier?.description ?? "");
  const [texts, setTexts] = useState(() => textsOf(tier?.limits ?? noLimits));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const wrong = limitFields.filter((field) => readLimit(texts[field.name]) === undefined);
  async function submit(): Promise<void> {
    if (busy || wrong.length > 0 || name.trim() === "") return;
    setBusy(true);
    setProblem(null);
    const limits = { ...noLimits };
    for (const field of limitFields) limits[field.name] = readLimit(texts[field.name]) ?? null;
    try {
      if (tier) await api.tiers.update(tier.id, { name, description, limits });
      else await api.tiers.create({ name, description, limits });
      onDone();
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  }
  const at = (path: string) => (problem instanceof ApiError ? problem.field(path) : undefined);
  const placed = limitFields.some((field) => at(`/limits/${field.name}`)) || at("/name") !== undefined;
  return html`<${Dialog} title=${tier ? "Edit this tier" : "New tier"} wide onClose=${onClose} onSubmit=${() => void submit()}
    footer=${html`<${Button} onClick=${onClose}>Cancel<//><${Button} kind="solid" type="submit" busy=${busy} disabled=${name.trim() === "" || wrong.length > 0}>${tier ? "Save" : "Make the tier"}<//>`}>
    <${Field} label="Name" name="tier-name" value=${name} onInput=${setName} error=${at("/name")} maxLength=${80} autocomplete="off" autofocus />
    <${Field} label="Description" name="tier-description" value=${description} onInput=${setDescription} hint="For whom it is. May be left empty." maxLength=${300} autocomplete="off" />
    <p>Leave a limit empty for none. It holds from the next request on.</p>
    <div class="limit-grid">${limitFields.map(
      (
        field,
      ) => html`<${Field} key=${field.name} label=${field.label} name=${field.name} value=${texts[field.name]} placeholder="Unlimited" hint=${field.hint} autocomplete="off"
      error=${readLimit(texts[field.name]) === undefined ? "Write a whole number." : at(`/limits/${field.name}`)} onInput=${(text: string) => setTexts({ ...texts, [field.name]: text })} />`,
    )}</div>
    ${problem !== null && !placed && html`<p class="field-error" role="alert">${messageOf(problem)}</p>`}
  <//>`;
}

interface DeleteTierProps {
  tier: TierView;
  others: TierView[];
  onClose(): void;
  onDone(): void;
}

/** Deletes a tier and asks where its people go. */
export function DeleteTierDialog({ tier, others, onClose, onDone }: DeleteTierProps): View {
  const api = useSystemApi();
  const [moveTo, setMoveTo] = useState((others.find(({ isDefault }) => isDefault) ?? others[0])?.id ?? "");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  async function remove(): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    try {
      await api.tiers.remove(tier.id, moveTo || undefined);
      onDone();
    } catch (error) {
      setProblem(messageOf(error));
      setBusy(false);
    }
  }
  return html`<${ConfirmTyping} title="Delete this tier?" name=${tier.name} action="Delete the tier" busy=${busy} error=${problem} onConfirm=${() => void remove()} onClose=${onClose}>
    <p>${tier.people === 0 ? "Nobody is in it." : `${plural(tier.people, "person is", "people are")} in it and ${tier.people === 1 ? "gets" : "get"} the limits of the tier that you choose.`}</p>
    ${others.length > 0 && html`<${Select} label="Move its people to" value=${moveTo} options=${others.map(({ id, name }) => ({ value: id, label: name }))} onChange=${setMoveTo} />`}
  <//>`;
}
