import { createHash } from "node:crypto";
import { z } from "zod";
import type { App } from "../../platform/app.ts";
import { guardedFetch, type OutgoingRequest } from "../../platform/guarded-fetch.ts";
import { normalEmail } from "../people/users.ts";
import type { FlowSecrets } from "./oidc.ts";
import { domainOf, type ProvedIdentity, type SignInProvider, usualIssuers } from "./provider.ts";
import { SignInRefused } from "./sign-in-problem.ts";

const timeoutMs = 10_000;
const limitBytes = 256 * 1024;

const tokenAnswer = z.object({ access_token: z.string().min(1), token_type: z.string() });
const tokenError = z.object({ error: z.string() });
const userAnswer = z.object({ id: z.number().int().positive(), login: z.string(), name: z.string().nullish() });
const emailsAnswer = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

/** GitHub's REST API; an Enterprise Server has it below its own address. */
const apiOf = (issuer: string): string =>
  issuer === usualIssuers.github ? "https://api.github.com" : `${issuer}/api/v3`;

/** Where the browser goes: GitHub speaks OAuth 2.0 with PKCE, without OpenID Connect for people. */
export function githubAuthorizationUrl(provider: SignInProvider, secrets: FlowSecrets, redirectUri: string): URL {
  const url = new URL(`${provider.issuer}/login/oauth/authorize`);
  const challenge = createHash("sha256").update(secrets.codeVerifier).digest("base64url");
  for (const [name, value] of Object.entries({
    client_id: provider.clientId,
    redirect_uri: redirectUri,
    response_type: "code",
    scope: "read:user user:email",
    state: secrets.state,
    code_challenge: challenge,
    code_challenge_method: "S256",
  })) {
    url.searchParams.set(name, value);
  }
  return url;
}

/**
 * Exchanges the code and asks who it is for. The number of the account is its identity: names can be given away.
 * @param callback the redirect URI as it was sent, with the query that came back
 * @throws SignInRefused, OutgoingError
 */
export async function redeemGithub(
  app: Pick<App, "clock">,
  provider: SignInProvider,
  secrets: FlowSecrets,
  callback: URL,
): Promise<ProvedIdentity> {
  const { searchParams } = callback;
  const error = searchParams.get("error");
  if (error !== null) throw new SignInRefused(error === "access_denied" ? "cancelled" : "provider_refused");
  const [code, ...more] = searchParams.getAll("code");
  if (!code || more.length > 0) throw invalid("there is no code, or more than one");
  const token = await readJson(app, `${provider.issuer}/login/oauth/access_token`, {
    method: "POST",
    headers: { accept: "application/json" },
    body: new URLSearchParams({
      client_id: provider.clientId,
      client_secret: provider.clientSecret,
      code,
      redirect_uri: `${callback.origin}${callback.pathname}`,
      code_verifier: secrets.codeVerifier,
    }),
  });
  // GitHub answers a wrong code with 200 and an error inside.
  const refused = tokenError.safeParse(token);
  if (refused.success)
    throw new SignInRefused("provider_refused", { cause: new Error(refused.data.error.slice(0, 100)) });
  const { access_token: accessToken, token_type: type } = expect(tokenAnswer, token);
  if (type.toLowerCase() !== "bearer") throw invalid("the token is no bearer token");
  const headers = { accept: "application/vnd.github+json", authorization: `Bearer ${accessToken}` };
  const api = apiOf(provider.issuer);
  const user = expect(userAnswer, await readJson(app, `${api}/user`, { headers }));
  const emails = expect(emailsAnswer, await readJson(app, `${api}/user/emails?per_page=100`, { headers }));
  const email = chooseEmail(emails, provider.allowedDomains);
  return {
    issuer: provider.issuer,
    subject: String(user.id),
    email: email && normalEmail(email.email),
    emailVerified: email?.verified ?? false,
    name: user.name || user.login,
    multiFactor: false,
    hostedDomain: undefined,
  };
}

/** The primary address, or where only some domains may come in, the first verified one of those. */
function chooseEmail(emails: z.infer<typeof emailsAnswer>, domains: readonly string[]) {
  const primary = emails.find((one) => one.primary);
  if (domains.length === 0) return primary;
  const usable = emails.filter(({ email, verified }) => verified && domains.includes(domainOf(normalEmail(email))));
  return usable.find((one) => one.primary) ?? usable[0] ?? primary;
}

async function readJson(app: Pick<App, "clock">, url: string, request: OutgoingRequest): Promise<unknown> {
  const response = await guardedFetch(app, url, request, { trust: "administrator", timeoutMs, limitBytes });
  if (response.status >= 500) throw new SignInRefused("provider_unavailable");
  if (response.status !== 200)
    throw new SignInRefused("provider_refused", { cause: new Error(`it answered ${response.status}`) });
  try {
    return await response.json();
  } catch {
    throw invalid("the answer is no JSON");
  }
}

function expect<Shape extends z.ZodType>(shape: Shape, value: unknown): z.infer<Shape> {
  const parsed = shape.safeParse(value);
  // What came is not repeated: it may hold a token.
  if (!parsed.success) throw invalid(`the answer lacks ${parsed.error.issues[0]?.path.join(".") || "everything"}`);
  return parsed.data;
}

const invalid = (why: string) => new SignInRefused("provider_invalid", { cause: new Error(why) });
