import { createServer } from "node:http";
import Provider from "oidc-provider";

/** A real OpenID Connect provider in a process of its own: whoever signs in is the person that was last put in. */
interface Person {
  sub: string;
  email?: string;
  verified?: boolean;
  name?: string;
  /** Says no when asked whether to go on. */
  declines?: boolean;
}

const redirectUris = (process.argv[2] ?? "").split(",");
let person: Person = { sub: "nobody" };
const people = new Map<string, Person>();

const server = createServer();
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const address = server.address();
const issuer = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "vitrine",
      client_secret: "a secret between the two of us",
      redirect_uris: redirectUris,
      response_types: ["code"],
      grant_types: ["authorization_code"],
    },
  ],
  pkce: { required: () => true },
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  cookies: { keys: ["only for a test"] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_context, sub) => {
    const { email, verified, name } = people.get(sub) ?? {};
    const claims = {
      sub,
      ...(email ? { email } : {}),
      ...(verified === undefined ? {} : { email_verified: verified }),
    };
    return { accountId: sub, claims: () => ({ ...claims, ...(name ? { name } : {}) }) };
  },
  renderError: (context, out) => {
    context.type = "json";
    context.body = out;
  },
});

const answer = provider.callback();
server.on("request", async (request, response) => {
  const url = new URL(request.url ?? "/", issuer);
  if (url.pathname === "/person") {
    let body = "";
    for await (const chunk of request) body += chunk;
    person = JSON.parse(body);
    people.set(person.sub, person);
    response.end("{}");
    return;
  }
  if (!url.pathname.startsWith("/interaction/")) return answer(request, response);
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  if (person.declines) {
    await provider.interactionFinished(request, response, { error: "access_denied" });
    return;
  }
  if (prompt.name === "login") {
    await provider.interactionFinished(request, response, { login: { accountId: person.sub } });
    return;
  }
  const grant = new provider.Grant({ accountId: session?.accountId ?? person.sub, clientId: String(params.client_id) });
  grant.addOIDCScope("openid email profile");
  const grantId = await grant.save();
  await provider.interactionFinished(request, response, { consent: { grantId } }, { mergeWithLastSubmission: true });
});
console.log(issuer);
