import { useState } from "preact/hooks";
import { Button } from "../../kit/button.ts";
import { Switch } from "../../kit/choice.ts";
import { Dialog } from "../../kit/dialog.ts";
import { fullTime, plural } from "../../lib/format.ts";
import { type Children, html, type View } from "../../lib/html.ts";
import type { SignInFacts, SignInView } from "../../lib/system-types.ts";
import { span } from "../../lib/units.ts";
import { useRead } from "../../lib/use-read.ts";
import { useActions } from "../actions.ts";
import { ReadProblem } from "../read-problem.ts";
import { useSystemApi } from "../use-api.ts";
import { SessionDays } from "./session-days.ts";

const time = (seconds: number) => (seconds % 86_400 === 0 ? plural(seconds / 86_400, "day") : span(seconds * 1000));

export interface SignInFactsCardProps {
  /** Undefined while the settings are not read. */
  view: SignInView | undefined;
  onChanged(view: SignInView): void;
}

/** How sessions and the lockout are set, and a new key for tokens. */
export function SignInFactsCard({ view, onChanged }: SignInFactsCardProps): View {
  const api = useSystemApi();
  const read = useRead("facts", (signal) => api.signIn.facts(signal));
  const [asked, setAsked] = useState(false);
  const facts = read.value;
  return html`<h2>Sessions and lockout</h2>
    <${ReadProblem} what="The facts" read=${read} />
    ${facts && html`<${Facts} facts=${facts} onRotate=${() => setAsked(true)}>${view && html`<${SessionDays} view=${view} onChanged=${onChanged} />`}<//>`}
    ${
      asked &&
      html`<${RotateDialog} onClose=${() => setAsked(false)} onDone=${() => {
        setAsked(false);
        read.reload();
      }} />`
    }`;
}

interface FactsProps {
  facts: SignInFacts;
  onRotate(): void;
  /** More lines about sessions. */
  children?: Children;
}

function Facts({ facts, onRotate, children }: FactsProps): View {
  const { lockedNow } = facts;
  return html`<div class="card lines">
    <div class="line"><div class="line-text"><b>Sessions</b><p>A browser stays signed in for ${time(facts.sessionSeconds)} after its last use. The token behind each request is renewed every ${time(facts.accessTokenSeconds)} and ends at once with the session.</p></div><a class="btn plain m" href="/admin/sessions">Show sessions</a></div>
    ${children}
    <div class="line"><div class="line-text"><b>Wrong passwords</b><p>After ${plural(facts.freeTries, "wrong password")} from one place, that place waits ${time(facts.firstDelaySeconds)}, then twice as long each time, at most ${time(facts.longestDelaySeconds)}. After ${facts.accountGuesses} guesses for one account from unknown places, all unknown places wait; whoever was signed in from a place before still gets in there.</p></div>
      <a class="btn plain m" href="/admin/people?state=locked">${lockedNow === 0 ? "Nobody is locked" : `${plural(lockedNow, "person", "people")} locked`}</a></div>
    <div class="line"><div class="line-text"><b>Signing key</b><p>The key that signs access tokens is in use since ${fullTime(facts.signingKeySince)}. Another takes over by itself after ${plural(facts.signingKeyDays, "day")}; nobody notices.</p></div><${Button} icon="refresh" onClick=${onRotate}>Rotate…<//></div>
  </div>`;
}

function RotateDialog({ onClose, onDone }: { onClose(): void; onDone(): void }): View {
  const api = useSystemApi();
  const { busy, act } = useActions();
  const [endTokens, setEndTokens] = useState(false);
  const rotate = async () => {
    if (await act("rotate", () => api.signIn.rotateKeys(endTokens), "A new key signs from now on.")) onDone();
  };
  return html`<${Dialog} title="Rotate the signing key?" onClose=${onClose} onSubmit=${() => void rotate()}
    footer=${html`<${Button} onClick=${onClose} data-autofocus="">Cancel<//><${Button} kind="solid" type="submit" busy=${busy === "rotate"}>Rotate<//>`}>
    <p>A new key signs from now on. Sessions go on, and tokens of the old key work until they run out within a quarter of an hour.</p>
    <${Switch} label="End those tokens at once" value=${endTokens} onChange=${setEndTokens} hint="Where the old key may have leaked. Open pages renew theirs by themselves." />
  <//>`;
}
