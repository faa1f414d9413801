import { expect, test } from "bun:test";
import { commandLine } from "./command-line.ts";

const rows: [name: string, argv: string[], env: Record<string, string> | undefined, text: string][] = [
  ["plain words", ["vllm", "serve", "/m/q", "--port=1"], undefined, "vllm serve /m/q --port=1"],
  ["blanks, quotes, dollars", ["a", "b c", "it's", "$HOME", ""], undefined, `a 'b c' 'it'\\''s' '$HOME' ''`],
  ["JSON", ["--x", '{"a":1}'], undefined, `--x '{"a":1}'`],
  ["variables first", ["p"], { A: "1", B: "", C: "x y" }, "A=1 B= C='x y' p"],
  [
    "secret variables",
    ["p"],
    { HF_TOKEN: "t", API_KEY: "k", MAX_TOKENS: "5" },
    "HF_TOKEN=••• API_KEY=••• MAX_TOKENS=5 p",
  ],
  [
    "secret flags",
    ["p", "--api-key", "k", "--hf-token=t", "--tokenizer", "x"],
    undefined,
    "p --api-key ••• --hf-token=••• --tokenizer x",
  ],
];
for (const [name, argv, env, text] of rows) test(name, () => expect(commandLine(argv, env)).toBe(text));

test("what is shown is what a shell would run", async () => {
  const argv = ["printf", "%s\\n", "a b", "it's", "$HOME", '{"a":[1,2]}', "", "ü•"];
  const shell = Bun.spawn(["sh", "-c", commandLine(argv)], { stdout: "pipe" });
  expect(await new Response(shell.stdout).text()).toBe(`${argv.slice(2).join("\n")}\n`);
});
