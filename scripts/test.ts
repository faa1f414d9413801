import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/** Checks, then tests; the last line is `N passed, N failed, N skipped` and the exit code follows it. */
const top = join(import.meta.dir, "..");
const report = join(top, ".build", "tests.xml");
const names = process.argv.slice(2);
const inCi = Bun.env.CI === "true" || Bun.env.CI === "1";
/** Extra checks against programs that a machine may have and the tests do not need; each says how to run it. */
const extras = ["src/engine/real-engines.test.ts"];

async function run(label: string, args: string[]): Promise<boolean> {
  const started = performance.now();
  const child = Bun.spawn([process.execPath, ...args], {
    cwd: top,
    stdout: "inherit",
    stderr: "inherit",
    stdin: "ignore",
  });
  const ok = (await child.exited) === 0;
  console.error(`${ok ? "ok  " : "FAIL"}  ${label} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  return ok;
}

interface Counts {
  passed: number;
  failed: number;
  skipped: string[];
  /** Tests of extra checks that could not run here. */
  notRun: number;
}

const decode = (text: string): string =>
  text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&amp;", "&");

/** Reads the runner's own JUnit report, so that a run which ended early cannot look like a pass. */
function readReport(): Counts {
  const counts: Counts = { passed: 0, failed: 0, skipped: [], notRun: 0 };
  if (!existsSync(report)) return { ...counts, failed: 1 };
  const cases = readFileSync(report, "utf8").matchAll(/<testcase\b([^>]*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g);
  for (const [, attributes = "", body = ""] of cases) {
    const name = decode(/\bname="([^"]*)"/.exec(attributes)?.[1] ?? "a test without a name");
    const file = decode(/\bfile="([^"]*)"/.exec(attributes)?.[1] ?? "");
    if (body.includes("<skipped") && extras.includes(file)) counts.notRun++;
    else if (body.includes("<skipped")) counts.skipped.push(`${file}: ${name}`);
    else if (body.includes("<failure") || body.includes("<error")) counts.failed++;
    else counts.passed++;
  }
  return counts;
}

const checks: boolean[] = [];
if (names.length === 0) {
  checks.push(await run("types", ["x", "tsc", "--noEmit", "-p", "."]));
  checks.push(await run("style", ["x", "biome", "check", "--error-on-warnings", "."]));
}
mkdirSync(join(top, ".build"), { recursive: true });
rmSync(report, { force: true });
const targets = names.length > 0 ? names : ["./src", "./ui", "./scripts"];
const ended = await run("tests", [
  "test",
  "--timeout=30000",
  "--reporter=junit",
  `--reporter-outfile=${report}`,
  ...targets,
]);

const { passed, failed, skipped, notRun } = readReport();
const broken = failed + checks.filter((ok) => !ok).length + (ended || failed > 0 ? 0 : 1);
if (notRun > 0) console.log(`not run: ${notRun} extra checks with real engines (see ${extras.join(", ")})`);
for (const name of skipped) console.log(`skipped: ${name}`);
if (inCi && skipped.length > 0) console.log("A test that could not run counts as a failure here.");
console.log(`${passed} passed, ${broken} failed, ${skipped.length} skipped`);
process.exitCode = broken > 0 || passed === 0 || (inCi && skipped.length > 0) ? 1 : 0;
