import { resolve } from "node:path";
import { findInstalls, installEngine, installViews, removeInstall } from "../../engine/install/index.ts";
import { UsageError } from "../command.ts";
import { type Access, CommandError, listEngines } from "./access.ts";

export interface InstallOptions {
  version: string | undefined;
  index: string | undefined;
  wheels: string | undefined;
  build: string | undefined;
  python: string | undefined;
  again: boolean;
  list: boolean;
  remove: string | undefined;
}

/** `install`, `install --list`, `install --remove NAME`. */
export async function install(access: Access, options: InstallOptions): Promise<number> {
  const { index, wheels, build } = options;
  if (wheels !== undefined && (index !== undefined || build !== undefined)) {
    throw new UsageError("--wheels takes everything from a folder; it goes with neither --index nor --build.");
  }
  if (options.list) return list(access);
  if (options.remove !== undefined) return removeOne(access, options.remove);
  return installOne(access, options);
}

async function list({ app, io, json }: Access): Promise<number> {
  const items = installViews(await findInstalls({ paths: app.paths, env: io.env }));
  if (json) {
    io.out(JSON.stringify({ items }, null, 2));
    return 0;
  }
  if (items.length === 0) io.err("No engine was found on this machine. Install vLLM: vitrine engine install");
  for (const { adapter, version, executable, detail, chosen } of items) {
    io.out(`${chosen ? "*" : " "} ${adapter.padEnd(8)}  ${(version ?? "?").padEnd(12)}  ${executable}`);
    io.out(`    ${detail}`);
  }
  if (items.some(({ chosen }) => chosen)) io.err("* is what an engine gets that names no program.");
  return 0;
}

/** Programs of our own environments that run an engine now. */
async function inUse(access: Access): Promise<string[]> {
  const commands = (await listEngines(access)).flatMap(({ status }) => status.launch?.command ?? []);
  return (await findInstalls({ paths: access.app.paths, env: {} }))
    .map(({ executable }) => executable)
    .filter((executable) => commands.some((command) => command.includes(executable)));
}

async function removeOne(access: Access, name: string): Promise<number> {
  const { app, io } = access;
  const removed = removeInstall({ paths: app.paths, env: io.env }, name, await inUse(access));
  io.err(`Removed ${removed.name}.`);
  return 0;
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

async function installOne(access: Access, options: InstallOptions): Promise<number> {
  const { app, io, json } = access;
  const { version, index, wheels, build, python, again } = options;
  const used = again ? await inUse(access) : [];
  if (used.length > 0) throw new CommandError(`${used[0]} runs an engine at the moment. Stop that engine first.`);
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  for (const signal of signals) process.once(signal, onSignal);
  try {
    const made = await installEngine(
      { paths: app.paths, env: io.env, clock: app.clock },
      {
        adapter: "vllm",
        ...(version === undefined ? {} : { version }),
        ...(python === undefined ? {} : { python }),
        from:
          wheels === undefined
            ? { ...(build === undefined ? {} : { build }), ...(index === undefined ? {} : { index }) }
            : { wheels: resolve(wheels) },
        again,
        signal: stop.signal,
        onLine: (line) => io.err(line),
      },
    );
    if (json) io.out(JSON.stringify({ name: made.name, executable: made.executable, ...made.record }, null, 2));
    else io.out(made.executable);
    io.err(`vLLM ${made.record.version} is installed.${made.record.note ? ` ${made.record.note}` : ""}`);
    return 0;
  } finally {
    for (const signal of signals) process.off(signal, onSignal);
  }
}
