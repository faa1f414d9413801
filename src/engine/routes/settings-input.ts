import { type FieldError, Problem } from "../../platform/problem.ts";
import { type EngineSettings, engineSettings } from "../settings.ts";

/** What stands for a key that is set, in answers; sent back, it keeps the key. */
export const hiddenKey = "•••";

/** Settings as they may leave: a remote engine's key stays here. */
export function withoutKey(settings: EngineSettings): EngineSettings {
  return settings.adapter === "remote" && settings.apiKey !== undefined ? { ...settings, apiKey: hiddenKey } : settings;
}

/**
 * Settings as they came in, with defaults filled in.
 * @param before those that are being replaced, for a key that is kept
 * @throws Problem `validation_failed` with every field that is wrong
 */
export function readSettings(input: unknown, before?: EngineSettings): EngineSettings {
  const parsed = engineSettings.safeParse(withKey(input, before));
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(
    ({ path, message }): FieldError => ({ path: `/settings/${path.join("/")}`.replace(/\/$/, ""), message }),
  );
  const [first] = errors;
  const where = first ? ` ${first.path.replace("/settings/", "")}: ${first.message}.` : "";
  const more = errors.length > 1 ? ` ${errors.length - 1} more to mend.` : "";
  throw new Problem("validation_failed", `These settings make no engine.${where}${more}`, { errors });
}

function withKey(input: unknown, before: EngineSettings | undefined): unknown {
  if (typeof input !== "object" || input === null || !("apiKey" in input) || input.apiKey !== hiddenKey) return input;
  const { apiKey: _, ...rest } = input;
  const key = before?.adapter === "remote" ? before.apiKey : undefined;
  return key === undefined ? rest : { ...rest, apiKey: key };
}
