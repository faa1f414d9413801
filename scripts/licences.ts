import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface Manifest {
  name: string;
  version: string;
  license?: string | { type?: string };
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/** Built into the executable although it is a development dependency: the API reference page. */
const alsoEmbedded = ["@scalar/api-reference"];

const runtimeNotice = `Bun (the runtime inside this executable), https://github.com/oven-sh/bun, MIT.
Bun links JavaScriptCore and parts of WebKit (LGPL-2.0-or-later and BSD), BoringSSL (ISC, OpenSSL, BSD), SQLite (public
domain), zlib-ng and libdeflate (zlib, MIT), brotli (MIT), zstd (BSD), c-ares (MIT), libuv (MIT), lol-html (BSD-3-Clause),
mimalloc (MIT), simdutf (Apache-2.0), uSockets and uWebSockets (Apache-2.0) and others that its own licence page names.
The source of the runtime and the means to link it again are published at the address above.`;

const read = (file: string): Manifest => JSON.parse(readFileSync(file, "utf8"));

/** Where Node's resolution finds a package, starting at the folder of the one that asks for it. */
function locate(top: string, from: string, name: string): string | undefined {
  for (let folder = from; folder.startsWith(top); folder = join(folder, "..")) {
    const candidate = join(folder, "node_modules", name);
    if (existsSync(join(candidate, "package.json"))) return candidate;
  }
  return undefined;
}

function noticeText(folder: string): string {
  const names = readdirSync(folder).filter(
    (name) => /^(licen[cs]e|copying|notice|ofl)/i.test(name) && !/\.(js|ts)$/.test(name),
  );
  return names
    .sort()
    .map((name) => readFileSync(join(folder, name), "utf8").trim())
    .join("\n\n");
}

/**
 * The notices of everything inside the executable: each package that the product depends on, directly or not, with its
 * licence text as it ships. Equal texts are printed once.
 */
export function buildLicences(top: string): string {
  const root = read(join(top, "package.json"));
  const found = new Map<string, { manifest: Manifest; text: string }>();
  const visit = (name: string, from: string) => {
    const folder = locate(top, from, name);
    if (!folder) return;
    const manifest = read(join(folder, "package.json"));
    const key = `${manifest.name}@${manifest.version}`;
    if (found.has(key)) return;
    found.set(key, { manifest, text: noticeText(folder) });
    for (const dependency of Object.keys(manifest.dependencies ?? {})) visit(dependency, folder);
  };
  for (const name of [...Object.keys(root.dependencies ?? {}), ...alsoEmbedded]) visit(name, top);

  const byText = new Map<string, string[]>();
  for (const [key, { manifest, text }] of [...found].sort(([a], [b]) => a.localeCompare(b))) {
    const licence =
      typeof manifest.license === "string" ? manifest.license : (manifest.license?.type ?? "see its text");
    const body = text || `Licensed under ${licence}; the package ships no licence text of its own.`;
    byText.set(body, [...(byText.get(body) ?? []), `${key} (${licence})`]);
  }
  const rule = "-".repeat(78);
  const own = readFileSync(join(top, "LICENSE"), "utf8").trim();
  const sections = [...byText].map(([text, packages]) => `${rule}\n${packages.join("\n")}\n\n${text}`);
  return [
    `Vitrine is licensed under the Apache License 2.0. It contains the works listed below.\n`,
    `${rule}\nVitrine\n\n${own}`,
    `${rule}\n${runtimeNotice}`,
    ...sections,
    "",
  ].join("\n\n");
}
