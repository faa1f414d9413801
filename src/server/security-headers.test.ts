import { afterAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { signedInPerson } from "../accounts/testing.ts";
import { loadStaticFiles } from "../platform/static-files.ts";
import { defaultPreviewAssets } from "../preview/index.ts";
import { servedProject } from "../projects/testing.ts";
import { testServer } from "./testing.ts";
import { sendRaw } from "./testing-raw.ts";

const { app, server, listen, stop } = testServer(
  {},
  { VITRINE_RATE_LIMITS: "off", VITRINE_TRUSTED_PROXIES: "127.0.0.1" },
);
// What breaks inside shows as what it is to everybody: an answer like the others.
server.get(
  "/api/broken",
  () => {
    throw new Error("broken inside");
  },
  { detail: { "x-permission": "public" } },
);
afterAll(stop);
const origin = listen();
const person = await signedInPerson(app);
const aModule =
  loadStaticFiles(join(defaultPreviewAssets(), "modules")).paths.find((path) => path.endsWith(".js")) ?? "";
const world = await servedProject(app);
const owner = world.owner.headers;

interface Kind {
  path: string;
  status: number;
  method?: string;
  headers?: Record<string, string>;
  /** What this kind says instead of what the others say; null where it says nothing. */
  differs?: Record<string, string | RegExp | null>;
}

const sandboxed = /^default-src 'none'.*sandbox/;
const forFrames = { "access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin" };
const kinds: [string, Kind][] = [
  ["the page", { path: "/", status: 200, differs: { "cache-control": "no-cache" } }],
  ["an address of the page", { path: "/admin/people", status: 200, differs: { "cache-control": "no-cache" } }],
  [
    "the API page",
    {
      path: "/api/docs",
      status: 200,
      differs: {
        "content-security-policy":
          /^default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; .*frame-ancestors 'none'$/,
      },
    },
  ],
  ["a file of the API page", { path: "/docs/start.js", status: 200, differs: { "cache-control": "no-cache" } }],
  ["the description", { path: "/api/openapi.json", status: 200 }],
  ["JSON of a person", { path: "/api/auth/me", status: 200, headers: person.headers }],
  ["JSON of everybody", { path: "/api/setup", status: 200 }],
  ["health", { path: "/health", status: 200 }],
  ["metrics", { path: "/metrics", status: 200 }],
  ["an event stream", { path: "/api/auth/events", status: 200, headers: person.headers }],
  ["a redirect", { path: "/api/auth/oauth/nobody", status: 302 }],
  ["a download", { path: "/api/auth/export", status: 200, headers: person.headers }],
  ["an archive", { path: `${world.paths.project}/export`, status: 200, headers: owner }],
  [
    "a picture of a person",
    {
      path: world.paths.picture,
      status: 200,
      headers: owner,
      differs: { "content-security-policy": sandboxed, "cache-control": /^private/ },
    },
  ],
  [
    "a page that a person attached",
    {
      path: world.paths.page,
      status: 200,
      headers: owner,
      differs: { "content-security-policy": sandboxed, "cache-control": /^private/ },
    },
  ],
  [
    "the preview's frame",
    {
      path: "/preview/frame",
      status: 200,
      differs: {
        "content-security-policy": /frame-ancestors 'self'; sandbox allow-scripts allow-forms$/,
        "x-frame-options": "SAMEORIGIN",
        "cache-control": "no-cache",
        "permissions-policy": /camera=\(\).*publickey-credentials-get=\(\)/,
      },
    },
  ],
  [
    "a module of the frame",
    {
      path: `/preview/modules/${aModule}`,
      status: 200,
      differs: { ...forFrames, "cache-control": /immutable$/ },
    },
  ],
  [
    "a placeholder",
    {
      path: "/placeholder.svg?text=%3Cscript%3E",
      status: 200,
      differs: { ...forFrames, "content-security-policy": /sandbox$/, "cache-control": /^public/ },
    },
  ],
  ["a stranger's 401", { path: "/api/auth/me", status: 401 }],
  ["a 403", { path: "/api/admin/users", status: 403, headers: owner }],
  ["a 404 of the API", { path: "/api/nothing", status: 404 }],
  ["a 404 of a file", { path: "/nothing.js", status: 404 }],
  ["a 404 of a module", { path: "/preview/modules/nothing.js", status: 404 }],
  ["a 405", { path: "/api/setup", status: 405, method: "DELETE" }],
  ["a preflight", { path: "/api/setup", status: 405, method: "OPTIONS" }],
  ["a 413", { path: "/api/setup", status: 413, method: "POST", headers: { "content-length": "9000000" } }],
  ["a 415", { path: "/api/setup", status: 415, method: "POST", headers: { "content-type": "text/plain" } }],
  ["a 421", { path: "/api/setup", status: 421, headers: { host: "evil.example.com" } }],
  ["a 422", { path: "/api/auth/login", status: 422, method: "POST" }],
  ["a 500", { path: "/api/broken", status: 500 }],
];

const usual: Record<string, string | RegExp | null> = {
  "content-security-policy": /^default-src 'none'; script-src 'self'; .*base-uri 'none'; frame-ancestors 'none'$/,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "permissions-policy": /camera=\(\).*microphone=\(\).*geolocation=\(\)/,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
  "access-control-allow-origin": null,
  "access-control-allow-credentials": null,
  "strict-transport-security": null,
  "x-request-id": /^[0-9a-f-]{36}$/,
  server: null,
  "x-powered-by": null,
};

const ask = async ({ path, method = "GET", headers = {} }: Kind, more: Record<string, string> = {}) => {
  const lines = Object.entries({ host: "localhost", ...headers, ...more }).map(([name, value]) => `${name}: ${value}`);
  const head = `${method} ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\nConnection: close\r\n\r\n`;
  return sendRaw(origin, head);
};

describe("the headers of", () => {
  test.each(kinds)("%s", async (_name, kind) => {
    const { status, headers } = kind.path.endsWith("/events") ? await streamed(kind) : await ask(kind);
    expect(status).toBe(kind.status);
    for (const [name, wanted] of Object.entries({ ...usual, ...kind.differs })) {
      const found = headers.get(name);
      if (wanted instanceof RegExp) expect([name, wanted.test(found ?? "") || found]).toEqual([name, true]);
      else expect([name, found]).toEqual([name, wanted]);
    }
  });

  test.each(kinds.filter(([name]) => name !== "an event stream"))("%s, behind TLS", async (_name, kind) => {
    const { headers } = await ask(kind, { "x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https" });
    expect(headers.get("strict-transport-security")).toBe("max-age=31536000");
  });

  const compressed = kinds.filter(([, { differs }]) => /no-cache|public/.test(String(differs?.["cache-control"])));
  test.each(compressed.filter(([, { path }]) => !path.startsWith("/placeholder")))(
    "%s tell caches what it hangs on",
    async (_name, kind) => {
      const vary = (await ask(kind)).headers.get("vary");
      expect(vary).toBe(kind.path === "/preview/frame" ? "Host" : "Accept-Encoding");
    },
  );
});

/** A stream ends when it is left. */
async function streamed({ path, headers = {} }: Kind) {
  const answer = await fetch(origin + path, { headers });
  await answer.body?.cancel();
  return answer;
}
