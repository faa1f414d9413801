import "./platform/production.ts";
import { commands } from "./commands/index.ts";
import { runCommand } from "./commands/run.ts";
import { terminalIo } from "./commands/terminal.ts";

// Whatever this program writes is for its owner alone: the database holds people's work and password hashes.
process.umask(0o077);

process.exitCode = await runCommand(commands, process.argv.slice(2), terminalIo());
