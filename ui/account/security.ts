import { html, type View } from "../lib/html.ts";
import { CodesPanel } from "./codes-panel.ts";
import { IdentitiesPanel } from "./identities-panel.ts";
import { PasskeysPanel } from "./passkeys-panel.ts";
import { PasswordPanel } from "./password-panel.ts";

export const Security = (): View =>
  html`<${PasswordPanel} /><${CodesPanel} /><${PasskeysPanel} /><${IdentitiesPanel} />`;
