import { accessRequirements } from "./access.ts";
import { browserRequirements } from "./browser.ts";
import { identityRequirements } from "./identity.ts";
import { inputRequirements } from "./input.ts";
import { operationRequirements } from "./operation.ts";
import { platformRequirements } from "./platform.ts";
import type { Requirement } from "./requirement.ts";

/** Everything that level 2 of OWASP ASVS 5.0.0 asks for, level 1 included, and where this appliance stands with it. */
export const asvs: readonly Requirement[] = [
  ...inputRequirements,
  ...browserRequirements,
  ...identityRequirements,
  ...accessRequirements,
  ...platformRequirements,
  ...operationRequirements,
];
