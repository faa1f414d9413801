import { expect, test } from "bun:test";
import { showsMultiFactor } from "./multi-factor.ts";
import { admitsDomain, isAuthority, type ProviderKind, requireIssuer, type SignInProvider } from "./provider.ts";
import { safeReturnTo, withParameter } from "./return-to.ts";
import { signInProblems } from "./sign-in-problem.ts";

const provider = (kind: ProviderKind, ...allowedDomains: string[]): SignInProvider => ({
  id: kind,
  source: "page",
  kind,
  label: kind,
  issuer: "https://issuer.example",
  clientId: "c",
  clientSecret: "",
  enabled: true,
  allowedDomains,
  createAccounts: true,
});

test.each<[string, SignInProvider, string, string | undefined, boolean, boolean]>([
  ["Google is the authority for its own mail", provider("google"), "a@gmail.com", undefined, true, true],
  ["Google is for an organisation that it manages", provider("google"), "a@corp.test", "corp.test", true, true],
  ["Google is not for an address that it only mailed once", provider("google"), "a@corp.test", undefined, false, true],
  ["Google is not for another organisation", provider("google"), "a@corp.test", "evil.test", false, true],
  ["and then an allowed domain does not help", provider("google", "corp.test"), "a@corp.test", undefined, false, false],
  ["an issuer is for the domains it was given", provider("oidc", "corp.test"), "a@corp.test", undefined, true, true],
  ["an issuer without domains is for none", provider("oidc"), "a@corp.test", undefined, false, true],
  ["a longer domain is another one", provider("oidc", "corp.test"), "a@corp.test.evil", undefined, false, false],
  ["a subdomain is another one", provider("oidc", "corp.test"), "a@x.corp.test", undefined, false, false],
  ["GitHub is for none", provider("github", "corp.test"), "a@corp.test", undefined, false, true],
])("%s", (_name, who, email, hostedDomain, authority, admitted) => {
  expect([isAuthority(who, { email, hostedDomain }), admitsDomain(who, { email, hostedDomain })]).toEqual([
    authority,
    admitted,
  ]);
});

test.each<[unknown, unknown, boolean]>([
  [["mfa"], undefined, true],
  [["pwd", "otp"], undefined, true],
  [["pwd", "pin"], undefined, false],
  [["otp"], undefined, false],
  [["pwd", "toString"], undefined, false],
  ["mfa", undefined, false],
  [undefined, "phr", true],
  [undefined, "1", false],
  [undefined, undefined, false],
])("methods %j and class %j: more than one factor is %p", (amr, acr, expected) => {
  expect(showsMultiFactor(amr, acr)).toBe(expected);
});

test("an issuer is https, or on this machine", () => {
  expect(requireIssuer("oidc", " https://login.example.org/tenant/ ")).toBe("https://login.example.org/tenant/");
  expect(requireIssuer("oidc", "http://localhost:8081")).toBe("http://localhost:8081");
  expect(requireIssuer("google", "https://evil.example")).toBe("https://accounts.google.com");
  expect(requireIssuer("github", undefined)).toBe("https://github.com");
  expect(requireIssuer("github", "https://git.example.org/")).toBe("https://git.example.org");
  for (const wrong of [
    undefined,
    "",
    "login.example.org",
    "http://login.example.org",
    "https://a:b@c.test",
    "https://a.test?b",
  ]) {
    expect(() => requireIssuer("oidc", wrong)).toThrow("https");
  }
});

test("a path keeps its query and fragment, and takes one more parameter", () => {
  expect(safeReturnTo("/projects/1?tab=code#L3")).toBe("/projects/1?tab=code#L3");
  expect(safeReturnTo("/a/../b")).toBe("/b");
  expect(withParameter("/account/security?a=1#x", "problem", "a b")).toBe("/account/security?a=1&problem=a+b#x");
});

test("every problem has a sentence on the page", async () => {
  const { signInProblems: sentences } = await import("../../../ui/lib/sign-in-problems.ts");
  expect(Object.keys(sentences).sort()).toEqual([...signInProblems].sort());
});
