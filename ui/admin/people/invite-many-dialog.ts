import { useState } from "preact/hooks";
import { Button } from "../../kit/button.ts";
import { Dialog } from "../../kit/dialog.ts";
import { Field } from "../../kit/field.ts";
import { Foreign } from "../../kit/foreign.ts";
import { Icon } from "../../kit/icon.ts";
import { useApp } from "../../lib/app.ts";
import { csvText } from "../../lib/csv.ts";
import { fileDay, saveFile } from "../../lib/download.ts";
import { plural } from "../../lib/format.ts";
import { html, type View } from "../../lib/html.ts";
import type { ImportedLine } from "../../lib/people-api.ts";
import { messageOf } from "../../lib/problem.ts";
import type { TierView } from "../../lib/system-types.ts";
import { usePeopleApi } from "../use-api.ts";
import { InvitationChoices, usualDefaults } from "./invite-dialog.ts";
import { mostInvited, readInviteList } from "./invite-list.ts";

const largestFile = 1_000_000;

/** Invites a pasted list or a CSV file, and says of each line what came of it. */
export function InviteManyDialog({
  tiers,
  onClose,
  onSent,
}: {
  tiers: TierView[];
  onClose(): void;
  onSent(): void;
}): View {
  const api = usePeopleApi();
  const [text, setText] = useState("");
  const [choices, setChoices] = useState(usualDefaults);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [results, setResults] = useState<ImportedLine[] | null>(null);
  const lines = readInviteList(text);
  const people = lines.flatMap(({ person }) => person ?? []);
  const bad = lines.filter(({ problem: why }) => why !== undefined);
  const tooMany = people.length > mostInvited;

  async function readFile(file: File | undefined): Promise<void> {
    if (!file) return;
    if (file.size > largestFile) setProblem("This file is larger than 1 MB. Split it.");
    else setText(await file.text());
  }

  async function submit(): Promise<void> {
    if (busy || people.length === 0 || tooMany) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const { tierId, ...rest } = choices;
      const answered = await api.invitations.import(people, { ...rest, ...(tierId ? { tierId } : {}) });
      const left = bad.map(({ email, problem: reason = "" }) => ({ email, invited: false, reason }));
      setResults([...answered, ...left]);
      onSent();
    } catch (error) {
      setProblem(messageOf(error));
    } finally {
      setBusy(false);
    }
  }

  if (results) return html`<${Results} results=${results} onClose=${onClose} />`;
  return html`<${Dialog} title="Invite a list" wide onClose=${onClose} onSubmit=${() => void submit()}
    footer=${html`<${Button} onClick=${onClose}>Cancel<//><${Button} kind="solid" type="submit" busy=${busy} disabled=${people.length === 0 || tooMany}>${people.length > 0 ? `Invite ${plural(people.length, "person", "people")}` : "Invite"}<//>`}>
    <p>One person a line: the e-mail address, then a name and a role if you like. A CSV file with the columns email, name and role works too.</p>
    <div class="mono-area"><${Field} label="People" name="invite-list" multiline value=${text} onInput=${setText} placeholder=${"ada@example.org, Ada Lovelace\ngrace@example.org, Grace Hopper, viewer"} autofocus
      error=${tooMany ? `The server takes ${mostInvited} people at once. Split the list.` : undefined} /></div>
    <label class="link file-link">Choose a CSV file<input type="file" class="sr-only" accept=".csv,.txt,text/csv,text/plain" onChange=${(event: Event) => event.currentTarget instanceof HTMLInputElement && void readFile(event.currentTarget.files?.[0])} /></label>
    ${
      bad.length > 0 &&
      html`<div role="status"><p class="field-error">${plural(bad.length, "line")} will be left out:</p>
      <ul class="result-list">${bad.slice(0, 50).map((line, at) => html`<li class="bad" key=${at}><${Icon} name="alert" /><span class="line-text"><b><${Foreign} text=${line.email || "(empty)"} /></b>${line.problem}</span></li>`)}</ul></div>`
    }
    <${InvitationChoices} value=${choices} tiers=${tiers} onChange=${setChoices} />
    ${problem && html`<p class="field-error" role="alert">${problem}</p>`}
  <//>`;
}

function Results({ results, onClose }: { results: ImportedLine[]; onClose(): void }): View {
  const app = useApp();
  const sent = results.filter((line) => line.invited);
  const mailed = sent.filter((line) => line.mailed);
  const save = () => {
    const columns = [
      { label: "E-mail", value: ({ email }: ImportedLine) => email },
      { label: "Link", value: ({ url }: ImportedLine) => url },
      { label: "Mailed", value: (line: ImportedLine) => (line.invited ? line.mailed === true : "") },
      { label: "Problem", value: ({ reason }: ImportedLine) => reason },
    ];
    const file = new Blob([csvText(columns, results)], { type: "text/csv;charset=utf-8" });
    saveFile(file, `vitrine-invitations-${fileDay(app.now())}.csv`);
  };
  const how =
    mailed.length === sent.length && sent.length > 0
      ? "All of them are on their way by e-mail."
      : "The links are shown this once: save them now, and send each to its person.";
  return html`<${Dialog} title=${`${plural(sent.length, "person", "people")} invited`} wide onClose=${onClose} onSubmit=${onClose}
    footer=${html`${sent.length > 0 && html`<${Button} icon="download" onClick=${save}>Save the links as CSV<//>`}<${Button} kind="solid" type="submit">Done<//>`}>
    ${sent.length > 0 && html`<p>${how}</p>`}
    <ul class="result-list">${results.map(
      (
        line,
        at,
      ) => html`<li class=${line.invited ? "" : "bad"} key=${at}><${Icon} name=${line.invited ? "check" : "alert"} />
      <span class="line-text"><b><${Foreign} text=${line.email || "(empty)"} /></b>${line.invited ? (line.mailed ? "Mailed." : html`<code class="cut">${line.url}</code>`) : line.reason}</span></li>`,
    )}</ul>
  <//>`;
}
