#!/usr/bin/env bun
/**
 * Runs the mock server as a process of its own and prints its base URL as the first line on stdout.
 *
 *     MOCK_PORT=0 bun src/llm/testing/mock-openai-main.ts [SCRIPT.json]
 *
 * The script (see mock-openai.ts) comes from the file, or as JSON from `MOCK_SCRIPT`. SIGHUP reads the file again;
 * SIGTERM and SIGINT end it, and so does the end of stdin where `MOCK_STDIN=1`.
 */
import { type MockScript, startMockOpenAi } from "./mock-openai.ts";
import { mockScript } from "./mock-script.ts";

async function readScript(): Promise<MockScript> {
  const file = process.argv[2];
  const text = file ? await Bun.file(file).text() : (process.env.MOCK_SCRIPT ?? "{}");
  return mockScript.parse(JSON.parse(text));
}

const mock = await startMockOpenAi({ ...(await readScript()), port: Number(process.env.MOCK_PORT ?? 0) });
console.log(mock.url);

process.on("SIGHUP", async () => mock.script(await readScript()));
const end = async () => {
  await mock.stop();
  process.exit(0);
};
process.on("SIGTERM", end);
process.on("SIGINT", end);
if (process.env.MOCK_STDIN === "1") process.stdin.resume().on("end", end);
