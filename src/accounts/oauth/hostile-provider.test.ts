import { afterAll, beforeEach, describe, expect, test } from "bun:test";
import { writeSettings } from "../settings.ts";
import { signedInPerson } from "../testing.ts";
import { startAppliance, TestBrowser } from "./testing.ts";
import { type Lies, startHostileProvider } from "./testing-hostile.ts";

const home = await startAppliance();
const { app, url, clock } = home;
const seconds = () => Math.floor(clock.now() / 1000);
const evil = await startHostileProvider(seconds);
home.add("oidc", { label: "Evil", issuer: evil.issuer, allowedDomains: ["example.org"] });
const lines: string[] = [];
for (const level of ["info", "warn", "error"] as const) {
  Object.assign(app.log, { [level]: (...args: unknown[]) => lines.push(Bun.inspect(args, { depth: 8 })) });
}
afterAll(async () => {
  evil.stop();
  await home.stop();
});

const eve = { sub: "eve", email: "eve@example.org", email_verified: true };
beforeEach(async () => {
  evil.state.lies = {};
  evil.state.person = eve;
  // What was learned of the provider before is forgotten after ten minutes.
  await clock.advance(11 * 60_000);
  writeSettings(app, { registration: "open" });
});

async function ends(lies: Lies): Promise<string> {
  evil.state.lies = lies;
  const browser = new TestBrowser(url);
  const end = await browser.signIn("evil");
  const who = await browser.whoAmI();
  return who === undefined ? end.replace("/sign-in?problem=", "") : `in as ${who}`;
}

test("an honest answer of it is taken", async () => {
  expect(await ends({})).toBe("in as eve@example.org");
});

describe("an ID token", () => {
  test.each<[string, () => Lies, string]>([
    ["without a signature", () => ({ signature: "none" }), "provider_invalid"],
    ["whose signature is cut off", () => ({ signature: "none", header: { alg: "ES256" } }), "provider_invalid"],
    ["signed with another key", () => ({ signature: "wrong key" }), "provider_invalid"],
    ["changed after it was signed", () => ({ signature: "changed afterwards" }), "provider_invalid"],
    ["signed with a shared key", () => ({ header: { alg: "HS256" } }), "provider_invalid"],
    ["with an unknown key", () => ({ header: { kid: "../../etc/passwd" } }), "provider_invalid"],
    ["with a critical header", () => ({ header: { crit: ["exp"] } }), "provider_invalid"],
    ["of another issuer", () => ({ claims: { iss: "https://accounts.google.com" } }), "provider_invalid"],
    ["for another client", () => ({ claims: { aud: "somebody else" } }), "provider_invalid"],
    ["for several, without saying for whom", () => ({ claims: { aud: ["vitrine", "other"] } }), "provider_invalid"],
    ["given to another client", () => ({ claims: { azp: "other" } }), "provider_invalid"],
    ["that is expired", () => ({ claims: { exp: seconds() - 31 } }), "provider_invalid"],
    ["without an end", () => ({ claims: { exp: undefined } }), "provider_invalid"],
    ["from the future", () => ({ claims: { iat: seconds() + 60 } }), "provider_invalid"],
    ["that counts later", () => ({ claims: { nbf: seconds() + 60 } }), "provider_invalid"],
    ["with another nonce", () => ({ claims: { nonce: "x" } }), "provider_invalid"],
    ["without a nonce", () => ({ claims: { nonce: undefined } }), "provider_invalid"],
    ["without a subject", () => ({ claims: { sub: undefined } }), "provider_invalid"],
    ["with an empty subject", () => ({ claims: { sub: "" } }), "provider_invalid"],
    ["whose subject is a number", () => ({ claims: { sub: 7 } }), "provider_invalid"],
    ["that is missing", () => ({ withoutToken: true }), "provider_invalid"],
    ["with an unverified address", () => ({ claims: { email_verified: false } }), "email_unverified"],
    ["that does not say whether it is verified", () => ({ claims: { email_verified: 1 } }), "email_unverified"],
    ["without an address", () => ({ claims: { email: undefined } }), "email_missing"],
    [
      "without an address, and user info of somebody else",
      () => ({
        claims: { email: undefined },
        userinfo: { sub: "root", email: "root@example.org", email_verified: true },
      }),
      "provider_invalid",
    ],
    ["with two addresses in one", () => ({ claims: { email: "eve@evil.test,eve@example.org" } }), "email_missing"],
    ["of another domain", () => ({ claims: { email: "eve@example.org.evil.test" } }), "domain_not_allowed"],
  ])("%s signs nobody in", async (_name, lies, why) => {
    expect(await ends(lies())).toBe(why);
  });

  test.each<[string, () => Lies]>([
    ["a little late", () => ({ claims: { exp: seconds() - 20 } })],
    ["a little early", () => ({ claims: { iat: seconds() + 20 } })],
    ["without an address, which the user info tells", () => ({ claims: { email: undefined }, userinfo: eve })],
  ])("that is %s is taken", async (_name, lies) => {
    expect(await ends(lies())).toBe("in as eve@example.org");
  });
});

describe("a provider", () => {
  const page = (body: string, status = 200, type = "application/json") =>
    new Response(body, { status, headers: { "content-type": type } });

  test.each<[string, Lies, string]>([
    ["that is down", { description: () => page("no", 503) }, "provider_invalid"],
    [
      "with another name than it was added by",
      { metadata: { issuer: "https://accounts.google.com" } },
      "provider_invalid",
    ],
    ["whose description has no end", { description: () => page("x".repeat(600_000)) }, "provider_unavailable"],
    ["whose description is a page", { description: () => page("<html>", 200, "text/html") }, "provider_invalid"],
    ["that refuses the code", { token: () => page('{"error":"invalid_grant"}', 400) }, "provider_refused"],
    ["that answers with nonsense", { token: () => page("nonsense") }, "provider_invalid"],
    ["that answers without end", { token: () => page("x".repeat(600_000)) }, "provider_unavailable"],
    [
      "that redirects the token request to a metadata service",
      { token: () => Response.redirect("http://169.254.169.254/latest/", 307) },
      "provider_invalid",
    ],
    [
      "whose token address is a metadata service",
      { metadata: { token_endpoint: "http://169.254.169.254/" } },
      "provider_unavailable",
    ],
    ["whose keys are in a file", { metadata: { jwks_uri: "file:///etc/passwd" } }, "provider_invalid"],
    [
      "that signs with shared keys alone",
      { metadata: { id_token_signing_alg_values_supported: ["HS256"] } },
      "provider_invalid",
    ],
  ])("%s signs nobody in", async (_name, lies, why) => {
    expect(await ends(lies)).toBe(why);
  });

  test("that never answers is given up after ten seconds", async () => {
    const asked = Promise.withResolvers<void>();
    const end = ends({
      token: () => {
        asked.resolve();
        return new Promise(() => {});
      },
    });
    await asked.promise;
    await clock.advance(10_000);
    expect(await end).toBe("provider_unavailable");
  });

  test("is checked for the administrator in a sentence", async () => {
    const check = async (lies: Lies) => {
      evil.state.lies = lies;
      const { headers } = await signedInPerson(app, "root@example.org", "admin");
      const response = await fetch(`${url}/api/admin/sign-in/providers/evil/test`, { method: "POST", headers });
      return (await response.json()).detail;
    };
    expect(await check({})).toContain(`Evil answers as ${evil.issuer}.`);
    expect(await check({ metadata: { issuer: "https://other.example" } })).toContain("https://other.example");
    expect(await check({ description: () => page("x".repeat(600_000)) })).toContain("longer than");
    expect(await check({ description: () => page("<html>", 200, "text/html") })).toContain("Check the address");
  });
});

test("no token, code or claim of all this was written to the log", () => {
  expect(lines.length).toBeGreaterThan(20);
  const text = lines.join("\n");
  for (const secret of ["an access token", "eyJ", "a secret between", "code="]) expect(text).not.toContain(secret);
});
