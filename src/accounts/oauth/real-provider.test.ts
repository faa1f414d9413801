import { afterAll, describe, expect, test } from "bun:test";
import { auditEntries } from "../schema.ts";
import { identities, oauthFlows } from "./schema.ts";
import { startAppliance, startRealProvider, TestBrowser } from "./testing.ts";

const home = await startAppliance();
const { app, url } = home;
const { issuer, become, ...provider } = await startRealProvider(
  ["company", "other"].map((id) => `${url}/api/auth/oauth/${id}/callback`),
);
home.add("oidc", { label: "Company", issuer, allowedDomains: ["example.org"] });
afterAll(async () => {
  await provider.stop();
  await home.stop();
});

const registration = (how: string) =>
  fetch(`${url}/api/admin/sign-in`, {
    method: "PATCH",
    headers: { ...home.admin.headers, "content-type": "application/json" },
    body: JSON.stringify({ registration: how }),
  });

describe("with a real provider", () => {
  test("a newcomer joins where it is open, comes back as the same person, and lands where they wanted", async () => {
    await registration("open");
    await become({ sub: "ada", email: "Ada@Example.org", verified: true, name: "Ada L." });
    const browser = new TestBrowser(url);
    expect(await browser.signIn("company", "/projects/7?tab=code")).toBe("/projects/7?tab=code");
    expect(await browser.whoAmI()).toBe("ada@example.org");
    const again = new TestBrowser(url);
    expect(await again.signIn("company")).toBe("/projects");
    expect(await again.whoAmI()).toBe("ada@example.org");
    expect(app.db.select().from(identities).all()).toHaveLength(1);
    expect(app.db.select().from(oauthFlows).all()).toEqual([]);
  });

  test("an e-mail address that is not verified, or missing, signs nobody in", async () => {
    for (const [person, why] of [
      [{ sub: "bea", email: "bea@example.org", verified: false }, "email_unverified"],
      [{ sub: "cy", email: "cy@example.org" }, "email_unverified"],
      [{ sub: "dan" }, "email_missing"],
      [{ sub: "eve", email: "eve@elsewhere.test", verified: true }, "domain_not_allowed"],
      [{ sub: "ada", email: "ada@example.org", verified: false }, "email_unverified"],
    ] as const) {
      await become(person);
      const browser = new TestBrowser(url);
      expect(await browser.signIn("company")).toBe(`/sign-in?problem=${why}`);
      expect(await browser.whoAmI()).toBeUndefined();
    }
  });

  test("a callback counts once, in the browser that began, at its own door", async () => {
    await become({ sub: "ada", email: "ada@example.org", verified: true });
    const browser = new TestBrowser(url);
    const callback = await browser.signInUpToCallback("company");
    const stranger = new TestBrowser(url);
    await stranger.send(`${url}/api/auth/oauth/company`);
    expect(await stranger.follow(callback)).toBe("/sign-in?problem=flow_expired");
    expect(await new TestBrowser(url).follow(callback)).toBe("/sign-in?problem=flow_expired");
    expect(await browser.follow(callback)).toBe("/projects");
    expect(await browser.follow(callback)).toBe("/sign-in?problem=flow_expired");
    expect(await stranger.whoAmI()).toBeUndefined();
  });

  test.each([
    ["another state", (at: URL) => at.searchParams.set("state", "x".repeat(43)), "flow_expired"],
    ["two states", (at: URL) => at.searchParams.append("state", "x"), "flow_expired"],
    ["no state", (at: URL) => at.searchParams.delete("state"), "flow_expired"],
    ["another issuer", (at: URL) => at.searchParams.set("iss", "https://evil.example"), "provider_invalid"],
    ["no issuer", (at: URL) => at.searchParams.delete("iss"), "provider_invalid"],
    ["another code", (at: URL) => at.searchParams.set("code", "guessed"), "provider_refused"],
    ["two codes", (at: URL) => at.searchParams.append("code", "guessed"), "provider_invalid"],
    [
      "an error in place of the code",
      (at: URL) => {
        at.searchParams.delete("code");
        at.searchParams.set("error", "access_denied");
      },
      "cancelled",
    ],
  ])("an answer with %s signs nobody in", async (_name, change, why) => {
    const browser = new TestBrowser(url);
    const callback = new URL(await browser.signInUpToCallback("company"));
    change(callback);
    expect(await browser.follow(callback.href)).toBe(`/sign-in?problem=${why}`);
    expect(await browser.whoAmI()).toBeUndefined();
  });

  test("a code of one sign-in is worth nothing in another: PKCE and nonce bind it", async () => {
    const thief = new TestBrowser(url);
    const own = new URL(await thief.signInUpToCallback("company"));
    const victim = new URL(await new TestBrowser(url).signInUpToCallback("company"));
    own.searchParams.set("code", victim.searchParams.get("code") ?? "");
    expect(await thief.follow(own.href)).toBe("/sign-in?problem=provider_refused");
  });

  test("somebody who says no there is back where they began", async () => {
    await become({ sub: "fay", declines: true });
    expect(await new TestBrowser(url).signIn("company")).toBe("/sign-in?problem=cancelled");
    await become({ sub: "ada", email: "ada@example.org", verified: true });
  });

  test("an answer of one provider at the door of another is refused", async () => {
    home.add("oidc", { label: "Other", issuer, allowedDomains: ["example.org"] });
    const browser = new TestBrowser(url);
    const callback = new URL(await browser.signInUpToCallback("company"));
    callback.pathname = "/api/auth/oauth/other/callback";
    expect(await browser.follow(callback.href)).toBe("/sign-in?problem=provider_invalid");
  });

  test("a sign-in that takes more than ten minutes has to begin again", async () => {
    const browser = new TestBrowser(url);
    const callback = await browser.signInUpToCallback("company");
    await home.clock.advance(10 * 60_000);
    expect(await browser.follow(callback)).toBe("/sign-in?problem=flow_expired");
  });

  test("nothing secret is stored or written down", () => {
    const text = JSON.stringify([app.db.select().from(auditEntries).all(), app.db.select().from(oauthFlows).all()]);
    expect(text).not.toContain("a secret between");
    expect(text).toContain("user.registered");
    const stored = JSON.stringify(app.db.$client.query("SELECT * FROM sign_in_providers").all());
    expect(stored).not.toContain("a secret between");
  });
});

test.each([
  ["https://evil.example/"],
  ["//evil.example"],
  ["/\\evil.example"],
  ["\\\\evil.example"],
  ["/%2fevil.example"],
  ["/%5cevil.example"],
  ["/x/..//evil.example"],
  ["/\t/evil.example"],
  ["javascript:alert(1)"],
  ["projects"],
  ["/api/auth/logout"],
  [`/${"a".repeat(2000)}`],
])("%s is no place to return to", async (returnTo) => {
  await become({ sub: "ada", email: "ada@example.org", verified: true });
  expect(await new TestBrowser(url).signIn("company", returnTo)).toBe("/projects");
});

test("a provider that is not there, or turned off, is told by the page", async () => {
  expect(await new TestBrowser(url).signIn("nobody")).toBe("/sign-in?problem=provider_unknown");
  home.add("oidc", { label: "Off", issuer, enabled: false });
  expect(await new TestBrowser(url).signIn("off")).toBe("/sign-in?problem=provider_unknown");
});
