import { beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { loadResources, type Resources } from "../build/resources.ts";
import { testAssets } from "../testing.ts";
import { parses } from "./edit.ts";
import { repairFiles } from "./repair.ts";

setDefaultTimeout(60_000);

let resources: Resources;
beforeAll(async () => {
  resources = await loadResources(await testAssets());
});

const folders = ["../fixtures", "../corpus/components"].map((folder) => join(import.meta.dir, folder));
const sources = await Promise.all(
  folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)))
    .filter((path) => /\.[jt]sx(\.txt)?$/.test(path))
    .map(
      async (path) =>
        [
          path
            .split("/")
            .slice(-2)
            .join("/")
            .replace(/\.txt$/, ""),
          await Bun.file(path).text(),
        ] as const,
    ),
);

const repaired = (name: string, text: string) =>
  repairFiles(resources, { files: [{ path: name.split("/").at(-1) ?? name, text }] });

test.each(sources)("%s is repaired once or not at all", (name, text) => {
  const first = repaired(name, text);
  const mended = first.diagnostics.filter((one) => one.repaired);
  // Whatever is changed is said, and whatever is said was changed.
  expect({ name, changed: first.changed.length > 0 }).toEqual({ name, changed: mended.length > 0 });
  const result = first.files[0]?.text ?? "";
  if (parses(text)) expect(parses(result)).toBe(true);
  const second = repaired(name, result);
  expect({ changed: second.changed, mended: second.diagnostics.filter((one) => one.repaired) }).toEqual({
    changed: [],
    mended: [],
  });
});

test.each(sources)("%s keeps its meaning while the end is missing", (name, text) => {
  for (let end = 40; end < text.length; end += 211) {
    const { files, diagnostics } = repairFiles(resources, {
      files: [{ path: name.split("/").at(-1) ?? name, text: text.slice(0, end) }],
      partial: true,
    });
    expect(diagnostics).toEqual([]);
    expect(files).toHaveLength(1);
  }
});
