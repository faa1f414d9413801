import { ConfigError } from "../platform/config.ts";
import { DatabaseError } from "../platform/database.ts";
import { Problem } from "../platform/problem.ts";
import { version } from "../platform/version.ts";
import { type Command, type Io, UsageError } from "./command.ts";

/** Picks a command and turns whatever it throws into one message and an exit code. */
export async function runCommand(commands: Command[], args: string[], io: Io): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    const topic = name === "help" ? commands.find((command) => command.name === rest[0]) : undefined;
    (name === undefined ? io.err : io.out)(topic ? topic.help : overview(commands));
    return name === undefined ? 2 : 0;
  }
  if (name === "--version" || name === "-v") {
    io.out(version);
    return 0;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) {
    io.err(`vitrine: there is no command ${name}. See vitrine --help.`);
    return 2;
  }
  // What stands after `--` belongs to another program.
  const end = rest.indexOf("--");
  const ours = end < 0 ? rest : rest.slice(0, end);
  if (ours.includes("--help") || ours.includes("-h")) {
    io.out(command.help);
    return 0;
  }
  try {
    return await command.run(rest, io);
  } catch (error) {
    if (error instanceof UsageError) {
      io.err(`vitrine ${name}: ${error.message}\nSee vitrine ${name} --help.`);
      return 2;
    }
    io.err(`vitrine ${name}: ${expected(error) ? error.message : details(error)}`);
    return 1;
  }
}

const expected = (error: unknown): error is Error =>
  error instanceof ConfigError || error instanceof DatabaseError || error instanceof Problem;

const details = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

function overview(commands: Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return `Vitrine ${version}: a sentence becomes a live component, on your own machine.

usage: vitrine COMMAND [OPTIONS]

${commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`).join("\n")}

Each command explains itself: vitrine COMMAND --help`;
}
