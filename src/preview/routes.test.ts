import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { framePolicy } from "./frame-policy.ts";
import { type PreviewServer, startPreviewServer, testAssets } from "./testing.ts";

setDefaultTimeout(30_000);

let server: PreviewServer;
let assets: string;
beforeAll(async () => {
  assets = await testAssets();
  server = await startPreviewServer(assets);
});
afterAll(() => server.stop());

const get = (path: string, headers: Record<string, string> = {}) => fetch(new URL(path, server.url), { headers });

test("building is only for people who may", async () => {
  const answer = await fetch(new URL("/api/preview/build", server.url), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ files: [{ path: "a.tsx", text: "" }] }),
  });
  expect(answer.ok).toBe(false);
});

test("the frame's document has its own policy", async () => {
  const answer = await get("/preview/frame");
  expect(answer.status).toBe(200);
  const policy = answer.headers.get("content-security-policy") ?? "";
  const { host } = new URL(server.url);
  expect(policy).toContain(`script-src http://${host}/preview/modules/ blob: 'sha256-`);
  for (const part of [
    "default-src 'none'",
    "connect-src 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    "sandbox allow-scripts",
  ]) {
    expect(policy).toContain(part);
  }
  expect(policy).not.toContain("allow-same-origin");
  expect(policy).not.toContain("unsafe-eval");
  expect(answer.headers.get("x-frame-options")).toBe("SAMEORIGIN");
});

describe("a host that cannot stand in a policy", () => {
  test.each(["[::1]:8080", "evil.example; script-src *", "a b", ""])("%s", (host) => {
    const policy = framePolicy(host, []);
    expect(policy).toContain("script-src 'self' blob:");
    expect(policy.split("script-src")).toHaveLength(2);
  });
});

test("modules are public, compressed, and kept for ever", async () => {
  const { imports } = await Bun.file(`${assets}/importmap.json`).json();
  const answer = await get(imports["react-dom/client"], { "accept-encoding": "br" });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  expect(answer.headers.get("content-encoding")).toBe("br");
  expect(answer.headers.get("cache-control")).toContain("immutable");
  const etag = answer.headers.get("etag") ?? "";
  expect((await get(imports["react-dom/client"], { "accept-encoding": "br", "if-none-match": etag })).status).toBe(304);
  for (const path of [
    "/preview/modules/../importmap.json",
    "/preview/modules/none.js",
    "/preview/modules/%2e%2e/manifest.json",
  ]) {
    expect((await get(path)).ok).toBe(false);
  }
});

test("the placeholder has the asked size and nothing of the asked text that could run", async () => {
  const svg = await (await get("/placeholder.svg?height=120&width=240&text=%3Cscript%3E")).text();
  expect(svg).toContain('width="240" height="120"');
  expect(svg).not.toContain("<script");
  expect(await (await get("/placeholder.svg?height=abc&width=99999999")).text()).toContain('width="4000" height="400"');
});
