import * as client from "openid-client";
import { z } from "zod";
import type { App } from "../../platform/app.ts";
import { guardedFetch } from "../../platform/guarded-fetch.ts";
import { once } from "../../platform/memo.ts";
import { normalEmail } from "../people/users.ts";
import { showsMultiFactor } from "./multi-factor.ts";
import type { ProvedIdentity, SignInProvider } from "./provider.ts";
import { SignInRefused } from "./sign-in-problem.ts";

/** What a sign-in sends out and must find again in the answer. */
export interface FlowSecrets {
  state: string;
  nonce: string;
  codeVerifier: string;
}

/** Signatures that only the provider can make; `none` and those with a shared key are not among them. */
const algorithms = [
  ...["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"],
  ...["ES256", "ES384", "ES512", "EdDSA", "Ed25519"],
];
/** Seconds that the provider's clock may differ. */
const clockTolerance = 30;
const timeoutMs = 10_000;
const limitBytes = 512 * 1024;
const metadataMs = 10 * 60_000;
/** A provider that is down is not asked again for every click. */
const failureMs = 5_000;

interface Discovered {
  at: number;
  metadata: Promise<client.ServerMetadata>;
  failed: boolean;
}

const discovered = once((_app: Pick<App, "clock">) => new Map<string, Discovered>());

const fetchFor =
  (app: Pick<App, "clock">): client.CustomFetch =>
  (url, { body, headers, method, signal }) => {
    if (body !== undefined && body !== null && typeof body !== "string" && !(body instanceof URLSearchParams)) {
      throw new TypeError("a request to a provider has a form or nothing");
    }
    const request = { method: method === "POST" ? "POST" : "GET", headers, body: body ?? undefined, signal } as const;
    return guardedFetch(app, url, request, { trust: "administrator", timeoutMs, limitBytes });
  };

/**
 * The provider's own description (OpenID Connect Discovery 1.0), remembered for ten minutes.
 * @throws OutgoingError, and errors of `openid-client`
 */
export function discover(app: Pick<App, "clock">, issuer: string, fresh = false): Promise<client.ServerMetadata> {
  const known = discovered(app).get(issuer);
  const age = app.clock.now() - (known?.at ?? 0);
  if (known && !fresh && age < (known.failed ? failureMs : metadataMs)) return known.metadata;
  const entry: Discovered = { at: app.clock.now(), metadata: readMetadata(app, issuer), failed: false };
  entry.metadata.catch(() => {
    entry.failed = true;
  });
  discovered(app).set(issuer, entry);
  return entry.metadata;
}

async function readMetadata(app: Pick<App, "clock">, issuer: string): Promise<client.ServerMetadata> {
  const options = {
    [client.customFetch]: fetchFor(app),
    execute: isPlain(issuer) ? [client.allowInsecureRequests] : [],
  };
  const found = await client
    .discovery(new URL(issuer), "unused", undefined, client.None(), options)
    .catch((error: unknown) => {
      throw ownName(error) ?? error;
    });
  const metadata = found.serverMetadata();
  // The library forgives a slash, and issuers of Entra ID that stand for every tenant.
  if (metadata.issuer !== issuer) throw new IssuerNameError(metadata.issuer);
  return metadata;
}

/** The description is that of another issuer than was asked for. */
export class IssuerNameError extends Error {
  readonly issuer: string;
  constructor(issuer: string) {
    super("the issuer calls itself something else");
    this.name = "IssuerNameError";
    this.issuer = issuer;
  }
}

const mismatch = z.object({
  cause: z.object({ attribute: z.literal("issuer"), body: z.object({ issuer: z.string() }) }),
});

function ownName(error: unknown): IssuerNameError | undefined {
  const found = mismatch.safeParse(error);
  return found.success ? new IssuerNameError(found.data.cause.body.issuer) : undefined;
}

const isPlain = (issuer: string): boolean => issuer.startsWith("http:");

function configure(app: Pick<App, "clock">, provider: SignInProvider, metadata: client.ServerMetadata) {
  const offered = metadata.id_token_signing_alg_values_supported ?? ["RS256"];
  const server = {
    ...metadata,
    id_token_signing_alg_values_supported: offered.filter((name) => algorithms.includes(name)),
  };
  const metadataOfClient = {
    // Our clock may be another one than the library's, in a test.
    [client.clockSkew]: Math.round((app.clock.now() - Date.now()) / 1000),
    [client.clockTolerance]: clockTolerance,
  };
  const configuration = new client.Configuration(
    server,
    provider.clientId,
    metadataOfClient,
    authOf(provider, metadata),
  );
  configuration[client.customFetch] = fetchFor(app);
  if (isPlain(provider.issuer)) client.allowInsecureRequests(configuration);
  // Without this the library takes an ID token from the token endpoint on the strength of TLS alone.
  client.enableNonRepudiationChecks(configuration);
  return configuration;
}

function authOf({ clientSecret }: SignInProvider, metadata: client.ServerMetadata): client.ClientAuth {
  if (clientSecret === "") return client.None();
  const methods = metadata.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
  return methods.includes("client_secret_basic")
    ? client.ClientSecretBasic(clientSecret)
    : client.ClientSecretPost(clientSecret);
}

/** Where the browser goes. @throws as `discover` */
export async function oidcAuthorizationUrl(
  app: Pick<App, "clock">,
  provider: SignInProvider,
  secrets: FlowSecrets,
  redirectUri: string,
): Promise<URL> {
  const configuration = configure(app, provider, await discover(app, provider.issuer));
  const [domain, ...others] = provider.allowedDomains;
  return client.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: "openid email profile",
    state: secrets.state,
    nonce: secrets.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(secrets.codeVerifier),
    code_challenge_method: "S256",
    // Only a hint for the page where one chooses an account; what comes back is checked.
    ...(provider.kind === "google" && domain !== undefined && others.length === 0 ? { hd: domain } : {}),
  });
}

/**
 * Exchanges the code and checks everything about the answer: state, `iss` (RFC 9207), signature and its algorithm,
 * issuer, audience, authorised party, nonce and times of the ID token; the subject of the user info.
 * @param callback the redirect URI as it was sent, with the query that came back
 * @throws SignInRefused, OutgoingError, and errors of `openid-client`
 */
export async function redeemOidc(
  app: Pick<App, "clock">,
  provider: SignInProvider,
  secrets: FlowSecrets,
  callback: URL,
): Promise<ProvedIdentity> {
  const configuration = configure(app, provider, await discover(app, provider.issuer));
  const tokens = await client.authorizationCodeGrant(configuration, callback, {
    expectedState: secrets.state,
    expectedNonce: secrets.nonce,
    pkceCodeVerifier: secrets.codeVerifier,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (!claims) throw new SignInRefused("provider_invalid", { cause: new Error("there is no ID token") });
  const now = app.clock.now() / 1000;
  if (claims.iat > now + clockTolerance) throw invalid("the ID token was issued in the future");
  if (claims.azp !== undefined && claims.azp !== provider.clientId) throw invalid("the ID token is for another client");
  if (claims.sub === "" || claims.sub.length > 255) throw invalid("the subject is no subject");
  const complete = typeof claims.email === "string" && claims.email_verified !== undefined;
  const askMore = !complete && configuration.serverMetadata().userinfo_endpoint !== undefined;
  const told = askMore ? await client.fetchUserInfo(configuration, tokens.access_token, claims.sub) : claims;
  const { email, email_verified: verified, name } = told;
  return {
    issuer: provider.issuer,
    subject: claims.sub,
    email: typeof email === "string" && email !== "" ? normalEmail(email) : undefined,
    // Some write it as text; nothing but a clear yes counts.
    emailVerified: verified === true || String(verified) === "true",
    name: typeof name === "string" ? name : "",
    multiFactor: showsMultiFactor(claims.amr, claims.acr),
    hostedDomain: typeof claims.hd === "string" ? claims.hd.toLowerCase() : undefined,
  };
}

const invalid = (why: string) => new SignInRefused("provider_invalid", { cause: new Error(why) });
