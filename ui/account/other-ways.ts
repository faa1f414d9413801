import { Button } from "../kit/button.ts";
import { Icon } from "../kit/icon.ts";
import { html, type View } from "../lib/html.ts";
import type { SignInOptions } from "../lib/joining-api.ts";

export interface OtherWaysProps {
  options: SignInOptions;
  /** Where a provider should bring the person back to: a path of this page. */
  returnTo: string;
  busy: boolean;
  onPasskey(): void;
}

/** Ways in besides the password: a passkey, and the sign-in of others. */
export function OtherWays({ options, returnTo, busy, onPasskey }: OtherWaysProps): View {
  const { passkeys, providers, password } = options;
  if (!passkeys && providers.length === 0) return null;
  const address = (id: string) => `/api/auth/oauth/${encodeURIComponent(id)}?returnTo=${encodeURIComponent(returnTo)}`;
  return html`${password && html`<div class="gate-or" role="separator"><span>or</span></div>`}
    <div class="gate-ways">
      ${passkeys && html`<${Button} size="l" icon="key" busy=${busy} onClick=${onPasskey}>Use a passkey<//>`}
      ${providers.map(({ id, label }) => html`<a key=${id} class="btn plain l" href=${address(id)}><${Icon} name="external" />Continue with ${label}</a>`)}
    </div>`;
}
