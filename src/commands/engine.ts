import { pinnedVllm } from "../engine/install/index.ts";
import { type Command, dataOption, type Io, readArgs, UsageError } from "./command.ts";
import { type Access, CommandError, withAccess } from "./engine/access.ts";
import { restart, start, stop, swap } from "./engine/act.ts";
import { add, remove } from "./engine/edit.ts";
import { install } from "./engine/install.ts";
import { readLevel, showLogs } from "./engine/logs.ts";
import { showStatus } from "./engine/status.ts";
import { ServerProblem } from "./server-client.ts";

const help = `usage: vitrine engine status [ID] | list
       vitrine engine start|restart ID [--no-wait]
       vitrine engine stop ID [--no-wait]
       vitrine engine swap ID OTHER [--no-wait]
       vitrine engine logs ID [--follow] [--lines N] [--search TEXT] [--level LEVEL]
       vitrine engine add --adapter vllm|llamacpp --model OWNER/NAME [--id ID] [--name NAME] [SETTINGS]
       vitrine engine add --adapter remote --name NAME --url URL [--ask-key]
       vitrine engine add --adapter command --name NAME -- PROGRAM ARGUMENTS...
       vitrine engine remove ID
       vitrine engine install [--version V] [--index URL | --wheels DIR] [--build cpu|cu129] [--python PYTHON] [--again]
       vitrine engine install --list | --remove NAME

Engines run models on this machine. ID is an engine, or for start also a model of the catalogue (MODEL or
MODEL:VARIANT). start, restart and swap show how far it is and end when it answers requests; stop ends when nothing of
it is left. Without a running Vitrine, start and stop say what happens the next time it starts.

  --no-wait        do not wait until it is ready, or stopped
  --follow         go on with new lines until interrupted
  --lines N        the newest so many (default 100)
  --search TEXT    only lines that contain it
  --level LEVEL    debug, info, warning or error, and above
  --json           one JSON document on stdout
  --data DIR       the data folder

Settings of a new engine:
  --label TEXT     what people read (default: the name)
  --name NAME      what requests call it, as local/NAME (default: the last part of the model)
  --context N      tokens, or auto (default)
  --gpus GPUS      auto (default), none, or UUIDs with commas between
  --vision         it takes images
  --set KEY=VALUE  any other setting, also several times, such as --set gpuMemoryUtilization=0.8
  --file FILE      settings as JSON; flags win over it

install puts vLLM into an environment of its own in the data folder; the system's Python is not changed. It takes
about 15 GB with CUDA.
  --version V      default ${pinnedVllm}, which this Vitrine was checked against
  --index URL      a package index other than pip's own setting
  --wheels DIR     only from this folder, with no network
  --build NAME     another build, from vLLM's own index: cpu for machines without an NVIDIA GPU, cu129 for drivers
                   older than R580
  --python PYTHON  a Python 3.10 to 3.14 (default: the first good one on PATH)
  --again          make it anew although it is there

examples:
  vitrine engine install
  vitrine engine add --adapter vllm --model Qwen/Qwen3-8B --set gpuMemoryUtilization=0.85
  vitrine engine start qwen3-8b
  vitrine engine logs qwen3-8b --follow --search error`;

const options = {
  ...dataOption,
  json: { type: "boolean" },
  "no-wait": { type: "boolean" },
  follow: { type: "boolean", short: "f" },
  lines: { type: "string", short: "n" },
  search: { type: "string" },
  level: { type: "string" },
  id: { type: "string" },
  adapter: { type: "string" },
  model: { type: "string" },
  name: { type: "string" },
  label: { type: "string" },
  url: { type: "string" },
  "ask-key": { type: "boolean" },
  context: { type: "string" },
  gpus: { type: "string" },
  vision: { type: "boolean" },
  set: { type: "string", multiple: true },
  file: { type: "string" },
  version: { type: "string" },
  index: { type: "string" },
  wheels: { type: "string" },
  build: { type: "string" },
  python: { type: "string" },
  again: { type: "boolean" },
  list: { type: "boolean" },
  remove: { type: "string" },
} as const;

type Values = ReturnType<typeof parse>["values"];
const parse = (args: string[]) => readArgs(args, options, { min: 1, max: 200 });

type Verb = "status" | "list" | "start" | "stop" | "restart" | "swap" | "logs" | "add" | "remove" | "install";

const everywhere = ["data", "json"];
const wait = ["no-wait"];
/** How many names follow each verb, and which options it has. */
const verbs: Record<Verb, { names: [min: number, max: number]; options: string[] }> = {
  status: { names: [0, 1], options: [] },
  list: { names: [0, 0], options: [] },
  start: { names: [1, 1], options: wait },
  stop: { names: [1, 1], options: wait },
  restart: { names: [1, 1], options: wait },
  swap: { names: [2, 2], options: wait },
  logs: { names: [1, 1], options: ["follow", "lines", "search", "level"] },
  add: {
    names: [0, 190],
    options: ["id", "adapter", "model", "name", "label", "url", "ask-key", "context", "gpus", "vision", "set", "file"],
  },
  remove: { names: [1, 1], options: [] },
  install: { names: [0, 0], options: ["version", "index", "wheels", "build", "python", "again", "list", "remove"] },
};

const isVerb = (name: string): name is Verb => Object.hasOwn(verbs, name);

export const engineCommand: Command = {
  name: "engine",
  summary: "start, stop, watch, add and install the engines that run models",
  help,
  async run(args, io) {
    const { values, positionals } = parse(args);
    const [verb = "", ...names] = positionals;
    if (!isVerb(verb)) throw new UsageError(`There is no verb ${verb}.`);
    const { names: count, options: known } = verbs[verb];
    if (names.length < count[0] || names.length > count[1]) {
      const wanted = count[0] === count[1] ? `${count[0]}` : `${count[0]} or ${count[1]}`;
      throw new UsageError(`engine ${verb} takes ${wanted} name${wanted === "1" ? "" : "s"} after it.`);
    }
    const foreign = Object.keys(values).find((option) => ![...everywhere, ...known].includes(option));
    if (foreign !== undefined) throw new UsageError(`engine ${verb} has no option --${foreign}.`);
    return withAccess(values, io, (access) => guarded(io, () => dispatch(access, verb, names, values)));
  },
};

/** Sentences that are for people already go out as they are. */
async function guarded(io: Io, run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof CommandError || error instanceof ServerProblem)) throw error;
    io.err(`vitrine engine: ${error.message}`);
    return 1;
  }
}

function dispatch(access: Access, verb: Verb, names: string[], values: Values): Promise<number> {
  const [first = "", second = ""] = names;
  const act = { wait: values["no-wait"] !== true };
  switch (verb) {
    case "status":
      return showStatus(access, names[0]);
    case "list":
      return showStatus(access, undefined);
    case "start":
      return start(access, first, act);
    case "stop":
      return stop(access, first, act);
    case "restart":
      return restart(access, first, act);
    case "swap":
      return swap(access, first, second, act);
    case "logs":
      return showLogs(access, first, {
        lines: lineCount(values.lines),
        search: values.search,
        level: readLevel(values.level),
        follow: values.follow === true,
      });
    case "add":
      return add(access, {
        id: values.id,
        adapter: values.adapter,
        model: values.model,
        name: values.name,
        label: values.label,
        url: values.url,
        context: values.context,
        gpus: values.gpus,
        vision: values.vision === true,
        askKey: values["ask-key"] === true,
        set: values.set ?? [],
        file: values.file,
        argv: names,
      });
    case "remove":
      return remove(access, first);
    case "install":
      return install(access, {
        version: values.version,
        index: values.index,
        wheels: values.wheels,
        build: values.build,
        python: values.python,
        again: values.again === true,
        list: values.list === true,
        remove: values.remove,
      });
    default:
      return verb satisfies never;
  }
}

function lineCount(text: string | undefined): number {
  if (text === undefined) return 100;
  const lines = Number(text);
  if (!Number.isInteger(lines) || lines < 1 || lines > 5000)
    throw new UsageError("--lines takes a number from 1 to 5000.");
  return lines;
}
