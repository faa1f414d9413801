import "./platform/production.ts";
import { commands } from "./commands/index.ts";
import { runCommand } from "./commands/run.ts";
import { terminalIo } from "./commands/terminal.ts";

// Whatever this program writes is for its owner alone: the database holds people's work and password hashes.
process.umask(0o077);

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

process.exitCode = await runCommand(commands, process.argv.slice(2), terminalIo());
