import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../kit/button.ts";
import { Field } from "../kit/field.ts";
import { Notice } from "../kit/notice.ts";
import { useApp } from "../lib/app.ts";
import { html, type View } from "../lib/html.ts";
import type { SignInOptions } from "../lib/joining-api.ts";
import { useTitle } from "../lib/lazy.ts";
import { ApiError } from "../lib/problem.ts";
import { describeSignIn, type SignInError } from "../lib/sign-in-error.ts";
import { signInProblem, signInProblems } from "../lib/sign-in-problems.ts";
import type { User } from "../lib/types.ts";
import { useCountdown } from "../lib/use-countdown.ts";
import { useLoad } from "../lib/use-load.ts";
import { CodeStep } from "./code-step.ts";
import { Gate } from "./frame.ts";
import { OtherWays } from "./other-ways.ts";
import { PasswordInput } from "./password-input.ts";
import { SignInNotice } from "./sign-in-notice.ts";
import { takeParameters } from "./take-parameters.ts";

const passkeyCode = () => import("../lib/passkeys.ts");

/** Where to go after signing in: the page that was asked for, which is on the address bar already, or the projects. */
const wantedPath = (): string =>
  ["/", "/sign-in"].includes(location.pathname) ? "/projects" : location.pathname + location.search;

export function SignIn(): View {
  const app = useApp();
  // What a provider's sign-in left in the address: why it failed, or that a one-time code is still needed.
  const [query] = useState(() => takeParameters("problem", "continue"));
  const [step, setStep] = useState<"credentials" | "code" | "continue">(query.continue ? "continue" : "credentials");
  const [email, setEmail] = useState(app.local.get("email") ?? "");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState<"password" | "passkey" | null>(null);
  const [error, setError] = useState<SignInError | null>(() => (query.problem ? providerProblem(query.problem) : null));
  const [left, wait] = useCountdown();
  const options = useLoad(app.joining.options);
  useTitle("Sign in");

  const arrive = (user: User, to = wantedPath()) => {
    app.local.set("email", user.email);
    app.router.go(to, { replace: true });
  };
  function fail(thrown: unknown): void {
    const said = describeSignIn(thrown);
    setError(said);
    if (said.waitSeconds !== undefined) wait(said.waitSeconds);
  }

  // A browser runs one ceremony at a time: an offer that began late would end the one that the person asked for.
  const offer = useRef<{ end: AbortController; over: Promise<void> } | null>(null);
  const offered = options.value?.passkeys === true && step === "credentials";
  useEffect(() => {
    if (!offered) return;
    const end = new AbortController();
    const make = async () => {
      const { offerPasskeys } = await passkeyCode();
      if (end.signal.aborted || !(await offerPasskeys(app, end.signal))) return;
      app.router.go(wantedPath(), { replace: true });
    };
    const over = make().catch((thrown: unknown) => {
      if (!end.signal.aborted && thrown instanceof ApiError) setError(describeSignIn(thrown));
    });
    offer.current = { end, over };
    return () => end.abort();
  }, [app, offered]);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (busy || left > 0) return;
    setBusy("password");
    setError(null);
    try {
      arrive(await app.session.login(email.trim(), password));
    } catch (thrown) {
      setBusy(null);
      if (thrown instanceof ApiError && thrown.code === "code_required") setStep("code");
      else fail(thrown);
    }
  }

  async function askPasskey(): Promise<void> {
    setBusy("passkey");
    setError(null);
    offer.current?.end.abort();
    await offer.current?.over;
    const passkeys = await passkeyCode().catch(() => null);
    const refuse = (text: string) => setError({ title: "The passkey was not used", text });
    try {
      if (passkeys) return arrive(await passkeys.signInWithPasskey(app));
      refuse("This part of the page could not be loaded. Load the page again and try once more.");
    } catch (thrown) {
      const text = passkeys?.passkeyMessage(thrown);
      if (thrown instanceof ApiError) fail(thrown);
      else if (text) refuse(text);
    }
    setBusy(null);
  }

  if (step === "code") {
    const finish = async (code: string) => {
      arrive(await app.session.login(email.trim(), password, code));
    };
    return html`<${CodeStep} email=${email.trim()} submit=${finish} onBack=${() => setStep("credentials")} />`;
  }
  if (step === "continue") {
    const finish = async (code: string) => {
      const { user, returnTo } = await app.session.signIn("/api/auth/oauth/continue", { token: query.continue, code });
      arrive(user, returnTo);
    };
    return html`<${CodeStep} submit=${finish} onBack=${() => setStep("credentials")} />`;
  }
  const byPassword = options.value?.password !== false;
  return html`<${Gate} title="Sign in">
    ${app.session.ended.value && html`<${Notice} kind="info" title="You were signed out"><p>This session was ended, from another device or by an administrator, it was not used for a week, or it is time to sign in again. What you typed is kept in this browser.</p><//>`}
    <div class="gate-form">
      <${SignInNotice} error=${error} left=${left} />
      ${
        byPassword &&
        html`<form onSubmit=${submit}>
        <${Field} label="E-mail" name="email" type="email" autocomplete="username webauthn" inputMode="email" required autofocus=${email === ""} value=${email} onInput=${setEmail} />
        <${PasswordInput} label="Password" autofocus=${email !== ""} value=${password} onInput=${setPassword} />
        <${Button} kind="solid" size="l" type="submit" busy=${busy === "password"} disabled=${left > 0}>Sign in<//>
      </form>`
      }
      ${options.value && html`<${OtherWays} options=${options.value} returnTo=${wantedPath()} busy=${busy === "passkey"} onPasskey=${() => void askPasskey()} />`}
    </div>
    ${options.value && html`<${Footnote} options=${options.value} />`}
  <//>`;
}

/** How somebody without an account, or without their password, gets on. */
function Footnote({ options }: { options: SignInOptions }): View {
  const { registration, password } = options;
  return html`<p class="gate-links">
    ${password && html`<a class="link" href="/forgot-password">Forgotten password</a>`}
    ${registration !== "invitation" && html`<a class="link" href="/register">${registration === "open" ? "Create an account" : "Ask to join"}</a>`}
  </p>
  ${registration === "invitation" && html`<p class="quiet small">No account? An administrator of this Vitrine can invite you.</p>`}`;
}

/** The sentence for a provider's failure. */
const providerProblem = (code: string): SignInError => ({
  title: code === "approval_requested" ? "Your request was sent" : "Signing in did not work",
  text: signInProblem(code) ?? signInProblems.failed,
});
