import { readFileSync } from "node:fs";
import type { EngineView } from "../../engine/index.ts";
import { freeEngineId, readSettings } from "../../engine/index.ts";
import { UsageError } from "../command.ts";
import { type Access, CommandError, enginePath, requireEngine, restingView } from "./access.ts";

export interface AddOptions {
  id: string | undefined;
  adapter: string | undefined;
  model: string | undefined;
  name: string | undefined;
  label: string | undefined;
  url: string | undefined;
  context: string | undefined;
  gpus: string | undefined;
  vision: boolean;
  askKey: boolean;
  /** `key=value`, the value as JSON or as text. */
  set: string[];
  /** A file with the settings as JSON; the flags win over it. */
  file: string | undefined;
  /** What follows `--`: the program and its arguments. */
  argv: string[];
}

/** `add`: makes an engine and starts nothing. */
export async function add(access: Access, options: AddOptions): Promise<number> {
  const { io, json, server, store } = access;
  const settings = await settingsFrom(access, options);
  const body = { ...(options.id === undefined ? {} : { id: options.id }), settings };
  let view: EngineView;
  if (server) view = await server.request<EngineView>("POST", "/api/admin/engines", body);
  else {
    const read = readSettings(settings);
    view = restingView(store.create(options.id ?? freeEngineId(store, read), read));
  }
  if (json) io.out(JSON.stringify(view, null, 2));
  else io.out(view.id);
  io.err(`Added ${view.settings.label}. Start it: vitrine engine start ${view.id}`);
  return 0;
}

export async function remove(access: Access, name: string): Promise<number> {
  const { io, server, store } = access;
  const { id, settings } = await requireEngine(access, name);
  if (server) await server.request("DELETE", enginePath(id));
  else store.remove(id);
  io.err(`Removed ${settings.label}. Its model files stay; see vitrine models list.`);
  return 0;
}

async function settingsFrom({ io }: Access, options: AddOptions): Promise<Record<string, unknown>> {
  const { adapter, model, url, context, gpus } = options;
  const file = options.file === undefined ? {} : readFile(options.file);
  const named = options.name ?? text(file.servedName) ?? defaultName(options);
  if (adapter === undefined && file.adapter === undefined) {
    throw new UsageError("--adapter is missing: vllm, llamacpp, command or remote.");
  }
  if (named === undefined) throw new UsageError("--name is missing: what requests call the model.");
  const settings: Record<string, unknown> = {
    label: named,
    ...file,
    servedName: named,
    ...(adapter === undefined ? {} : { adapter }),
    ...(options.label === undefined ? {} : { label: options.label }),
    ...(model === undefined ? {} : { model }),
    ...(url === undefined ? {} : { baseUrl: url }),
    ...(context === undefined ? {} : { contextLength: context === "auto" ? "auto" : Number(context) }),
    ...(gpus === undefined ? {} : { gpus: gpus === "auto" || gpus === "none" ? gpus : gpus.split(",") }),
    ...(options.vision ? { vision: true } : {}),
    ...(options.argv.length > 0 ? { argv: options.argv } : {}),
    ...Object.fromEntries(options.set.map(pair)),
  };
  if (options.askKey) settings.apiKey = await io.readSecret("API key: ");
  return settings;
}

/** `Qwen/Qwen3-8B` and `/models/qwen3-8b.gguf` name themselves. */
function defaultName({ model }: AddOptions): string | undefined {
  const last = model
    ?.split("/")
    .at(-1)
    ?.replace(/\.gguf$/i, "");
  return last === "" ? undefined : last;
}

function pair(assignment: string): [string, unknown] {
  const at = assignment.indexOf("=");
  if (at < 1) throw new UsageError(`--set takes KEY=VALUE, and ${assignment} is none.`);
  const value = assignment.slice(at + 1);
  try {
    return [assignment.slice(0, at), JSON.parse(value)];
  } catch {
    return [assignment.slice(0, at), value];
  }
}

function readFile(path: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return { ...parsed };
  } catch (error) {
    throw new CommandError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw new CommandError(`${path} holds no settings: it should be one JSON object.`);
}

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
