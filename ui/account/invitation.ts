import { useEffect, useState } from "preact/hooks";
import { Button } from "../kit/button.ts";
import { Field } from "../kit/field.ts";
import { Notice } from "../kit/notice.ts";
import { useApp } from "../lib/app.ts";
import { html, type View } from "../lib/html.ts";
import type { InvitedPerson } from "../lib/joining-api.ts";
import { useTitle } from "../lib/lazy.ts";
import { ApiError, messageOf } from "../lib/problem.ts";
import { Gate } from "./frame.ts";
import { useLinkToken } from "./link-token.ts";
import { NewPassword, passwordUsable } from "./new-password.ts";

const roleWords: Record<string, string> = {
  admin: "an administrator, who also runs this Vitrine",
  member: "a member, who makes and changes components",
  viewer: "a viewer, who looks at what others share",
};

/** The page behind the link of an invitation: who is invited, a name and a password, and in. */
export function Invitation(): View {
  const app = useApp();
  const token = useLinkToken();
  const [person, setPerson] = useState<InvitedPerson | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  useTitle("Invitation");

  useEffect(() => {
    if (token === "") return;
    app.joining.invitation(token).then((found) => {
      setPerson(found);
      setName(found.name);
    }, setFailure);
  }, [app, token]);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (busy || !person) return;
    setBusy(true);
    setError(null);
    try {
      await app.joining.register({ token, name: name.trim(), password });
      await app.session.login(person.email, password);
      app.local.set("email", person.email);
      app.router.go("/projects", { replace: true });
    } catch (thrown) {
      setBusy(false);
      if (thrown instanceof ApiError && thrown.code === "link_invalid") setFailure(thrown);
      else setError(thrown);
    }
  }

  if (token === "") {
    return html`<${Gate} title="The link is incomplete" lead="An invitation's link ends with # and a long token. This one has none, perhaps because it was cut when it was copied. Open the whole link from the message that you got.">
      <p><a class="btn l" href="/sign-in">Sign in</a></p>
    <//>`;
  }
  if (failure instanceof ApiError && failure.code === "link_invalid") {
    return html`<${Gate} title="This invitation no longer works" lead="It was used, taken back, replaced by a newer one, or is older than it was good for.">
      <ul class="steps"><li>Have you joined with it? Then sign in.</li><li>Otherwise ask whoever invited you for a new link; making one takes them a moment.</li></ul>
      <p><a class="btn solid l" href="/sign-in">Sign in</a></p>
    <//>`;
  }
  if (failure) {
    return html`<${Gate} title="The invitation could not be read" lead=${messageOf(failure)}>
      <p><${Button} kind="solid" size="l" onClick=${() => location.reload()}>Try again<//></p>
    <//>`;
  }
  if (!person) return html`<${Gate} title="Welcome"><p class="quiet" role="status">Reading your invitation…</p><//>`;
  const refused = (path: string) => (error instanceof ApiError ? error.field(path) : undefined);
  const general = error !== null && !["/name", "/password"].some((path) => refused(path));
  const personal = [name, person.email];
  return html`<${Gate} title="You are invited" lead=${html`Join this Vitrine at <b>${location.host}</b> as ${roleWords[person.role] ?? person.role}.`}>
    <form class="gate-form" onSubmit=${submit}>
      ${general && html`<${Notice} title="Joining did not work"><p>${messageOf(error)}</p><//>`}
      <div class="field"><span class="field-name">E-mail</span><output class="fixed-value">${person.email}</output><input type="hidden" autocomplete="username" name="email" value=${person.email} /></div>
      <${Field} label="Your name" name="name" autocomplete="name" required autofocus maxLength=${120} value=${name} onInput=${setName} error=${refused("/name")} />
      <${NewPassword} value=${password} onInput=${setPassword} personal=${personal} error=${refused("/password")} />
      <${Button} kind="solid" size="l" type="submit" busy=${busy} disabled=${!passwordUsable(password, personal)}>Join<//>
    </form>
    <p class="quiet small">You can turn on one-time codes and passkeys in your account afterwards.</p>
  <//>`;
}
