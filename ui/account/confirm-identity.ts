import { useState } from "preact/hooks";
import { Button } from "../kit/button.ts";
import { Dialog } from "../kit/dialog.ts";
import { Field } from "../kit/field.ts";
import { Notice } from "../kit/notice.ts";
import type { Proof } from "../lib/account-api.ts";
import { type Children, html, type View } from "../lib/html.ts";
import { ApiError, messageOf } from "../lib/problem.ts";
import { clockOf, useCountdown } from "../lib/use-countdown.ts";
import { PasswordInput } from "./password-input.ts";
import { useReauthentication } from "./reauthentication.ts";

export interface ConfirmIdentityProps {
  title: string;
  /** What the button says that does it. */
  action: string;
  danger?: boolean;
  /** Asks for this text to be typed before anything is destroyed. */
  typed?: { label: string; text: string };
  /** Refuses to go on for reasons of the caller's own fields. */
  incomplete?: boolean;
  children?: Children;
  /** Does it. What it throws is shown here; a missing proof is asked for, and it is called again. */
  run(proof: Proof): Promise<void>;
  onClose(): void;
}

/**
 * Before something that a stolen session must not do. While the sign-in is fresh, confirming is enough; after that the
 * server asks for a proof, and the dialog for a password or a passkey. What was typed stays.
 */
export function ConfirmIdentity(props: ConfirmIdentityProps): View {
  const { title, action, danger, typed, incomplete, children, run, onClose } = props;
  const ways = useReauthentication();
  const [asked, setAsked] = useState(false);
  const [password, setPassword] = useState("");
  const [text, setText] = useState("");
  const [busy, setBusy] = useState<"act" | "passkey" | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [left, wait] = useCountdown();
  const byPassword = asked && ways.password;
  const ready =
    !incomplete &&
    left === 0 &&
    (!typed || text.trim().toLowerCase() === typed.text.toLowerCase()) &&
    (!byPassword || password !== "");

  async function attempt(kind: "act" | "passkey", proof: () => Promise<Proof>): Promise<void> {
    if (busy) return;
    setBusy(kind);
    setError(null);
    try {
      await run(await proof());
    } catch (thrown) {
      setBusy(null);
      if (thrown instanceof ApiError && thrown.code === "reauthentication_required" && !asked) return setAsked(true);
      if (thrown instanceof ApiError && thrown.retryAfter !== undefined) wait(thrown.retryAfter);
      setError(thrown);
    }
  }
  const submit = () => {
    if (ready) void attempt("act", async () => (byPassword && password !== "" ? { password } : {}));
  };
  const wrongPassword = error instanceof ApiError && error.code === "invalid_credentials";
  const said = error !== null && !wrongPassword ? ways.explain(error) : null;

  return html`<${Dialog} title=${title} onClose=${onClose} onSubmit=${submit}
    footer=${html`<${Button} onClick=${onClose}>Cancel<//><${Button} kind=${danger ? "danger" : "solid"} type="submit" busy=${busy === "act"} disabled=${!ready}>${action}<//>`}>
    ${children}
    ${said && html`<${Notice} title="That did not work"><p>${said}${left > 0 && html` Try again in <span class="num">${clockOf(left)}</span>.`}</p><//>`}
    ${typed && html`<${Field} label=${typed.label} name="typed" autocomplete="off" spellcheck=${false} autofocus value=${text} onInput=${setText} />`}
    ${asked && html`<p class="ask-again" role="status">It has been a while since you signed in. Prove that it is still you.</p>`}
    ${byPassword && html`<${PasswordInput} label="Your password" autofocus value=${password} onInput=${setPassword} error=${wrongPassword ? messageOf(error) : undefined} />`}
    ${asked && ways.passkeys && html`<${Button} icon="key" busy=${busy === "passkey"} onClick=${() => void attempt("passkey", ways.withPasskey)}>Use a passkey instead<//>`}
    ${asked && !ways.password && !ways.passkeys && html`<${Notice} kind="warn" title="Sign in again"><p>Sign out and in again, then come back here within ten minutes.</p><//>`}
  <//>`;
}
