import type { EngineLogView } from "../../engine/index.ts";
import { openEngineLog } from "../../engine/process/index.ts";
import { UsageError } from "../command.ts";
import { type Access, CommandError, enginePath, requireEngine } from "./access.ts";

export interface LogOptions {
  lines: number;
  search: string | undefined;
  level: Level | undefined;
  follow: boolean;
}

type Line = EngineLogView["items"][number];
export type Level = Line["level"];
const levels: readonly Level[] = ["debug", "info", "warning", "error"];

/** @throws UsageError */
export function readLevel(text: string | undefined): Level | undefined {
  const level = levels.find((known) => known === text);
  if (text !== undefined && level === undefined) {
    throw new UsageError(`There is no level ${text}. Use one of ${levels.join(", ")}.`);
  }
  return level;
}

/** `logs ID`; without a server the end of the file. */
export async function showLogs(access: Access, name: string, options: LogOptions): Promise<number> {
  const { io, json, server } = access;
  if (options.follow && json) throw new UsageError("--follow has no end, and --json prints one document.");
  if (options.follow && !server) {
    throw new CommandError(
      "Vitrine does not run on this data folder, so nothing is being written. Leave out --follow.",
    );
  }
  const { id } = await requireEngine(access, name);
  const items = server ? await remote(access, id, options) : await stored(access, id, options);
  if (json) {
    io.out(JSON.stringify({ items }, null, 2));
    return 0;
  }
  for (const line of items) io.out(line.text);
  if (options.follow) await follow(access, id, items.at(-1)?.seq ?? 0, options);
  return 0;
}

async function remote({ server }: Access, id: string, { lines, search, level }: LogOptions): Promise<Line[]> {
  const query = new URLSearchParams({
    limit: String(lines),
    ...(search ? { q: search } : {}),
    ...(level ? { level } : {}),
  });
  const answer = await server?.request<EngineLogView>("GET", `${enginePath(id, "logs")}?${query}`);
  return answer?.items ?? [];
}

async function stored({ app }: Access, id: string, { lines, search, level }: LogOptions): Promise<Line[]> {
  const log = openEngineLog(app.paths.engineLogs, id, app.clock);
  try {
    return log.read({ limit: lines, q: search, level });
  } finally {
    await log.close();
  }
}

/** New lines until the server goes; the stream repeats its last ones, which are told by their number. */
async function follow({ io, server }: Access, id: string, after: number, { search, level }: LogOptions): Promise<void> {
  const least = level === undefined ? 0 : levels.indexOf(level);
  const wanted = search?.toLowerCase();
  let last = after;
  for await (const { event, data } of server?.events(enginePath(id, "logs/stream"), new AbortController().signal) ??
    []) {
    if (event !== "line") continue;
    const line: Line = JSON.parse(data);
    if (line.seq <= last) continue;
    last = line.seq;
    if (wanted !== undefined && !line.text.toLowerCase().includes(wanted)) continue;
    if (levels.indexOf(line.level) >= least) io.out(line.text);
  }
}
