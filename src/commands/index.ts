import { checkCommand } from "./check.ts";
import type { Command } from "./command.ts";
import { doctorCommand } from "./doctor.ts";
import { engineCommand } from "./engine.ts";
import { modelsCommand } from "./models.ts";
import { rotateKeysCommand } from "./rotate-keys.ts";
import { serveCommand } from "./serve.ts";
import { setupLinkCommand } from "./setup-link.ts";
import { userCommand } from "./user.ts";
import { versionCommand } from "./version.ts";

export const commands: Command[] = [
  serveCommand,
  setupLinkCommand,
  userCommand,
  rotateKeysCommand,
  modelsCommand,
  engineCommand,
  checkCommand,
  doctorCommand,
  versionCommand,
];
