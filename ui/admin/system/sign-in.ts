import { html, type View } from "../../lib/html.ts";
import { useTitle } from "../../lib/lazy.ts";
import { isMissing, useRead } from "../../lib/use-read.ts";
import { Ghost } from "../ghost.ts";
import { ReadProblem } from "../read-problem.ts";
import { useSystemApi } from "../use-api.ts";
import { PasswordSignIn } from "./password-sign-in.ts";
import { Providers } from "./providers.ts";
import { RegistrationChoice } from "./registration-choice.ts";
import { SignInFactsCard } from "./sign-in-facts.ts";

/** How people come in: who may join, with what they prove who they are, and what holds guessers back. */
export function SignIn(): View {
  useTitle("Sign-in settings");
  const api = useSystemApi();
  const signIn = useRead("sign-in", (signal) => api.signIn.read(signal));
  const view = signIn.value;
  return html`
    <header class="admin-head"><div><h1>Sign-in</h1><p class="sub">Who may join, how people prove who they are, and what holds guessers back.</p></div></header>
    <div class="plain-page">
      ${!isMissing(signIn.error) && html`<${ReadProblem} what="The sign-in settings" read=${signIn} />`}
      ${
        view
          ? html`<${RegistrationChoice} value=${view.registration} onChanged=${signIn.set} />
            <${PasswordSignIn} view=${view} onChanged=${signIn.set} />
            <${Providers} view=${view} onChanged=${signIn.reload} />`
          : signIn.error
            ? null
            : html`<${Ghost} rows=${6} />`
      }
      <${SignInFactsCard} view=${view} onChanged=${signIn.set} />
    </div>`;
}
