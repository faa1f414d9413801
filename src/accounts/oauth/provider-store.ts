import { asc, eq } from "drizzle-orm";
import type { App } from "../../platform/app.ts";
import type { SignInConfig } from "../../platform/config.ts";
import { durably } from "../../platform/database.ts";
import { Problem } from "../../platform/problem.ts";
import { seal, unseal } from "../../platform/seal.ts";
import { purposeKey } from "../../platform/secrets.ts";
import { requireText } from "../../platform/text.ts";
import { type ProviderKind, requireIssuer, type SignInProvider, usualLabels } from "./provider.ts";
import { type SignInProviderRow, signInProviders } from "./schema.ts";

type StoreApp = Pick<App, "db" | "config" | "secrets">;

/** What an administrator types. */
export interface ProviderInput {
  label?: string | undefined;
  issuer?: string | undefined;
  clientId: string;
  /** Left out, the stored one stays, as long as it goes where it went before. */
  clientSecret?: string | undefined;
  enabled: boolean;
  allowedDomains: string[];
  createAccounts: boolean;
}

/** A provider as administrators see it. */
export interface ProviderView {
  id: string;
  source: SignInProvider["source"];
  kind: ProviderKind;
  label: string;
  issuer: string;
  clientId: string;
  hasSecret: boolean;
  enabled: boolean;
  allowedDomains: string[];
  createAccounts: boolean;
}

const key = (app: Pick<App, "secrets">) => purposeKey(app.secrets, "sign-in-providers");
const about = (id: string) => `sign_in_providers/${id}`;

/** Everybody who signs people in: of the configuration first, then of the page in the order they were added. */
export function listProviders(app: StoreApp): SignInProvider[] {
  const configured = app.config.sign_in.map(fromConfig);
  const taken = new Set(configured.map(({ id }) => id));
  const rows = app.db.select().from(signInProviders).orderBy(asc(signInProviders.createdAt), asc(signInProviders.id));
  // The configuration wins, here as everywhere.
  return [...configured, ...rows.all().flatMap((row) => (taken.has(row.id) ? [] : [fromRow(app, row)]))];
}

export const findProvider = (app: StoreApp, id: string): SignInProvider | undefined =>
  listProviders(app).find((provider) => provider.id === id);

/** @throws Problem `not_found` */
export function requireProvider(app: StoreApp, id: string): SignInProvider {
  const provider = findProvider(app, id);
  if (!provider) throw new Problem("not_found", "There is no such sign-in provider.");
  return provider;
}

const fromConfig = (config: SignInConfig): SignInProvider => ({
  id: config.id,
  source: "configuration",
  kind: config.kind,
  label: config.label ?? usualLabels[config.kind],
  issuer: requireIssuer(config.kind, config.issuer),
  clientId: config.client_id,
  clientSecret: config.client_secret,
  enabled: true,
  allowedDomains: config.allowed_domains.map((domain) => domain.toLowerCase()),
  createAccounts: config.create_accounts,
});

function fromRow(app: StoreApp, row: SignInProviderRow): SignInProvider {
  const { id, kind, label, issuer, clientId, sealedSecret, enabled, createAccounts } = row;
  const allowedDomains: string[] = JSON.parse(row.allowedDomains);
  // A secret of another appliance (a copied database) counts as none: the provider then says that it is wrong.
  const clientSecret = sealedSecret === "" ? "" : (unseal(key(app), about(id), sealedSecret) ?? "");
  return { id, source: "page", kind, label, issuer, clientId, clientSecret, enabled, allowedDomains, createAccounts };
}

export function providerView(provider: SignInProvider): ProviderView {
  const { clientSecret, allowedDomains, ...shown } = provider;
  return { ...shown, allowedDomains: [...allowedDomains], hasSecret: clientSecret !== "" };
}

/** @throws Problem `validation_failed` */
export function addProvider(app: App, kind: ProviderKind, input: ProviderInput): SignInProvider {
  const now = app.clock.now();
  const label = input.label === undefined ? usualLabels[kind] : requireText(input.label, "label", 60);
  return durably(app.db, () =>
    app.db.transaction(
      (tx) => {
        const id = freeId(app, kind, label);
        const { clientSecret } = input;
        const row: SignInProviderRow = {
          id,
          kind,
          label,
          issuer: requireIssuer(kind, input.issuer),
          clientId: requireText(input.clientId, "clientId", 500),
          sealedSecret: clientSecret ? seal(app.random, key(app), about(id), clientSecret) : "",
          enabled: input.enabled,
          allowedDomains: JSON.stringify(requireDomains(input.allowedDomains)),
          createAccounts: input.createAccounts,
          createdAt: now,
          updatedAt: now,
        };
        tx.insert(signInProviders).values(row).run();
        return fromRow(app, row);
      },
      { behavior: "immediate" },
    ),
  );
}

/** @throws Problem `not_found`, `validation_failed`; `conflict` for one of the configuration */
export function changeProvider(app: App, id: string, change: Partial<ProviderInput>): SignInProvider {
  return durably(app.db, () =>
    app.db.transaction(
      (tx) => {
        const { row, provider } = requireOurs(app, id);
        const issuer = change.issuer === undefined ? row.issuer : requireIssuer(row.kind, change.issuer);
        const { clientSecret } = change;
        if (clientSecret === undefined && issuer !== row.issuer && row.sealedSecret !== "") {
          const message = "Enter the client secret again: the stored one belongs to the issuer from before.";
          throw new Problem("validation_failed", message, { errors: [{ path: "/clientSecret", message }] });
        }
        const sealed = clientSecret ? seal(app.random, key(app), about(id), clientSecret) : "";
        const next = {
          label: change.label === undefined ? row.label : requireText(change.label, "label", 60),
          issuer,
          clientId: change.clientId === undefined ? row.clientId : requireText(change.clientId, "clientId", 500),
          sealedSecret: clientSecret === undefined ? row.sealedSecret : sealed,
          enabled: change.enabled ?? row.enabled,
          allowedDomains: JSON.stringify(requireDomains(change.allowedDomains ?? [...provider.allowedDomains])),
          createAccounts: change.createAccounts ?? row.createAccounts,
          updatedAt: app.clock.now(),
        };
        tx.update(signInProviders).set(next).where(eq(signInProviders.id, id)).run();
        return fromRow(app, { ...row, ...next });
      },
      { behavior: "immediate" },
    ),
  );
}

/** Accounts that were linked by it stay linked, and count again once the same issuer is added. @throws Problem as above */
export function removeProvider(app: App, id: string): SignInProvider {
  const { provider } = requireOurs(app, id);
  durably(app.db, () => app.db.delete(signInProviders).where(eq(signInProviders.id, id)).run());
  return provider;
}

function requireOurs(app: StoreApp, id: string): { row: SignInProviderRow; provider: SignInProvider } {
  const provider = requireProvider(app, id);
  if (provider.source === "configuration") {
    throw new Problem("conflict", "This provider is set up in config.toml. Change it there and restart.");
  }
  const row = app.db.select().from(signInProviders).where(eq(signInProviders.id, id)).get();
  if (!row) throw new Problem("not_found", "There is no such sign-in provider.");
  return { row, provider };
}

/** `google`, `github`, or a word of the label, with a number where that is taken. */
function freeId(app: StoreApp, kind: ProviderKind, label: string): string {
  const word = label
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, 24);
  const wanted = kind === "oidc" ? word.replace(/-+$/, "") || "oidc" : kind;
  const taken = new Set([
    ...app.config.sign_in.map(({ id }) => id),
    ...app.db
      .select({ id: signInProviders.id })
      .from(signInProviders)
      .all()
      .map(({ id }) => id),
  ]);
  for (let n = 1; ; n++) {
    const id = n === 1 ? wanted : `${wanted}-${n}`;
    if (!taken.has(id)) return id;
  }
}

function requireDomains(typed: string[]): string[] {
  const domains = [...new Set(typed.map((domain) => domain.trim().replace(/^@/, "").toLowerCase()))];
  const wrong = domains.find((domain) => domain.length > 253 || !/^([a-z0-9-]+\.)+[a-z0-9-]+$/.test(domain));
  if (wrong !== undefined) {
    const message = `${wrong.slice(0, 60)} is no domain such as example.org.`;
    throw new Problem("validation_failed", message, { errors: [{ path: "/allowedDomains", message }] });
  }
  return domains;
}
