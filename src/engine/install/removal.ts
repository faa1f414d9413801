import { rmSync } from "node:fs";
import { Problem } from "../../platform/problem.ts";
import type { InstallParts } from "./find.ts";
import { lockEngines } from "./lock.ts";
import { dropRecord, listManaged, type ManagedInstall } from "./managed.ts";

/**
 * Removes an environment that we made.
 * @param which its name (`vllm-0.29.0`), version or program
 * @param inUse programs of engines that run now
 * @throws Problem `not_found`, `conflict`
 */
export function removeInstall(parts: InstallParts, which: string, inUse: readonly string[]): ManagedInstall {
  const { engines } = parts.paths;
  const unlock = lockEngines(engines);
  try {
    const found = listManaged(engines).find(
      ({ name, record, executable }) => which === name || which === record.version || which === executable,
    );
    if (!found) {
      throw new Problem("not_found", `Vitrine has installed no ${which}. See vitrine engine install --list.`);
    }
    if (inUse.includes(found.executable)) {
      throw new Problem("conflict", `${found.name} runs an engine at the moment. Stop that engine first.`);
    }
    dropRecord(found.folder);
    rmSync(found.folder, { recursive: true, force: true });
    return found;
  } finally {
    unlock();
  }
}
