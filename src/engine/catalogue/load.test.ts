import { afterEach, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { temporaryFolder } from "../../platform/testing.ts";
import { builtInFolder, loadCatalogue } from "./index.ts";

const folders: { remove(): void }[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});

async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = temporaryFolder();
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) await Bun.write(join(folder.path, name), text);
  return folder.path;
}

const family = (id: string, change = "", variant = ""): string => `
family = "Test"
vendor = "Nobody in particular"
licence = "MIT"
[[models]]
id = "${id}"
name = "Test model"
released = "2026-01-02"
parametersB = 8
contextLength = 32768
minimumEngine = "0.11.0"
goodFor = ["pages"]
${change}
[[models.variants]]
id = "bf16"
label = "BF16"
precision = "bf16"
repository = "test/${id}"
weightsBytes = 16_000_000_000
minimumVramGb = 20
${variant}
`;

describe("the administrator's own entries", () => {
  test("join the built-in ones and take the place of those with the same id", async () => {
    const builtIn = await folderWith({ "a.toml": family("one"), "b.toml": family("two") });
    const own = await folderWith({ "mine.toml": family("two", 'licence = "Apache-2.0"'), "new.toml": family("three") });
    const { models, problems } = loadCatalogue({ catalogue: own }, builtIn);
    expect(problems).toEqual([]);
    expect(models.map(({ id, local, licence }) => [id, local, licence])).toEqual([
      ["one", false, "MIT"],
      ["two", true, "Apache-2.0"],
      ["three", true, "MIT"],
    ]);
  });

  test("a folder that is not there is no problem", () => {
    expect(loadCatalogue({ catalogue: "/nowhere" }, builtInFolder).problems).toEqual([]);
  });

  test("a missing built-in catalogue is said", () => {
    expect(loadCatalogue({ catalogue: "/nowhere" }, "/nowhere")).toEqual({
      models: [],
      problems: ["The built-in catalogue is missing from this build."],
    });
  });

  test("every problem of every file is told, and the rest works", async () => {
    const own = await folderWith({
      "broken.toml": 'family = "',
      "several.toml": family("Has Spaces", 'goodFo = "soon"', "engine = { reasoningParsr = 1 }"),
      "good.toml": family("good"),
      "zz-double.toml": family("good"),
      "ignored.txt": "not toml",
    });
    const { models, problems } = loadCatalogue({ catalogue: own }, await folderWith({}));
    expect(models.map(({ id }) => id)).toEqual(["good"]);
    // The id, the repository made of it, and two words that nobody knows.
    expect(problems.filter((problem) => problem.startsWith("several.toml: "))).toHaveLength(4);
    expect(problems).toContainEqual(expect.stringContaining("broken.toml: cannot be read: "));
    expect(problems).toContain("several.toml: models.0 (Has Spaces).id: uses lower-case letters, digits and . _ -.");
    expect(problems).toContain("zz-double.toml: the model good is also in good.toml; that one counts.");
  });

  const contradictions: { name: string; text: string; says: string }[] = [
    {
      name: "weights that do not fit into the least memory",
      text: family("x", "", "").replace("= 20", "= 10"),
      says: "minimumVramGb is less",
    },
    { name: "more active than all parameters", text: family("x", "activeB = 9"), says: "more parameters are active" },
    { name: "a projector without vision", text: family("x", "", 'projector = "mmproj.gguf"'), says: "takes none" },
    { name: "GGUF without files", text: family("x", "", 'format = "gguf"'), says: "repositories hold several" },
    { name: "an unknown parser field", text: family("x", "[models.engine]\nparser = 'x'"), says: "parser" },
    { name: "a purpose that nobody knows", text: family("x").replace('["pages"]', '["poems"]'), says: "goodFor" },
  ];
  test.each(contradictions)("$name", async ({ text, says }) => {
    const { problems } = loadCatalogue({ catalogue: await folderWith({ "x.toml": text }) }, await folderWith({}));
    expect(problems.join("\n")).toContain(says);
  });
});
