import { useState } from "preact/hooks";
import { Field } from "../kit/field.ts";
import { html, type View } from "../lib/html.ts";

export interface PasswordInputProps {
  label: string;
  name?: string;
  value: string;
  onInput(value: string): void;
  autocomplete?: "current-password" | "new-password";
  autofocus?: boolean;
  hint?: unknown;
  error?: string | undefined;
}

/** A password that can be looked at while it is typed. */
export function PasswordInput({
  name = "password",
  autocomplete = "current-password",
  label,
  ...rest
}: PasswordInputProps): View {
  const [shown, setShown] = useState(false);
  const toggle = html`<button type="button" class="field-toggle" aria-pressed=${String(shown)} aria-label="Show what is typed" onClick=${() => setShown(!shown)}>${shown ? "Hide" : "Show"}</button>`;
  return html`<${Field} ...${rest} label=${label} name=${name} type=${shown ? "text" : "password"} autocomplete=${autocomplete} required maxLength=${256} spellcheck=${false} autocapitalize="none" aside=${toggle} />`;
}
