import { describe, expect, test } from "bun:test";
import { noteClient } from "../../platform/client.ts";
import { loadConfig } from "../../platform/config.ts";
import { passkeysWork, relyingPartyOf, requireRelyingParty } from "./relying-party.ts";

const configOf = (settings: Record<string, string>) => loadConfig({ data: "/nonexistent" }, settings);

function asked(url: string, settings: Record<string, string> = {}, headers: Record<string, string> = {}) {
  const config = configOf({ VITRINE_TRUSTED_PROXIES: "192.0.2.1", ...settings });
  const { host } = new URL(url);
  const request = new Request(url, { headers: { host, ...headers } });
  noteClient(config, request, "192.0.2.1");
  return { app: { config }, request };
}

const publicUrl = { VITRINE_PUBLIC_URL: "https://vitrine.example.org" };
const tls = { "x-forwarded-for": "198.51.100.7", "x-forwarded-proto": "https" };

describe("the relying party of a page", () => {
  test.each<[string, ReturnType<typeof asked>, { id: string; origin: string } | undefined]>([
    ["on this machine", asked("http://localhost:8080/"), { id: "localhost", origin: "http://localhost:8080" }],
    ["under a name of this machine", asked("http://v.localhost/"), { id: "v.localhost", origin: "http://v.localhost" }],
    ["over TLS", asked("https://vitrine.lan/"), { id: "vitrine.lan", origin: "https://vitrine.lan" }],
    [
      "over TLS at a port",
      asked("https://vitrine.lan:8443/"),
      { id: "vitrine.lan", origin: "https://vitrine.lan:8443" },
    ],
    ["in capitals", asked("http://x/", {}, { host: "LOCALHOST:80" }), { id: "localhost", origin: "http://localhost" }],
    [
      "whose proxy ended TLS",
      asked("http://vitrine.lan/", {}, tls),
      { id: "vitrine.lan", origin: "https://vitrine.lan" },
    ],
    ["without TLS", asked("http://vitrine.lan/"), undefined],
    ["under an address", asked("https://192.0.2.7/"), undefined],
    ["under an IPv6 address", asked("https://[2001:db8::1]/"), undefined],
    ["under this machine's address", asked("http://127.0.0.1:8080/"), undefined],
    ["under what is no name", asked("http://x/", {}, { host: "a b" }), undefined],
    [
      "at the public URL",
      asked("https://vitrine.example.org/", publicUrl),
      { id: "vitrine.example.org", origin: "https://vitrine.example.org" },
    ],
    [
      "at the public URL, whose proxy says nothing",
      asked("http://vitrine.example.org/", publicUrl),
      { id: "vitrine.example.org", origin: "https://vitrine.example.org" },
    ],
    [
      "at the public URL with its usual port",
      asked("http://x/", publicUrl, { host: "vitrine.example.org:443" }),
      { id: "vitrine.example.org", origin: "https://vitrine.example.org" },
    ],
    [
      "at another port of the public URL",
      asked("http://x/", publicUrl, { host: "vitrine.example.org:444" }),
      undefined,
    ],
    ["beside the public URL", asked("https://vitrine.lan/", publicUrl), undefined],
    ["on this machine beside the public URL", asked("http://localhost:8080/", publicUrl), undefined],
    [
      "at a public URL without TLS",
      asked("http://vitrine.lan/", { VITRINE_PUBLIC_URL: "http://vitrine.lan" }),
      undefined,
    ],
  ])("%s", (_where, { app, request }, party) => {
    expect(relyingPartyOf(app, request)).toEqual(party);
    expect(passkeysWork(app, request)).toBe(party !== undefined);
  });

  test("is told where it is when a page has none", () => {
    const beside = asked("https://vitrine.lan/", publicUrl);
    expect(() => requireRelyingParty(beside.app, beside.request)).toThrow("Open https://vitrine.example.org");
    const plain = asked("http://192.0.2.7/");
    expect(() => requireRelyingParty(plain.app, plain.request)).toThrow("Use https, or localhost.");
  });
});
