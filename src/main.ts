import "./platform/production.ts";
import { commands } from "./commands/index.ts";
import { runCommand } from "./commands/run.ts";
import { terminalIo } from "./commands/terminal.ts";

process.exitCode = await runCommand(commands, process.argv.slice(2), terminalIo());
