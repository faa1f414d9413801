import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join, relative } from "node:path";
import { brotliDecompressSync, gunzipSync, gzipSync } from "node:zlib";
import { sha256 } from "./random.ts";

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".map": "application/json",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
};

/** Encodings in the order we prefer them, with the ending of the precompressed sibling. */
const encodings = [
  { name: "br", ending: ".br" },
  { name: "gzip", ending: ".gz" },
] as const;

interface Variant {
  bytes: Uint8Array<ArrayBuffer>;
  etag: string;
}

export interface StaticFiles {
  /** Every file, relative to the folder, without the precompressed siblings. */
  readonly paths: string[];
  /** The answer for a file (200 or 304), or undefined when there is none of that path. */
  respond(request: Request, path: string): Response | undefined;
}

export interface StaticOptions {
  /** Sent with every file. */
  headers?: Record<string, string>;
  /** Files whose name changes with their content; they may be kept for ever. */
  immutable?: (path: string) => boolean;
}

/** A name with a content hash of at least eight characters before its ending, as bundlers write it. */
export const hasHashInName = (path: string): boolean => /[-.][A-Za-z0-9_]{8,}\.[a-z0-9]+$/.test(path);

/**
 * Serves a folder that was complete when the program was built. The list of names is read at start and nothing outside
 * it can be asked for; bytes are read at the first request and kept. Compressed siblings (`.br`, `.gz`) are chosen by
 * `Accept-Encoding`, each with an ETag of its own (RFC 9110, 8.8.3.3). A file may lie there as one of them alone, since two
 * copies of everything are megabytes: clients that take no encoding then get it unpacked, and from brotli, which
 * browsers take only over TLS and from this machine, the rest get gzip. Both are made when they are first asked for.
 */
export function loadStaticFiles(folder: string, options: StaticOptions = {}): StaticFiles {
  const names = new Set(listFiles(folder));
  const loaded = new Map<string, Variant>();

  const compressed = (name: string) => encodings.some(({ ending }) => name.endsWith(ending));
  const paths = new Set([...names].map((name) => (compressed(name) ? name.replace(/\.[a-z]+$/, "") : name)));

  const read = (name: string): Buffer => readFileSync(join(folder, name));

  function contentOf(name: string): Buffer {
    if (names.has(name)) return read(name);
    if (name.endsWith(".gz")) return gzipSync(contentOf(name.slice(0, -".gz".length)));
    return names.has(`${name}.br`) ? brotliDecompressSync(read(`${name}.br`)) : gunzipSync(read(`${name}.gz`));
  }

  function load(name: string): Variant {
    let variant = loaded.get(name);
    if (!variant) {
      const bytes = new Uint8Array(contentOf(name));
      variant = { bytes, etag: `"${sha256(bytes).slice(0, 24)}"` };
      loaded.set(name, variant);
    }
    return variant;
  }

  return {
    paths: [...paths],
    respond(request, path) {
      if (!paths.has(path)) return undefined;
      const encoding = chooseEncoding(
        request.headers.get("accept-encoding") ?? "",
        (ending) => names.has(path + ending) || (ending === ".gz" && names.has(`${path}.br`)),
      );
      const { bytes, etag } = load(encoding ? path + encoding.ending : path);
      const headers = new Headers(options.headers);
      headers.set("content-type", types[extname(path)] ?? "application/octet-stream");
      headers.set("etag", etag);
      headers.set("vary", "Accept-Encoding");
      headers.set("cache-control", options.immutable?.(path) ? "public, max-age=31536000, immutable" : "no-cache");
      if (matches(request.headers.get("if-none-match"), etag)) return new Response(null, { status: 304, headers });
      if (encoding) headers.set("content-encoding", encoding.name);
      headers.set("content-length", String(bytes.byteLength));
      return new Response(request.method === "HEAD" ? null : bytes, { headers });
    },
  };
}

function listFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

function chooseEncoding(accepted: string, exists: (ending: string) => boolean) {
  const offers = new Map(
    accepted.split(",").map((offer) => {
      const [name = "", ...parameters] = offer.trim().toLowerCase().split(";");
      const quality = parameters.find((parameter) => parameter.trim().startsWith("q="));
      return [name.trim(), quality === undefined ? 1 : Number(quality.trim().slice(2))] as const;
    }),
  );
  return encodings.find(({ name, ending }) => (offers.get(name) ?? offers.get("*") ?? 0) > 0 && exists(ending));
}

function matches(header: string | null, etag: string): boolean {
  if (header === null) return false;
  return header.split(",").some((one) => one.trim() === "*" || one.trim().replace(/^W\//, "") === etag);
}
