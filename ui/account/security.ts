import { useState } from "preact/hooks";
import { Notice } from "../kit/notice.ts";
import { html, type View } from "../lib/html.ts";
import { signInProblem } from "../lib/sign-in-problems.ts";
import { CodesPanel } from "./codes-panel.ts";
import { IdentitiesPanel } from "./identities-panel.ts";
import { PasskeysPanel } from "./passkeys-panel.ts";
import { PasswordPanel } from "./password-panel.ts";
import { takeParameters } from "./take-parameters.ts";

export function Security(): View {
  // Somebody who was sent to a provider to link it comes back here, also when that failed.
  const [{ problem, linked }] = useState(() => takeParameters("problem", "linked"));
  const text = problem === undefined ? undefined : signInProblem(problem);
  return html`${text && html`<${Notice} title="The account was not linked"><p>${text}</p><//>`}
    <${PasswordPanel} /><${CodesPanel} /><${PasskeysPanel} /><${IdentitiesPanel} justLinked=${linked} />`;
}
