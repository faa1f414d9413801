import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { answer } from "./answer.ts";
import type { CodeFile } from "./code/file.ts";
import { format } from "./code/format.ts";
import { uiModules } from "./code/kit.ts";
import { converse } from "./conversation.ts";
import { kinds } from "./kinds/index.ts";
import { compose } from "./page.ts";
import { samples } from "./samples.ts";

// The work is small, but a busy machine may be many times slower.
setDefaultTimeout(60_000);

const root = join(import.meta.dir, "../../..");
const transpiler = new Bun.Transpiler({ loader: "tsx" });
const modules = new Set([
  "react",
  "lucide-react",
  "recharts",
  "@/lib/utils",
  ...Object.keys(uiModules).map((name) => `@/components/ui/${name}`),
]);

/** Two requests for each kind from its own words, beside the written samples. */
const requests: string[][] = [
  ...samples.map((turns) => [...turns]),
  ...kinds.flatMap((kind) => {
    const words = Object.keys(kind.words).slice(0, 2);
    return words.map((word) => [word]);
  }),
];

const known = new Map<string, CodeFile[]>();

function composed(turns: readonly string[]): CodeFile[] {
  const key = JSON.stringify(turns);
  const before = known.get(key);
  if (before) return before;
  const conversation = converse(kinds, turns);
  if (!conversation) throw new Error("no conversation");
  const files = compose(conversation);
  known.set(key, files);
  return files;
}

function check(files: readonly CodeFile[]): void {
  const local = new Set(files.map((file) => `@/${file.path.replace(/\.tsx?$/, "")}`));
  for (const file of files) {
    const { imports, exports } = transpiler.scan(file.text);
    for (const { path } of imports)
      expect(
        modules.has(path) || local.has(path) || path === "react/jsx-dev-runtime" || path === "react/jsx-runtime",
      ).toBe(true);
    if (file.path.endsWith(".tsx")) expect(exports).toContain("default");
    expect(file.text).not.toMatch(/\bundefined\b(?=["<])|\[object|\bNaN\b|className=""|>false<|: any\b|<any>/);
  }
}

describe("composed code", () => {
  test("of every kind and sample parses and imports only known modules", () => {
    for (const turns of requests)
      for (let length = 1; length <= turns.length; length++) check(composed(turns.slice(0, length)));
  }, 60_000);

  test("every kind builds what its own name asks for", () => {
    for (const kind of kinds) {
      if (kind.name === "generic") continue;
      expect([kind.name, converse(kinds, [Object.keys(kind.words)[0] ?? ""])?.parts.map((part) => part.kind)]).toEqual([
        kind.name,
        [kind.name],
      ]);
    }
  });

  test("every follow-up that is suggested is understood", () => {
    for (const turns of requests) {
      const suggestions = answer(turns.map((content) => ({ role: "user", content }))).suggest();
      const offered = [...suggestions.matchAll(/“([^”]+)”/g)].map((match) => match[1] ?? "");
      expect([turns, offered.length >= 2]).toEqual([turns, true]);
      for (const followUp of offered)
        expect([turns, followUp, composed([...turns, followUp])]).not.toEqual([turns, followUp, composed(turns)]);
    }
  }, 60_000);

  test("Prettier has nothing left to say", async () => {
    for (const [index, kind] of kinds.entries()) {
      for (const file of composed([Object.keys(kind.words)[0] ?? ""])) {
        const formatted = await format(file.text);
        expect(formatted).not.toBe(file.text);
        if (index % 4 === 0) expect(await format(formatted)).toBe(formatted);
      }
    }
  }, 60_000);

  test("of every sample type-checks against the preview kit, with nothing unused", async () => {
    const folder = join(root, ".build/builtin-types");
    await rm(folder, { recursive: true, force: true });
    const unique = new Map<string, CodeFile[]>();
    for (const turns of requests) unique.set(JSON.stringify(turns), composed(turns));
    let index = 0;
    for (const files of unique.values()) {
      const place = join(folder, `g${index++}`);
      for (const file of files) {
        const up = file.path.startsWith("app/") ? "../components/" : "./";
        const path = join(place, file.path);
        await mkdir(dirname(path), { recursive: true });
        await Bun.write(path, file.text.replace(/"@\/components\/(?!ui\/)/g, `"${up}`));
      }
    }
    const compilerOptions = {
      paths: { "@/*": ["../../src/preview/kit/*"] },
      types: [],
      incremental: false,
      noEmit: true,
      lib: ["ESNext", "DOM", "DOM.Iterable"],
    };
    await Bun.write(
      join(folder, "tsconfig.json"),
      JSON.stringify({ extends: "../../tsconfig.json", compilerOptions, include: ["./**/*"] }),
    );
    const run = Bun.spawn([join(root, "node_modules/.bin/tsc"), "-p", folder], { stdout: "pipe", stderr: "pipe" });
    const [output] = await Promise.all([new Response(run.stdout).text(), new Response(run.stderr).text(), run.exited]);
    expect(
      output
        .split("\n")
        .filter((line) => line.includes("builtin-types") || /^g\d+\//.test(line))
        .join("\n"),
    ).toBe("");
    expect(run.exitCode).toBe(0);
  }, 60_000);
});
