import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { buildLicences } from "./licences.ts";

const help = `usage: scripts/build [--assets] [--force] [--outfile FILE]

Builds what a Vitrine executable consists of, each part only when its sources changed:
  .build/assets   the page, the preview's modules, migrations and notices
  .build/vitrine  the executable

  --assets        stop after the assets (enough for tests and for running from the checkout)
  --force         build everything again
  --outfile FILE  where the executable goes

example: scripts/build && .build/vitrine serve --data /tmp/vitrine`;

const top = join(import.meta.dir, "..");
const build = join(top, ".build");
const assets = join(build, "assets");
const stamps = join(build, "stamps");

interface Part {
  name: string;
  /** Files and folders whose content decides whether this part is built again. */
  sources: string[];
  /** What must exist afterwards. */
  output: string;
  run(): Promise<void>;
}

function digest(paths: string[]): string {
  const hash = new Bun.CryptoHasher("sha256").update(Bun.version);
  const visit = (path: string) => {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) visit(join(path, name));
    } else if (!/\.test\.tsx?$/.test(path)) {
      hash.update(relative(top, path)).update(readFileSync(path));
    }
  };
  for (const path of paths) visit(join(top, path));
  return hash.digest("hex");
}

/** Builds into a fresh folder and swaps it in, so that a broken build never leaves half of an output behind. */
async function intoFresh(output: string, write: (folder: string) => Promise<void>): Promise<void> {
  const fresh = `${output}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  await write(fresh);
  rmSync(output, { recursive: true, force: true });
  renameSync(fresh, output);
}

const compressible = /\.(html|js|css|svg|json|txt|map)$/;

/**
 * Leaves `.br` and `.gz` in place of every file that gains from it; the server picks by `Accept-Encoding`, and unpacks for
 * the rare client that takes neither. Browsers offer `br` over TLS and to localhost alone, hence both.
 */
function precompress(folder: string, withBrotli = true): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !compressible.test(entry.name)) continue;
    const file = join(entry.parentPath, entry.name);
    const bytes = readFileSync(file);
    if (bytes.length < 512) continue;
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
    if (withBrotli) {
      const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
      writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }));
    }
    rmSync(file);
  }
}

const common = ["package.json", "bun.lock", "scripts/build.ts"];

const parts: Part[] = [
  {
    name: "preview modules",
    sources: [
      ...common,
      "src/preview/modules",
      "src/preview/kit",
      "src/preview/build/candidates.ts",
      "src/preview/placeholder.ts",
      "ui/frame",
    ],
    output: join(assets, "preview"),
    async run() {
      const { buildPreviewAssets } = await import("../src/preview/modules/build.ts");
      await intoFresh(this.output, async (folder) => {
        await buildPreviewAssets(folder, top, 11);
        // One copy of every module, the smallest: two of each would be a megabyte of the executable.
        for (const name of readdirSync(join(folder, "modules"))) {
          if (/\.js(\.gz)?$/.test(name)) rmSync(join(folder, "modules", name));
        }
      });
    },
  },
  {
    name: "page",
    sources: [...common, "ui"],
    output: join(assets, "ui"),
    async run() {
      const { buildUi } = await import("../ui/build.ts");
      await intoFresh(this.output, async (folder) => {
        await buildUi(folder);
        precompress(folder);
      });
    },
  },
  {
    name: "API reference",
    sources: [...common, "src/server/docs-start.js"],
    output: join(assets, "docs"),
    async run() {
      await intoFresh(this.output, async (folder) => {
        cpSync(join(top, "node_modules/@scalar/api-reference/dist/browser/standalone.js"), join(folder, "scalar.js"));
        cpSync(join(top, "src/server/docs-start.js"), join(folder, "start.js"));
        precompress(folder, false);
      });
    },
  },
  {
    name: "formatter",
    sources: [...common, "src/llm/builtin/code/prettier.ts"],
    output: join(assets, "formatter"),
    async run() {
      await intoFresh(this.output, async (folder) => {
        const entry = join(top, "src/llm/builtin/code/prettier.ts");
        await Bun.build({ entrypoints: [entry], outdir: folder, target: "bun", minify: true });
      });
    },
  },
  {
    name: "notices",
    sources: [...common, "scripts/licences.ts", "LICENSE"],
    output: join(assets, "licences.txt.gz"),
    async run() {
      writeFileSync(this.output, gzipSync(buildLicences(top), { level: 9 }));
      rmSync(join(assets, "licences.txt"), { force: true });
    },
  },
  {
    name: "catalogue",
    sources: [...common, "models"],
    output: join(assets, "catalogue"),
    async run() {
      await intoFresh(this.output, async (folder) => {
        cpSync(join(top, "models"), folder, { recursive: true });
      });
    },
  },
  {
    name: "migrations",
    sources: [...common, "src/platform/migrations"],
    output: join(assets, "migrations"),
    async run() {
      await intoFresh(this.output, async (folder) => {
        cpSync(join(top, "src/platform/migrations"), folder, {
          recursive: true,
          filter: (path) => !path.endsWith("_snapshot.json"),
        });
      });
    },
  },
];

async function buildPart(part: Part, force: boolean): Promise<void> {
  const stamp = join(stamps, part.name.replaceAll(" ", "-"));
  const wanted = digest(part.sources);
  if (!force && existsSync(part.output) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  const started = performance.now();
  await part.run();
  writeFileSync(stamp, wanted);
  console.error(`Built ${part.name} in ${Math.round(performance.now() - started)} ms`);
}

async function compile(outfile: string): Promise<void> {
  const { previewWorkerEntry } = await import("../src/preview/build/worker-entry.ts");
  const temporary = `${outfile}.new`;
  const args = [
    ...["build", "--compile", "--target=bun", "--format=esm", "--bytecode", "--sourcemap=linked", "--root=src"],
    // The executable must not obey a bunfig.toml or .env of the folder it happens to be started in.
    ...["--no-compile-autoload-bunfig", "--no-compile-autoload-dotenv"],
    // Renaming identifiers breaks Elysia's reading of handlers (elysia#1711); white space and syntax are safe.
    ...["--minify-whitespace", "--minify-syntax"],
    ...["--define", 'process.env.NODE_ENV="production"'],
    ...["--asset", assets, "src/main.ts", previewWorkerEntry, "--outfile", temporary],
  ];
  const child = Bun.spawn([process.execPath, ...args], { cwd: top, stdout: "pipe", stderr: "pipe" });
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  if (code !== 0 || !existsSync(temporary)) throw new Error(`the compiler failed:\n${out}${err}`);
  renameSync(temporary, outfile);
}

const { values } = parseArgs({
  options: {
    assets: { type: "boolean" },
    force: { type: "boolean" },
    outfile: { type: "string" },
    help: { type: "boolean", short: "h" },
  },
});

if (values.help) {
  console.log(help);
} else {
  mkdirSync(stamps, { recursive: true });
  mkdirSync(assets, { recursive: true });
  for (const part of parts) await buildPart(part, values.force === true);
  if (!values.assets) {
    const outfile = values.outfile ?? join(build, "vitrine");
    await buildPart(
      {
        name: "executable",
        sources: [
          ...common,
          "src",
          "scripts/licences.ts",
          ".build/stamps/page",
          ".build/stamps/preview-modules",
          ".build/stamps/notices",
          ".build/stamps/catalogue",
          ".build/stamps/formatter",
        ],
        output: outfile,
        run: () => compile(outfile),
      },
      values.force === true || values.outfile !== undefined,
    );
    console.error(`${outfile} (${(statSync(outfile).size / 1024 / 1024).toFixed(1)} MiB)`);
  }
}
