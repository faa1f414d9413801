import { describe, expect, test } from "bun:test";
import { chooseFiles } from "./choice.ts";

const files = (...paths: string[]) => paths.map((path) => ({ path, size: 10 }));
const none: { include: string[]; exclude: string[] } = { include: [], exclude: [] };
const chosen = (paths: string[], wanted = none) =>
  chooseFiles(files(...paths), wanted)
    .map(({ path }) => path)
    .sort();

describe("which files of a repository are fetched", () => {
  const cases: [string, string[], { include: string[]; exclude: string[] }, string[]][] = [
    [
      "safetensors before everything else",
      [
        "config.json",
        "model.safetensors",
        "pytorch_model.bin",
        "tf_model.h5",
        "model.gguf",
        "LICENSE",
        "modeling_x.py",
      ],
      none,
      ["LICENSE", "config.json", "model.safetensors", "modeling_x.py"],
    ],
    [
      "the copy under Mistral's own names is left out",
      ["config.json", "params.json", "consolidated.safetensors", "model-00001-of-00001.safetensors", "tekken.json"],
      none,
      ["config.json", "model-00001-of-00001.safetensors", "params.json", "tekken.json"],
    ],
    [
      "and taken where it is the only one",
      ["params.json", "consolidated.safetensors"],
      none,
      ["consolidated.safetensors", "params.json"],
    ],
    [
      "the only GGUF model, with its projector",
      ["a-Q4_K_M.gguf", "mmproj-a.gguf", "imatrix.gguf.dat"],
      none,
      ["a-Q4_K_M.gguf", "mmproj-a.gguf"],
    ],
    [
      "all parts of a split one",
      ["a-00001-of-00002.gguf", "a-00002-of-00002.gguf"],
      none,
      ["a-00001-of-00002.gguf", "a-00002-of-00002.gguf"],
    ],
    [
      "torch files where there is nothing better",
      ["config.json", "pytorch_model.bin"],
      none,
      ["config.json", "pytorch_model.bin"],
    ],
    ["a folder named by a pattern", ["Q4/a.gguf", "Q8/a.gguf"], { include: ["Q4/*"], exclude: [] }, ["Q4/a.gguf"]],
    [
      "what a pattern leaves out",
      ["config.json", "x.jinja", "m.safetensors"],
      { include: [], exclude: ["*.jinja"] },
      ["config.json", "m.safetensors"],
    ],
    [
      "folders of sentence transformers",
      ["model.safetensors", "1_Pooling/config.json", "onnx/config.json"],
      none,
      ["1_Pooling/config.json", "model.safetensors"],
    ],
  ];
  test.each(cases)("%s", (_name, paths, wanted, expected) => {
    expect(chosen(paths, wanted)).toEqual(expected.sort());
  });

  const refused: [string, string[], string[], string][] = [
    ["several GGUF models", ["a-Q4_K_M.gguf", "a-Q8_0.gguf"], [], "2 GGUF models"],
    ["a pattern that no weights match", ["config.json", "a-Q4_K_M.gguf"], ["config*"], "No weights"],
    ["no weights", ["config.json", "model.onnx"], [], "no weights"],
  ];
  test.each(refused)("%s: refused with a sentence", (_name, paths, include, part) => {
    expect(() => chosen(paths, { include, exclude: [] })).toThrow(part);
  });
});
