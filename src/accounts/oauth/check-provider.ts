import type { App } from "../../platform/app.ts";
import { guardedFetch, OutgoingError } from "../../platform/guarded-fetch.ts";
import { discover, IssuerNameError } from "./oidc.ts";
import type { SignInProvider } from "./provider.ts";
import { outgoingOf } from "./redeem.ts";

export interface ProviderCheck {
  ok: boolean;
  /** One or two sentences for the administrator. */
  detail: string;
}

/** Asks the provider who it is. Client id and secret show at the first sign-in only: nobody can be asked about them. */
export function checkProvider(app: App, provider: SignInProvider): Promise<ProviderCheck> {
  return provider.kind === "github" ? checkGithub(app, provider) : checkOidc(app, provider);
}

async function checkOidc(app: App, { issuer, label }: SignInProvider): Promise<ProviderCheck> {
  try {
    const metadata = await discover(app, issuer, true);
    const missing = (["authorization_endpoint", "token_endpoint", "jwks_uri"] as const).filter(
      (name) => !metadata[name],
    );
    if (missing.length > 0)
      return { ok: false, detail: `${issuer} answers, but its description lacks ${missing.join(", ")}.` };
    const methods = metadata.code_challenge_methods_supported;
    const pkce = methods?.includes("S256") ? "" : " It does not say that it supports PKCE; most do all the same.";
    return { ok: true, detail: `${label} answers as ${metadata.issuer}.${pkce}` };
  } catch (error) {
    const network = outgoingOf(error);
    if (network) return { ok: false, detail: `${network.message} Check the issuer, and that this machine reaches it.` };
    if (error instanceof IssuerNameError) {
      return { ok: false, detail: `The issuer calls itself ${error.issuer.slice(0, 300)}. Enter exactly that.` };
    }
    return {
      ok: false,
      detail: `${issuer} answers, but not with the description of an OpenID Connect issuer. Check the address.`,
    };
  }
}

async function checkGithub(app: App, { issuer, label }: SignInProvider): Promise<ProviderCheck> {
  try {
    const guard = { trust: "administrator", limitBytes: 4 * 1024 * 1024 } as const;
    const { status } = await guardedFetch(app, `${issuer}/login/oauth/authorize`, {}, guard);
    if (status < 500 && status !== 404) return { ok: true, detail: `${label} answers at ${issuer}.` };
    return { ok: false, detail: `${issuer} answers, but not like GitHub (${status}). Check the address.` };
  } catch (error) {
    if (!(error instanceof OutgoingError)) throw error;
    return { ok: false, detail: `${error.message} Check the address, and that this machine reaches it.` };
  }
}
