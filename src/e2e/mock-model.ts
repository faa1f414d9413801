import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MockScript } from "../llm/testing/mock-script.ts";
import { cleanEnv } from "./appliance.ts";

export interface MockProcess {
  /** Base URL that ends in `/v1`. */
  url: string;
  model: string;
  stop(): Promise<void>;
}

const main = join(import.meta.dir, "..", "llm", "testing", "mock-openai-main.ts");

/** An OpenAI-compatible server in a process of its own that streams recorded answers. */
export async function startMockProcess(script: MockScript = {}): Promise<MockProcess> {
  const folder = mkdtempSync(join(tmpdir(), "vitrine-mock-"));
  const file = join(folder, "script.json");
  const model = "recorded-coder";
  writeFileSync(file, JSON.stringify({ models: [{ id: model, max_model_len: 65536 }], ...script }));
  const child = Bun.spawn([process.execPath, main, file], {
    env: cleanEnv(),
    stdin: "ignore",
    stdout: "pipe",
    stderr: "inherit",
  });
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of child.stdout) {
    text += decoder.decode(chunk, { stream: true });
    const url = /https?:\/\/\S+\/v1/.exec(text)?.[0];
    if (!url) continue;
    return {
      url,
      model,
      async stop() {
        child.kill();
        await child.exited;
        rmSync(folder, { recursive: true, force: true });
      },
    };
  }
  throw new Error("the mock server ended before it was ready");
}
