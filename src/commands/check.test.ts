import { afterAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryFolder } from "../platform/testing.ts";
import { replaceFile } from "./check/project-folder.ts";
import { checkCommand } from "./check.ts";
import type { Io } from "./command.ts";
import { runCommand } from "./run.ts";

setDefaultTimeout(30_000);

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (path: string) => join(folder.path, path);
function put(files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), text);
  }
}
beforeEach(() => {
  for (const name of readdirSync(folder.path)) rmSync(at(name), { recursive: true });
});

async function check(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io: Io = { env: {}, out: (text) => out.push(text), err: (text) => err.push(text), readSecret: async () => "" };
  const code = await runCommand([checkCommand], ["check", ...args], io);
  return { code, out: out.join("\n"), err: err.join("\n") };
}

const good = 'export default function App() { return <p className="p-4">fine</p>; }\n';
const mendable =
  'import { Dollar } from "lucide-react";\r\nexport default function App() { return <p class="p-4"><Dollar /></p>; }\r\n';
const broken = "export default function App() {\n  const a = = 1;\n  return <p>{a}</p>;\n}\n";

describe("vitrine check", () => {
  test.each([
    ["fine files", { "App.tsx": good }, 0, "1 file read: no errors."],
    ["a mistake, with its place", { "App.tsx": broken }, 1, "App.tsx:2:13  error  "],
    ["something to mend, which is no error", { "App.tsx": mendable }, 0, "1 file that --fix would mend"],
    [
      "a whole project, and nothing of what others made",
      {
        "src/App.tsx": good,
        "node_modules/x/index.js": broken,
        ".git/config.json": "{",
        "dist/a.js": broken,
        "logo.png": "x",
      },
      0,
      "1 file read: no errors.",
    ],
  ])("tells of %s", async (_, files, code, text) => {
    put(files);
    const result = await check(folder.path);
    expect(result.out).toContain(text);
    expect([result.code, result.err]).toEqual([code, ""]);
    for (const [path, before] of Object.entries(files)) expect(readFileSync(at(path), "utf8")).toBe(before);
  });

  test("mends on the disk what a rule can mend, and nothing else", async () => {
    put({ "App.tsx": mendable, "other.ts": "export const x   =  1\n" });
    chmodSync(at("App.tsx"), 0o640);
    const before = statSync(at("other.ts"));
    const result = await check(folder.path, "--fix", "--json");
    const report = JSON.parse(result.out);
    expect(report).toMatchObject({ ok: true, files: 2, entry: "App.tsx", mended: ["App.tsx"], written: ["App.tsx"] });
    expect(report.diagnostics.every((one: { repaired?: boolean }) => one.repaired)).toBe(true);
    const text = readFileSync(at("App.tsx"), "utf8");
    expect(text).toContain('className="p-4"');
    expect(text).toContain("DollarSign");
    expect(text.split("\r\n").length).toBe(mendable.split("\r\n").length);
    expect(statSync(at("App.tsx")).mode & 0o777).toBe(0o640);
    expect(statSync(at("other.ts")).ino).toBe(before.ino);
    expect(readdirSync(folder.path).sort()).toEqual(["App.tsx", "other.ts"]);
    const again = await check(folder.path, "--fix", "--json");
    expect(JSON.parse(again.out)).toMatchObject({ mended: [], written: [], diagnostics: [] });
  });

  test("takes some files by name, an entry and a version of Tailwind", async () => {
    put({ "a.tsx": good, "b.tsx": broken });
    expect((await check(at("a.tsx"))).code).toBe(0);
    expect((await check(at("a.tsx"), at("b.tsx"))).code).toBe(1);
    const shown = await check(folder.path, "--entry", "a.tsx", "--tailwind", "3", "--json");
    expect(JSON.parse(shown.out).entry).toBe("a.tsx");
  });

  test("follows no links", async () => {
    put({ "app/App.tsx": good, "elsewhere/secret.ts": broken });
    symlinkSync(at("elsewhere"), at("app/linked"));
    symlinkSync(at("elsewhere/secret.ts"), at("app/secret.ts"));
    expect((await check(at("app"))).out).toContain("1 file read: no errors.");
  });

  test.each([
    [[], "An argument is missing"],
    [["nowhere.tsx"], "nowhere.tsx is not there"],
    [["--sideways", "."], "--sideways"],
    [["$", "--tailwind", "5"], "--tailwind takes 3 or 4"],
    [["$", "--entry", "gone.tsx"], "gone.tsx is not among the files"],
    [["$/a.tsx", "$"], "is a folder"],
  ])("%p is wrong usage", async (args, text) => {
    put({ "a.tsx": good });
    const result = await check(...args.map((one) => one.replace("$", folder.path)));
    expect(result.err).toContain(text);
    expect([result.code, result.out]).toEqual([2, ""]);
  });

  test("an empty folder holds nothing to check", async () => {
    const result = await check(folder.path);
    expect([result.code, result.out]).toEqual([2, ""]);
  });
});

test("a file that somebody else has changed meanwhile is left alone", () => {
  put({ "a.tsx": "theirs" });
  expect(replaceFile(folder.path, { path: "a.tsx", text: "as it was read" }, "ours")).toBe(false);
  expect(readFileSync(at("a.tsx"), "utf8")).toBe("theirs");
  expect(readdirSync(folder.path)).toEqual(["a.tsx"]);
});
