import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { DataPaths } from "../../platform/paths.ts";
import { ModelFilesError, systemCode } from "./errors.ts";

export interface HubSettings {
  url?: string;
  token?: string;
  /** Why there is no token though there is a file for one; said when something is fetched. */
  problem?: ModelFilesError;
}

export const defaultHubUrl = "https://huggingface.co";

/**
 * Where models come from: `HF_ENDPOINT`, and as whom: `HF_TOKEN`, else the file that `HF_TOKEN_PATH` names, else
 * `hub-token` in the data folder. A token file must be readable by its owner alone (mode 0600).
 */
export function hubFromEnvironment(env: Record<string, string | undefined>, paths: DataPaths): HubSettings {
  const url = env.HF_ENDPOINT ? { url: env.HF_ENDPOINT } : {};
  const given = env.HF_TOKEN?.trim();
  if (given) return { ...url, token: given };
  for (const file of [env.HF_TOKEN_PATH, join(paths.root, "hub-token")]) {
    const found = file ? tokenFrom(file) : undefined;
    if (found instanceof ModelFilesError) return { ...url, problem: found };
    if (found) return { ...url, token: found };
  }
  return url;
}

function tokenFrom(file: string): string | ModelFilesError | undefined {
  try {
    if ((statSync(file).mode & 0o077) !== 0)
      return new ModelFilesError(
        "bad_request",
        `The access token in ${file} can be read by other users of this machine, so it is not used.`,
        `Protect it: chmod 600 ${file}.`,
      );
    return readFileSync(file, "utf8").trim() || undefined;
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    return new ModelFilesError(
      "bad_request",
      `The access token in ${file} cannot be read.`,
      "Check who owns it.",
      error,
    );
  }
}

/**
 * The address of a hub in its one spelling.
 * @throws ModelFilesError `bad_request` for one that is no http address, or that holds a password
 */
export function requireHubUrl(text: string): string {
  const url = URL.parse(text.trim());
  if (!url || !/^https?:$/.test(url.protocol))
    throw new ModelFilesError(
      "bad_request",
      "The address of the hub is no http or https address.",
      "Write it like https://huggingface.co.",
    );
  if (url.username !== "" || url.password !== "")
    throw new ModelFilesError(
      "bad_request",
      "The address of the hub holds a name or a password, which would end up in files and lists.",
      "Leave it out and give an access token instead (HF_TOKEN, or --token).",
    );
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}
