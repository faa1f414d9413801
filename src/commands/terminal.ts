import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import type { Io } from "./command.ts";

/** The real terminal. */
export function terminalIo(): Io {
  return {
    env: Bun.env,
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
    readSecret,
  };
}

function readSecret(prompt: string): Promise<string> {
  process.stderr.write(prompt);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: process.stdin.isTTY === true });
  return new Promise((resolve) => {
    let answered = false;
    lines.once("line", (line) => {
      answered = true;
      lines.close();
      process.stderr.write("\n");
      resolve(line);
    });
    lines.once("close", () => {
      if (!answered) resolve("");
    });
  });
}
