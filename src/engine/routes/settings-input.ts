import type { z } from "zod";
import { parseAddress } from "../../platform/address.ts";
import { type FieldError, Problem } from "../../platform/problem.ts";
import { isAllowedAddress } from "../../platform/safe-url.ts";
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
  if (parsed.success) {
    requireAddress(parsed.data);
    return parsed.data;
  }
  const errors = parsed.error.issues.map(
    (issue): FieldError => ({ path: `/settings/${issue.path.join("/")}`.replace(/\/$/, ""), message: inWords(issue) }),
  );
  const [first] = errors;
  const where = first ? ` ${first.path.replace("/settings/", "")}: ${first.message}.` : "";
  const more = errors.length > 1 ? ` ${errors.length - 1} more to mend.` : "";
  throw new Problem("validation_failed", `These settings make no engine.${where}${more}`, { errors });
}

/** An address of a cloud's metadata service answers with the machine's own credentials. */
function requireAddress(settings: EngineSettings): void {
  if (settings.adapter !== "remote") return;
  const host = new URL(settings.baseUrl).hostname.replace(/^\[|\]$/g, "");
  if (!parseAddress(host) || isAllowedAddress(host, "administrator")) return;
  throw new Problem("validation_failed", `${host} is no address that a model server can have.`, {
    errors: [{ path: "/settings/baseUrl", message: "is the address of a metadata service" }],
  });
}

function withKey(input: unknown, before: EngineSettings | undefined): unknown {
  if (typeof input !== "object" || input === null || !("apiKey" in input) || input.apiKey !== hiddenKey) return input;
  const { apiKey: _, ...rest } = input;
  const key = before?.adapter === "remote" ? before.apiKey : undefined;
  return key === undefined ? rest : { ...rest, apiKey: key };
}

const kinds: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "yes or no",
  array: "a list",
  object: "a group of fields",
};

/** The library's sentences are for programmers. */
function inWords(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.message.endsWith("received undefined")
        ? "is missing"
        : `must be ${kinds[issue.expected] ?? issue.expected}`;
    case "too_small":
      if (issue.origin === "string")
        return Number(issue.minimum) === 1 ? "is empty" : `is too short (at least ${issue.minimum} characters)`;
      return issue.origin === "array" ? "has too few entries" : `must be at least ${issue.minimum}`;
    case "too_big":
      if (issue.origin === "string") return `is too long (at most ${issue.maximum} characters)`;
      return issue.origin === "array" ? `has more than ${issue.maximum} entries` : `must be at most ${issue.maximum}`;
    case "unrecognized_keys":
      return `${issue.keys.join(", ")}: there is no such setting`;
    case "invalid_value":
      return `must be one of ${issue.values.map(String).join(", ")}`;
    case "invalid_union":
      return issue.path.at(-1) === "adapter"
        ? "must be one of vllm, llamacpp, command, remote"
        : "is none of the values it may have";
    default:
      return issue.message;
  }
}
