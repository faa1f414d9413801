import { existsSync, statSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

const help = `usage: scripts/corpus DIR [--json] [--out FOLDER] [--lanes N] [--limit SECONDS]

Builds every .tsx and .jsx file below DIR with the preview's builder and mounts it in the preview's frame in a real
Chromium, without a network. A folder that holds a package.json, an app or src folder, or an index, App or page file
is one project; every other file stands for itself. Prints a table and writes table.txt, report.json and a contact
sheet (sheet.html, sheet.png) to the output folder.

  --json           print the report as one JSON document instead of the table
  --out FOLDER     where the files go (default: .build/corpus of this checkout)
  --lanes N        how many pages are open at once (default: 2)
  --limit SECONDS  how long one component may take in the browser (default: 20)

Exit code: 0 when every component was mounted, shows something and threw nothing; 1 otherwise; 2 on wrong usage.
A browser is looked for in CHROMIUM, then where systems usually put it.

example: scripts/corpus ~/components --json --out /tmp/sheet > report.json`;

const top = join(import.meta.dir, "..");

interface Arguments {
  folder: string;
  json: boolean;
  out: string;
  lanes: number;
  limitMs: number;
}

/** @returns a sentence when the arguments make no sense */
function readArguments(): Arguments | string | "help" {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        json: { type: "boolean", default: false },
        out: { type: "string", default: join(top, ".build", "corpus") },
        lanes: { type: "string", default: "2" },
        limit: { type: "string", default: "20" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    if (values.help) return "help";
    const [folder, ...others] = positionals;
    if (folder === undefined || others.length > 0) return "name one folder of components.";
    if (!existsSync(folder) || !statSync(folder).isDirectory()) return `${folder} is no folder.`;
    const lanes = Number(values.lanes);
    const limit = Number(values.limit);
    if (!Number.isInteger(lanes) || lanes < 1 || lanes > 16) return "--lanes takes a number from 1 to 16.";
    if (!(limit >= 1 && limit <= 600)) return "--limit takes 1 to 600 seconds.";
    return { folder: resolve(folder), json: values.json, out: resolve(values.out), lanes, limitMs: limit * 1000 };
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

async function buildAssets(): Promise<boolean> {
  // Its words belong to progress, and standard output to the report.
  const child = Bun.spawn([join(top, "scripts", "build"), "--assets"], { stdout: 2, stderr: 2, stdin: "ignore" });
  return (await child.exited) === 0;
}

async function run(options: Arguments): Promise<number> {
  if (!(await buildAssets())) return 1;
  // Only now are the packages certain to be there.
  const { browserPath } = await import("../src/platform/chromium.ts");
  if (browserPath === undefined) {
    console.error("scripts/corpus: there is no Chromium. Install one, or name it in CHROMIUM.");
    return 1;
  }
  const { defaultPreviewAssets } = await import("../src/preview/index.ts");
  const { isGood, reportTable } = await import("../src/preview/corpus/report.ts");
  const { runCorpus } = await import("../src/preview/corpus/run.ts");
  const { writeSheet } = await import("../src/preview/corpus/sheet.ts");
  const { pictures, ...report } = await runCorpus({
    folder: options.folder,
    assetsDir: defaultPreviewAssets(),
    lanes: options.lanes,
    limitMs: options.limitMs,
    onProgress: (item, done, of) => console.error(`${isGood(item) ? "ok  " : "FAIL"} ${done}/${of} ${item.file}`),
  });
  if (report.items.length === 0) {
    console.error(`scripts/corpus: there is no .tsx or .jsx file below ${options.folder}.`);
    return 1;
  }
  await mkdir(options.out, { recursive: true });
  const table = reportTable(report);
  await writeFile(join(options.out, "table.txt"), `${table}\n`);
  await writeFile(join(options.out, "report.json"), `${JSON.stringify(report, null, 2)}\n`);
  const sheets = await writeSheet(options.out, report, pictures);
  console.error(`The report, the table and ${sheets.join(", ")} are in ${options.out}.`);
  console.log(options.json ? JSON.stringify(report, null, 2) : table);
  return report.items.every(isGood) && report.outside.length === 0 ? 0 : 1;
}

const options = readArguments();
if (options === "help") console.log(help);
else if (typeof options === "string") {
  console.error(`scripts/corpus: ${options} See scripts/corpus --help.`);
  process.exitCode = 2;
} else process.exitCode = await run(options);
