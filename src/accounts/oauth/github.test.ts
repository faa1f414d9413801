import { afterAll, beforeEach, describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { writeSettings } from "../settings.ts";
import { startAppliance, TestBrowser } from "./testing.ts";

const home = await startAppliance();
const { app, url } = home;

/** A GitHub Enterprise Server as its documentation describes the few addresses that a sign-in asks. */
const challenges = new Map<string, { challenge: string; redirectUri: string }>();
const tokens = new Set<string>();
const honest = () => ({
  user: { id: 4711, login: "octo", name: "Octo Cat" } as unknown,
  emails: [
    { email: "old@example.org", primary: false, verified: true, visibility: null },
    { email: "octo@elsewhere.test", primary: true, verified: true, visibility: "public" },
  ] as unknown,
  token: undefined as Response | undefined,
});
let says = honest();

async function answer(request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  const bearer = (request.headers.get("authorization") ?? "").replace("Bearer ", "");
  switch (pathname) {
    case "/login/oauth/authorize": {
      const code = crypto.randomUUID();
      const redirectUri = searchParams.get("redirect_uri") ?? "";
      if (searchParams.get("code_challenge_method") !== "S256") return new Response("PKCE", { status: 400 });
      challenges.set(code, { challenge: searchParams.get("code_challenge") ?? "", redirectUri });
      return Response.redirect(`${redirectUri}?code=${code}&state=${searchParams.get("state")}`, 302);
    }
    case "/login/oauth/access_token": {
      if (says.token) return says.token;
      const form = new URLSearchParams(await request.text());
      const known = challenges.get(form.get("code") ?? "");
      challenges.delete(form.get("code") ?? "");
      const proof = createHash("sha256")
        .update(form.get("code_verifier") ?? "")
        .digest("base64url");
      const right =
        known?.challenge === proof &&
        known.redirectUri === form.get("redirect_uri") &&
        form.get("client_secret") === "a secret between the two of us";
      if (!right) return Response.json({ error: "bad_verification_code", error_description: "The code is incorrect." });
      const token = `gho_${crypto.randomUUID()}`;
      tokens.add(token);
      return Response.json({ access_token: token, scope: "read:user,user:email", token_type: "bearer" });
    }
    case "/api/v3/user":
      return tokens.has(bearer)
        ? Response.json(says.user)
        : Response.json({ message: "Bad credentials" }, { status: 401 });
    case "/api/v3/user/emails":
      return tokens.has(bearer) ? Response.json(says.emails) : Response.json({}, { status: 401 });
    default:
      return new Response("Not Found", { status: 404 });
  }
}
const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: answer });
const issuer = `http://127.0.0.1:${server.port}/`;
home.add("github", { issuer });
home.add("github", { issuer, label: "Company GitHub", allowedDomains: ["example.org"] });
afterAll(async () => {
  server.stop(true);
  await home.stop();
});
beforeEach(() => {
  says = honest();
  writeSettings(app, { registration: "open" });
});

async function come(provider = "github") {
  const browser = new TestBrowser(url);
  const end = (await browser.signIn(provider)).replace("/sign-in?problem=", "");
  return [end, await browser.whoAmI()];
}

describe("GitHub", () => {
  test("signs in by the primary address, and knows the account by its number", async () => {
    expect(await come()).toEqual(["/projects", "octo@elsewhere.test"]);
    says.user = { id: 4711, login: "renamed", name: null };
    says.emails = [{ email: "other@elsewhere.test", primary: true, verified: true }];
    expect(await come()).toEqual(["/projects", "octo@elsewhere.test"]);
    says.user = { id: 4712, login: "octo", name: null };
    expect(await come()).toEqual(["/projects", "other@elsewhere.test"]);
  });

  test("lets a verified address of an allowed domain in, and is no authority for it", async () => {
    says.user = { id: 1, login: "a" };
    expect(await come("github-2")).toEqual(["/projects", "old@example.org"]);
    says.user = { id: 2, login: "b" };
    expect(await come("github-2")).toEqual(["link_first", undefined]);
    says.emails = [{ email: "b@example.org", primary: true, verified: false }];
    expect(await come("github-2")).toEqual(["email_unverified", undefined]);
    says.emails = [{ email: "b@elsewhere.test", primary: true, verified: true }];
    expect(await come("github-2")).toEqual(["domain_not_allowed", undefined]);
  });

  test.each<[string, () => void, string]>([
    ["without an address", () => (says.emails = []), "email_missing"],
    [
      "whose address is not verified",
      () => (says.emails = [{ email: "x@y.test", primary: true, verified: false }]),
      "email_unverified",
    ],
    ["whose number is text", () => (says.user = { id: "4711", login: "octo" }), "provider_invalid"],
    ["without a number", () => (says.user = { login: "octo" }), "provider_invalid"],
    ["whose addresses are no list", () => (says.emails = { email: "x@y.test" }), "provider_invalid"],
    ["whose token is no JSON", () => (says.token = new Response("access_token=x")), "provider_invalid"],
    [
      "whose token is refused",
      () => (says.token = Response.json({ error: "incorrect_client_credentials" })),
      "provider_refused",
    ],
    [
      "whose token opens nothing",
      () => (says.token = Response.json({ access_token: "x", token_type: "bearer" })),
      "provider_refused",
    ],
    ["that is down", () => (says.token = new Response("", { status: 502 })), "provider_unavailable"],
  ])("an account %s signs nobody in", async (_name, lie, why) => {
    lie();
    expect(await come()).toEqual([why, undefined]);
  });

  test("a code of another sign-in, used twice, or refused by the person signs nobody in", async () => {
    const browser = new TestBrowser(url);
    const own = new URL(await browser.signInUpToCallback("github"));
    const victim = new URL(await new TestBrowser(url).signInUpToCallback("github"));
    own.searchParams.set("code", victim.searchParams.get("code") ?? "");
    expect(await browser.follow(own.href)).toBe("/sign-in?problem=provider_refused");
    const denied = new URL(await browser.signInUpToCallback("github"));
    denied.searchParams.delete("code");
    denied.searchParams.set("error", "access_denied");
    expect(await browser.follow(denied.href)).toBe("/sign-in?problem=cancelled");
  });
});
