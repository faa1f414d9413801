/** What a hostile provider puts into its ID token, beside what an honest one would. */
export interface Lies {
  header?: Record<string, unknown>;
  claims?: Record<string, unknown>;
  /** Signs with a key that is not in its set, or not at all. */
  signature?: "wrong key" | "none" | "changed afterwards";
  /** Leaves the ID token out. */
  withoutToken?: boolean;
  userinfo?: Record<string, unknown>;
  metadata?: Record<string, unknown>;
  /** Answers the token request with this instead. */
  token?: () => Response | Promise<Response>;
  /** Answers the description with this instead. */
  description?: () => Response | Promise<Response>;
}

const signing = { name: "ECDSA", namedCurve: "P-256" } as const;
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/**
 * An OpenID Connect provider that lies as it is told, and is honest otherwise.
 * @param now its time in seconds
 */
export async function startHostileProvider(now: () => number) {
  const keys = await crypto.subtle.generateKey(signing, true, ["sign", "verify"]);
  const others = await crypto.subtle.generateKey(signing, true, ["sign", "verify"]);
  const jwk = { ...(await crypto.subtle.exportKey("jwk", keys.publicKey)), kid: "one", use: "sig", alg: "ES256" };
  const nonces = new Map<string, string>();
  const state: { lies: Lies; person: Record<string, unknown> } = { lies: {}, person: {} };

  async function idToken(nonce: string): Promise<string> {
    const { header, claims, signature } = state.lies;
    const honest = { iss: issuer, aud: "vitrine", iat: now(), exp: now() + 300, nonce, ...state.person };
    const head = part({ alg: signature === "none" ? "none" : "ES256", kid: "one", ...header });
    const body = part({ ...honest, ...claims });
    if (signature === "none") return `${head}.${body}.`;
    const key = signature === "wrong key" ? others.privateKey : keys.privateKey;
    const signed = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, Buffer.from(`${head}.${body}`));
    const shown = signature === "changed afterwards" ? part({ ...honest, ...claims, email: "root@example.org" }) : body;
    return `${head}.${shown}.${Buffer.from(signed).toString("base64url")}`;
  }

  async function answer(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    switch (pathname) {
      case "/.well-known/openid-configuration":
        if (state.lies.description) return state.lies.description();
        return Response.json({
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          userinfo_endpoint: `${issuer}/userinfo`,
          jwks_uri: `${issuer}/jwks`,
          id_token_signing_alg_values_supported: ["ES256", "none", "HS256"],
          ...state.lies.metadata,
        });
      case "/authorize": {
        const code = crypto.randomUUID();
        nonces.set(code, searchParams.get("nonce") ?? "");
        const back = new URL(searchParams.get("redirect_uri") ?? "");
        back.searchParams.set("code", code);
        back.searchParams.set("state", searchParams.get("state") ?? "");
        return Response.redirect(back.href, 302);
      }
      case "/token": {
        if (state.lies.token) return state.lies.token();
        const form = new URLSearchParams(await request.text());
        const nonce = nonces.get(form.get("code") ?? "") ?? "";
        const token = state.lies.withoutToken ? {} : { id_token: await idToken(nonce) };
        return Response.json({ access_token: "an access token", token_type: "Bearer", expires_in: 60, ...token });
      }
      case "/jwks":
        return Response.json({ keys: [jwk] });
      case "/userinfo":
        return Response.json(state.lies.userinfo ?? { sub: state.person.sub });
      default:
        return new Response("no", { status: 404 });
    }
  }
  const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: answer });
  const issuer = `http://127.0.0.1:${server.port}`;
  return { issuer, state, stop: () => server.stop(true) };
}
