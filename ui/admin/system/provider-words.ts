import type { ProviderKind, ProviderView, SignInView } from "../../lib/system-types.ts";

export const kindLabels: Record<ProviderKind, { label: string; note: string; where: string }> = {
  google: {
    label: "Google",
    note: "Google accounts, also of an organisation",
    where:
      "In the Google Cloud console, under APIs and services, Credentials: an OAuth client ID for a web application.",
  },
  github: {
    label: "GitHub",
    note: "GitHub.com or your own GitHub Enterprise",
    where: "On GitHub, under Settings, Developer settings: an OAuth app.",
  },
  oidc: {
    label: "OpenID Connect",
    note: "Keycloak, Entra ID, Okta, Authentik and others",
    where: "At your provider: a web client (confidential, authorization code).",
  },
};

/** Where a provider that is being added will send people back; the answer to saving it says the true address. */
export function expectedUri(view: SignInView, kind: ProviderKind, label: string): string {
  const id = expectedId(kind, label, view.providers);
  return `${view.redirectBase.replace(/\/+$/u, "")}/api/auth/oauth/${id}/callback`;
}

/** The id that the server will give to a new provider. */
export function expectedId(kind: ProviderKind, label: string, others: readonly ProviderView[]): string {
  const word = label
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, "-")
    .replace(/^[^a-z]+/u, "")
    .slice(0, 24)
    .replace(/-+$/u, "");
  const wanted = kind === "oidc" ? word || "oidc" : kind;
  const taken = new Set(others.map(({ id }) => id));
  for (let n = 1; ; n++) {
    const id = n === 1 ? wanted : `${wanted}-${n}`;
    if (!taken.has(id)) return id;
  }
}

/** "example.org, example.com" as a list; an @ before a domain is left out. */
export const readDomains = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\s,;]+/u)
      .map((part) => part.replace(/^@/u, "").toLowerCase())
      .filter(Boolean),
  ),
];
