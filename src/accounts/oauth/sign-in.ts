import type { App } from "../../platform/app.ts";
import { Problem } from "../../platform/problem.ts";
import { audit } from "../audit/audit.ts";
import { hasOneTimeCodes } from "../codes/one-time-codes.ts";
import { notify, tellOfRequest } from "../mail/index.ts";
import { findUser } from "../people/users.ts";
import type { User } from "../schema.ts";
import { type Device, findLiveSession, type SignedIn, startSession } from "../sessions/sessions.ts";
import { requireCode } from "../sign-in/login.ts";
import { type Admitted, admit, requireAddress } from "./admit.ts";
import { beginFlow, findFlow, flowSecrets, takeFlow } from "./flow.ts";
import { linkIdentity, noteUse } from "./identities.ts";
import type { ProvedIdentity, SignInProvider } from "./provider.ts";
import { findProvider } from "./provider-store.ts";
import { authorizationUrl, redeem } from "./redeem.ts";
import { withParameter } from "./return-to.ts";
import type { OauthFlow } from "./schema.ts";
import { SignInRefused } from "./sign-in-problem.ts";

const onUser = ({ id, email }: { id: string; email: string }) => ({ type: "user", id, name: email });

/** @throws SignInRefused for one that is not there or turned off */
export function requireEnabled(app: App, id: string): SignInProvider {
  const provider = findProvider(app, id);
  if (!provider?.enabled) throw new SignInRefused("provider_unknown");
  return provider;
}

/**
 * Begins a sign-in, or the linking of an account elsewhere to the person of a session.
 * @param browser what the browser's cookie holds
 * @returns where the browser goes
 * @throws SignInRefused, Problem `unavailable`
 */
export async function begin(
  app: App,
  provider: SignInProvider,
  browser: string,
  flow: { returnTo: string; redirectUri: string; linking?: { id: string; sessionId: string } | undefined },
): Promise<URL> {
  const { returnTo, redirectUri, linking } = flow;
  const whose = linking && { userId: linking.id, sessionId: linking.sessionId };
  const state = beginFlow(app, browser, { step: "provider", provider: provider.id, returnTo, redirectUri, ...whose });
  return authorizationUrl(app, provider, flowSecrets(app, state), redirectUri);
}

/** Where the browser goes after it came back: to the page, with a session or with what is still missing. */
export interface Finished {
  location: string;
  signedIn?: SignedIn;
}

/**
 * Ends what `begin` began. The flow is used up whatever comes of it.
 * @param query what the provider sent back
 */
export async function finish(
  app: App,
  id: string,
  browser: string | undefined,
  query: URLSearchParams,
  device: Device,
): Promise<Finished> {
  const [state = "", ...more] = query.getAll("state");
  const flow = browser && more.length === 0 ? takeFlow(app, state, browser, "provider") : undefined;
  try {
    if (!flow || !browser) throw new SignInRefused("flow_expired");
    // An answer of one provider at the door of another (mix-up, RFC 9700 section 4.4).
    if (flow.provider !== id) throw new SignInRefused("provider_invalid");
    const provider = requireEnabled(app, id);
    const callback = new URL(flow.redirectUri);
    callback.search = query.toString();
    const proved = await redeem(app, provider, flowSecrets(app, state), callback);
    if (flow.sessionId !== null) return link(app, provider, flow, proved, device);
    return enter(app, provider, flow, browser, proved, device);
  } catch (error) {
    return refused(app, id, flow, error, device);
  }
}

/** Only the code goes to the page; whatever is known beside it goes to the log. */
function refused(app: App, id: string, flow: OauthFlow | undefined, error: unknown, from: Device): Finished {
  const refusal = error instanceof SignInRefused ? error : new SignInRefused("failed", { cause: error });
  const { why, user, cause } = refusal;
  const linking = flow !== undefined && flow.sessionId !== null;
  audit(app, {
    action: linking ? "identity.refused" : "session.refused",
    outcome: "refused",
    on: user && onUser(user),
    from,
    detail: { provider: id.slice(0, 40), why },
  });
  const note = { requestId: from.requestId, provider: id.slice(0, 40), why, err: cause };
  if (why === "failed") app.log.error(note, "a sign-in through a provider failed");
  else app.log.info(note, "a sign-in through a provider was refused");
  return { location: withParameter(linking ? flow.returnTo : "/sign-in", "problem", why) };
}

function enter(
  app: App,
  provider: SignInProvider,
  flow: OauthFlow,
  browser: string,
  proved: ProvedIdentity,
  device: Device,
): Finished {
  const admitted = admit(app, provider, proved);
  const { user } = admitted;
  tell(app, provider, admitted, proved, device);
  if (admitted.made === "request") throw new SignInRefused("approval_requested", { user });
  if (hasOneTimeCodes(app, user.id) && !proved.multiFactor) {
    const { provider: id, returnTo, redirectUri } = flow;
    const token = beginFlow(app, browser, { step: "code", provider: id, returnTo, redirectUri, userId: user.id });
    return { location: `/sign-in?continue=${token}` };
  }
  const code = hasOneTimeCodes(app, user.id) ? "provider" : "none";
  return { location: flow.returnTo, signedIn: startWith(app, user, provider.id, code, device) };
}

function startWith(app: App, user: User, provider: string, code: string, from: Device): SignedIn {
  const signedIn = startSession(app, user, from);
  const { id: sessionId, userAgent } = signedIn.session;
  const detail = { sessionId, userAgent, code, provider };
  audit(app, { action: "session.started", by: user, on: { type: "user", id: user.id }, from, detail });
  return signedIn;
}

function tell(app: App, provider: SignInProvider, admitted: Admitted, proved: ProvedIdentity, from: Device): void {
  const { user, made, byInvitation } = admitted;
  if (made === "nothing") return;
  const detail = { provider: provider.id, account: proved.email ?? "" };
  if (made === "link") {
    audit(app, { action: "identity.linked", by: user, on: onUser(user), from, detail: { ...detail, byEmail: true } });
    notify(app, user.id, { kind: "identity-linked", provider: provider.label, account: proved.email ?? "", from });
    return;
  }
  const action = byInvitation ? "invitation.accepted" : "user.registered";
  const status = made === "request" ? "requested" : "ready";
  audit(app, { action, by: byInvitation ? user : undefined, on: onUser(user), from, detail: { ...detail, status } });
  if (made === "request") tellOfRequest(app, user);
}

/** The person of the session that began it, and nobody else, gets the account elsewhere linked. */
function link(app: App, provider: SignInProvider, flow: OauthFlow, proved: ProvedIdentity, from: Device): Finished {
  const live = findLiveSession(app, flow.sessionId ?? "");
  if (!live || live.user.id !== flow.userId) throw new SignInRefused("signed_out");
  const { user } = live;
  const person = requireAddress(provider, proved);
  const { email } = person;
  app.db.transaction(() => noteUse(app, linkIdentity(app, user.id, provider, person).id, provider, email), {
    behavior: "immediate",
  });
  const detail = { provider: provider.id, account: email, byEmail: false };
  audit(app, { action: "identity.linked", by: user, on: onUser(user), from, detail });
  notify(app, user.id, { kind: "identity-linked", provider: provider.label, account: email, from });
  return { location: withParameter(flow.returnTo, "linked", provider.id) };
}

/**
 * Takes the one-time code that was still missing. A wrong one can be tried again while the flow lives; guesses count
 * for the account as everywhere.
 * @throws Problem `link_invalid` for what is too old, used or another browser's; `code_required`, `code_invalid`, `locked`
 */
export function finishWithCode(
  app: App,
  input: { token: string; code: string },
  browser: string | undefined,
  device: Device,
): { signedIn: SignedIn; returnTo: string } {
  const flow = browser && findFlow(app, input.token, browser, "code");
  const user = flow && findUser(app, flow.userId ?? "");
  if (!flow || !user || user.disabledAt !== null) throw tooOld();
  requireEnabledStill(app, flow);
  const code = requireCode(app, user, input.code, device) ?? "none";
  if (!takeFlow(app, input.token, browser, "code")) throw tooOld();
  return { signedIn: startWith(app, user, flow.provider, code, device), returnTo: flow.returnTo };
}

function requireEnabledStill(app: App, flow: OauthFlow): void {
  if (!findProvider(app, flow.provider)?.enabled) throw tooOld();
}

const tooOld = () => new Problem("link_invalid", "This sign-in is too old or was used already. Sign in again.");
