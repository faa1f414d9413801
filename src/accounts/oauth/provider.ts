import { Problem } from "../../platform/problem.ts";
import { isPrivateOnTheWay } from "../../platform/safe-url.ts";
import type { SignInProviderRow } from "./schema.ts";

export type ProviderKind = SignInProviderRow["kind"];

/** Who signs people in, with everything that it takes; the secret never leaves the server. */
export interface SignInProvider {
  id: string;
  source: "page" | "configuration";
  kind: ProviderKind;
  label: string;
  /** Without a slash at the end, unless the issuer's own metadata has it. */
  issuer: string;
  clientId: string;
  /** Empty for a public client. */
  clientSecret: string;
  enabled: boolean;
  /** Lower case; empty lets every domain in. */
  allowedDomains: readonly string[];
  createAccounts: boolean;
}

/** What a provider said about the person, after everything about its answer was checked. */
export interface ProvedIdentity {
  issuer: string;
  subject: string;
  /** Lower-cased and trimmed; undefined where the provider told none. */
  email: string | undefined;
  emailVerified: boolean;
  name: string;
  /** Whether the person showed the provider more than one factor. */
  multiFactor: boolean;
  /** Google's `hd`: the organisation that manages the account. */
  hostedDomain: string | undefined;
}

export const usualIssuers = { google: "https://accounts.google.com", github: "https://github.com" } as const;
export const usualLabels: Record<ProviderKind, string> = { google: "Google", github: "GitHub", oidc: "Single sign-on" };

/**
 * Checks an issuer as it was typed. Plain http is for a provider on this very machine.
 * @throws Problem `validation_failed`
 */
export function requireIssuer(kind: ProviderKind, text: string | undefined): string {
  if (kind === "google") return usualIssuers.google;
  if (kind === "github" && (text === undefined || text.trim() === "")) return usualIssuers.github;
  const url = URL.parse(text?.trim() ?? "");
  if (
    !url ||
    !isPrivateOnTheWay(url) ||
    url.search !== "" ||
    url.hash !== "" ||
    url.username !== "" ||
    url.password !== ""
  ) {
    const message = "This must be an https:// URL without anything behind a ? or #.";
    throw new Problem("validation_failed", message, { errors: [{ path: "/issuer", message }] });
  }
  const written = text?.trim() ?? "";
  // An OpenID Connect issuer is compared letter by letter, and some end with a slash.
  return kind === "oidc" ? written : written.replace(/\/+$/, "");
}

export const domainOf = (email: string): string => email.slice(email.lastIndexOf("@") + 1).toLowerCase();

/**
 * Whether the provider is the authority for an e-mail address, and not merely somebody who once sent a mail there.
 * Google is for its own mail and for organisations that it manages (`hd`). An OpenID Connect issuer is for the domains
 * that the administrator gave it. GitHub never is: an address stays verified there after its owner lost it.
 */
export function isAuthority(
  provider: SignInProvider,
  proved: { email: string; hostedDomain: string | undefined },
): boolean {
  const domain = domainOf(proved.email);
  switch (provider.kind) {
    case "google":
      return domain === "gmail.com" || domain === proved.hostedDomain;
    case "oidc":
      return provider.allowedDomains.includes(domain);
    case "github":
      return false;
    default:
      return provider.kind satisfies never;
  }
}

/** Whether people of this domain may come in by this provider. Of Google only its word as the authority counts. */
export function admitsDomain(
  provider: SignInProvider,
  proved: { email: string; hostedDomain: string | undefined },
): boolean {
  if (provider.allowedDomains.length === 0) return true;
  if (!provider.allowedDomains.includes(domainOf(proved.email))) return false;
  return provider.kind !== "google" || isAuthority(provider, proved);
}
