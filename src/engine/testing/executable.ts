import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StandInScript } from "./script.ts";

const program = join(import.meta.dir, "stand-in.ts");

/**
 * Writes a small program named `vllm`, or `llama-server`, that runs the stand-in.
 * @param folder where it goes; `stand-in.json` beside it holds the script and may be changed before each start
 * @returns its path
 */
export function standInExecutable(
  folder: string,
  script: StandInScript = {},
  name: "vllm" | "llama-server" = "vllm",
): string {
  const path = join(folder, name);
  mkdirSync(folder, { recursive: true });
  const told = writeStandInScript(folder, script);
  const words = [process.execPath, program, ...(name === "llama-server" ? [name] : [])].map(quote).join(" ");
  writeFileSync(path, `#!/bin/sh\nSTAND_IN_SCRIPT_FILE=${quote(told)} exec ${words} "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}

/** Changes how the stand-in of this folder behaves from its next start on. @returns the script's path */
export function writeStandInScript(folder: string, script: StandInScript): string {
  const path = join(folder, "stand-in.json");
  writeFileSync(path, JSON.stringify(script, null, 2));
  return path;
}

export const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
