import { createHash } from "node:crypto";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { BunPlugin } from "bun";

export interface UiBuild {
  /** Files below `outDir`; a file's URL is "/" plus its path, and everything under `static/` has a hash in its name. */
  files: string[];
}

interface Face {
  family: string;
  package: string;
  name: string;
  weights: string;
  /** Wanted before the first paint. */
  preload: boolean;
}

const faces: Face[] = [
  { family: "Inter Variable", package: "inter", name: "inter", weights: "100 900", preload: true },
  {
    family: "JetBrains Mono Variable",
    package: "jetbrains-mono",
    name: "jetbrains-mono",
    weights: "100 800",
    preload: false,
  },
];

/** As published by the font packages; the browser loads latin-ext only for a page that has such a letter. */
const subsets = {
  "latin-ext":
    "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF",
  latin:
    "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
};

const root = join(import.meta.dir, "..");

/**
 * Bundles the page into `outDir` (emptied first): `index.html` for every route of the page, and `static/*` with a hash
 * in each name. Nothing is compressed here.
 * @throws Error with the bundler's messages
 */
export async function buildUi(outDir: string, options: { plugins?: BunPlugin[] } = {}): Promise<UiBuild> {
  await rm(outDir, { recursive: true, force: true });
  const naming = { entry: "[name].[ext]", chunk: "static/[name]-[hash].[ext]", asset: "static/[name]-[hash].[ext]" };
  const shared = { target: "browser", minify: true, sourcemap: "none", throw: true } as const;
  const define = {
    "process.env.NODE_ENV": '"production"',
    ACCOUNT_SHEET: JSON.stringify(await bundleSheet(join(import.meta.dir, "styles/account.css"))),
    ADMIN_SHEET: JSON.stringify(await bundleSheet(join(import.meta.dir, "styles/admin.css"))),
  };
  await Bun.build({
    ...shared,
    define,
    entrypoints: [join(import.meta.dir, "index.html")],
    outdir: outDir,
    splitting: true,
    publicPath: "/",
    naming,
    plugins: options.plugins ?? [],
  });
  // Its own classic script: a module runs too late to set the theme before the first paint.
  const boot = await Bun.build({
    ...shared,
    entrypoints: [join(import.meta.dir, "styles/theme-boot.ts")],
    format: "iife",
  });
  const bootText = await boot.outputs[0]?.text();
  if (bootText === undefined) throw new Error("The theme script was not built.");
  const bootUrl = await put(outDir, "theme-boot", "js", new TextEncoder().encode(bootText));
  const fonts = await writeFonts(outDir);

  const page = Bun.file(join(outDir, "index.html"));
  const head = [
    `<script src="${bootUrl}"></script>`,
    ...fonts.preload.map((url) => `<link rel="preload" as="font" type="font/woff2" crossorigin href="${url}">`),
    `<link rel="stylesheet" href="${fonts.css}">`,
  ].join("");
  await Bun.write(page, (await page.text()).replace("</title>", `</title>${head}`));
  const entries = await readdir(outDir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return { files: files.map((entry) => join(entry.parentPath, entry.name).slice(outDir.length + 1)).sort() };
}

/** A style sheet with its imports as one text, for a part of the page that brings its own. */
async function bundleSheet(file: string): Promise<string> {
  const built = await Bun.build({ entrypoints: [file], minify: true, throw: true });
  const text = await built.outputs[0]?.text();
  if (text === undefined) throw new Error(`${file} was not built.`);
  return text.trim();
}

/** Writes `static/<name>-<hash>.<extension>` and returns its URL. */
async function put(outDir: string, name: string, extension: string, bytes: Uint8Array): Promise<string> {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
  const path = `static/${name}-${hash}.${extension}`;
  await mkdir(join(outDir, "static"), { recursive: true });
  await Bun.write(join(outDir, path), bytes);
  return `/${path}`;
}

/** The bundler would put fonts into the style sheet as text; they are files of their own here, fetched when needed. */
async function writeFonts(outDir: string): Promise<{ css: string; preload: string[] }> {
  const rules: string[] = [];
  const preload: string[] = [];
  for (const face of faces) {
    for (const [subset, range] of Object.entries(subsets)) {
      const file = join(
        root,
        "node_modules/@fontsource-variable",
        face.package,
        "files",
        `${face.name}-${subset}-wght-normal.woff2`,
      );
      const url = await put(outDir, `${face.name}-${subset}`, "woff2", await Bun.file(file).bytes());
      if (face.preload && subset === "latin") preload.push(url);
      rules.push(
        `@font-face{font-family:"${face.family}";font-style:normal;font-display:swap;font-weight:${face.weights};src:url(${url}) format("woff2");unicode-range:${range}}`,
      );
    }
  }
  return { css: await put(outDir, "fonts", "css", new TextEncoder().encode(rules.join("\n"))), preload };
}

if (import.meta.main) {
  const outDir = process.argv[2] ?? join(root, ".build/assets/ui");
  const { files } = await buildUi(outDir);
  process.stderr.write(`${files.length} files in ${outDir}\n`);
}
