import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gunzipSync, gzipSync } from "node:zlib";
import { hasHashInName, loadStaticFiles, type StaticFiles } from "./static-files.ts";
import { temporaryFolder } from "./testing.ts";

const folder = temporaryFolder();
let files: StaticFiles;

beforeAll(() => {
  mkdirSync(join(folder.path, "js"));
  writeFileSync(join(folder.path, "index.html"), "<p>page</p>");
  writeFileSync(join(folder.path, "index.html.br"), "brotli");
  writeFileSync(join(folder.path, "index.html.gz"), "gzip");
  writeFileSync(join(folder.path, "js/app-1a2b3c4d.js"), "1");
  writeFileSync(join(folder.path, ".env"), "SECRET=1");
  writeFileSync(join(folder.path, "large.js.gz"), gzipSync("unpacked"));
  writeFileSync(join(folder.path, "once.js.br"), brotliCompressSync("unpacked"));
  files = loadStaticFiles(folder.path, { immutable: hasHashInName, headers: { "x-own": "1" } });
});
afterAll(() => folder.remove());

const ask = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  files.respond(new Request(`http://localhost/${path}`, { headers, method }), path);

describe("static files", () => {
  test.each([
    ["br, gzip", "br", "brotli"],
    ["gzip", "gzip", "gzip"],
    ["br;q=0, gzip;q=0.5", "gzip", "gzip"],
    ["*", "br", "brotli"],
    ["identity", null, "<p>page</p>"],
    ["", null, "<p>page</p>"],
  ])("Accept-Encoding %p gets %p", async (accepted, encoding, body) => {
    const answer = ask("index.html", { "accept-encoding": accepted });
    expect(answer?.headers.get("content-encoding")).toBe(encoding);
    expect(answer?.headers.get("vary")).toBe("Accept-Encoding");
    expect(await answer?.text()).toBe(body);
  });

  test("each encoding has an ETag of its own, and a match is a 304 without a body", async () => {
    const plain = ask("index.html")?.headers.get("etag") ?? "";
    const brotli = ask("index.html", { "accept-encoding": "br" })?.headers.get("etag") ?? "";
    expect(plain).not.toBe(brotli);
    const again = ask("index.html", { "if-none-match": `"other", W/${plain}` });
    expect(again?.status).toBe(304);
    expect(await again?.text()).toBe("");
    expect(ask("index.html", { "if-none-match": brotli })?.status).toBe(200);
  });

  test("only a name with a hash may be kept for ever", () => {
    expect(ask("js/app-1a2b3c4d.js")?.headers.get("cache-control")).toContain("immutable");
    expect(ask("index.html")?.headers.get("cache-control")).toBe("no-cache");
    expect(ask("index.html")?.headers.get("x-own")).toBe("1");
  });

  test("a file that lies there compressed alone is unpacked for a client that takes no encoding", async () => {
    expect(files.paths).toContain("large.js");
    expect(await ask("large.js")?.text()).toBe("unpacked");
    expect(ask("large.js", { "accept-encoding": "br, gzip" })?.headers.get("content-encoding")).toBe("gzip");
  });

  test("a file that lies there as brotli alone is gzip for a client that takes no more", async () => {
    const answer = ask("once.js", { "accept-encoding": "gzip, deflate" });
    expect(answer?.headers.get("content-encoding")).toBe("gzip");
    expect(gunzipSync(new Uint8Array((await answer?.arrayBuffer()) ?? [])).toString()).toBe("unpacked");
    expect(await ask("once.js")?.text()).toBe("unpacked");
    const smallest = ask("once.js", { "accept-encoding": "gzip, deflate, br, zstd" });
    expect(smallest?.headers.get("content-encoding")).toBe("br");
  });

  test("HEAD tells the length and sends nothing", async () => {
    const answer = ask("index.html", {}, "HEAD");
    expect(answer?.headers.get("content-length")).toBe("11");
    expect(await answer?.text()).toBe("");
  });

  test.each(["", "missing.js", ".env", "index.html.br", "large.js.gz", "../package.json", "js", "js/../index.html"])(
    "%p is not there",
    (path) => {
      expect(ask(path)).toBeUndefined();
    },
  );
});
