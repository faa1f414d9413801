import { appendFileSync, existsSync, readFileSync } from "node:fs";

/** One request as the stand-in saw it. `begun` without an end: the process died with it. */
export interface StandInRequest {
  /** Counts within one process. */
  number: number;
  pid: number;
  path: string;
  /** The last user message, its first 200 characters. */
  prompt: string;
  stream: boolean;
  outcome: "begun" | "answered" | "aborted" | "failed";
  tokens: number;
}

type Entry = Partial<StandInRequest> & { number: number; pid: number };

export function noteRequest(file: string | undefined, entry: Entry): void {
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(entry)}\n`);
}

/** Every request of every process that wrote to the file, in the order in which they began. */
export function readRequests(file: string): StandInRequest[] {
  const found = new Map<string, StandInRequest>();
  for (const line of existsSync(file) ? readFileSync(file, "utf8").split("\n") : []) {
    if (line === "") continue;
    const entry: Entry = JSON.parse(line);
    const key = `${entry.pid}/${entry.number}`;
    const known = found.get(key) ?? { path: "", prompt: "", stream: false, outcome: "begun" as const, tokens: 0 };
    found.set(key, { ...known, ...entry });
  }
  return [...found.values()];
}
