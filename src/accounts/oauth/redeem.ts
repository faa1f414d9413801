import * as client from "openid-client";
import type { App } from "../../platform/app.ts";
import { OutgoingError } from "../../platform/guarded-fetch.ts";
import { githubAuthorizationUrl, redeemGithub } from "./github.ts";
import { type FlowSecrets, oidcAuthorizationUrl, redeemOidc } from "./oidc.ts";
import type { ProvedIdentity, SignInProvider } from "./provider.ts";
import { SignInRefused } from "./sign-in-problem.ts";

/** Where the browser goes to sign in. @throws SignInRefused */
export async function authorizationUrl(
  app: Pick<App, "clock">,
  provider: SignInProvider,
  secrets: FlowSecrets,
  redirectUri: string,
): Promise<URL> {
  try {
    if (provider.kind === "github") return githubAuthorizationUrl(provider, secrets, redirectUri);
    return await oidcAuthorizationUrl(app, provider, secrets, redirectUri);
  } catch (error) {
    throw refusal(error);
  }
}

/** Who came back from the provider, with everything about its answer checked. @throws SignInRefused */
export async function redeem(
  app: Pick<App, "clock">,
  provider: SignInProvider,
  secrets: FlowSecrets,
  callback: URL,
): Promise<ProvedIdentity> {
  try {
    const read = provider.kind === "github" ? redeemGithub : redeemOidc;
    return await read(app, provider, secrets, callback);
  } catch (error) {
    throw refusal(error);
  }
}

function refusal(error: unknown): SignInRefused {
  if (error instanceof SignInRefused) return error;
  if (outgoingOf(error)) return new SignInRefused("provider_unavailable", { cause: outgoingOf(error) });
  // The library's errors carry whole answers, tokens included: the words alone may reach the log.
  const cause = new Error(error instanceof Error ? `${codeOf(error)}${error.message}`.slice(0, 300) : "unknown");
  if (error instanceof client.AuthorizationResponseError) {
    return new SignInRefused(error.error === "access_denied" ? "cancelled" : "provider_refused", { cause });
  }
  if (error instanceof client.ResponseBodyError || error instanceof client.WWWAuthenticateChallengeError) {
    return new SignInRefused("provider_refused", { cause });
  }
  return new SignInRefused("provider_invalid", { cause });
}

/** What the network did, however deep the library wrapped it. */
export function outgoingOf(error: unknown): OutgoingError | undefined {
  for (let one = error; one instanceof Error; one = one.cause) if (one instanceof OutgoingError) return one;
  return undefined;
}

const codeOf = (error: Error): string => ("code" in error && typeof error.code === "string" ? `${error.code}: ` : "");
