import { html, type View } from "../lib/html.ts";
import { passwordStrength } from "../lib/password.ts";
import { PasswordInput } from "./password-input.ts";

export interface NewPasswordProps {
  label?: string;
  value: string;
  onInput(value: string): void;
  /** Name and e-mail address of the person: bad parts of a password. */
  personal: string[];
  autofocus?: boolean;
  error?: string | undefined;
}

/** A new password with the server's own estimate of its strength, while it is typed. */
export function NewPassword({ label = "Password", value, personal, ...rest }: NewPasswordProps): View {
  const { level, hint } = passwordStrength(value, personal);
  return html`<${PasswordInput} ...${rest} label=${label} value=${value} autocomplete="new-password"
    hint=${html`<span class=${`meter l${level}`} aria-hidden="true"><i /><i /><i /><i /></span><span role="status">${hint}</span>`} />`;
}

/** Whether it makes sense to send a password. */
export const passwordUsable = (password: string, personal: string[]): boolean =>
  passwordStrength(password, personal).level > 1;
