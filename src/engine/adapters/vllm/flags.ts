/**
 * The version from which on vLLM knows a flag, or a value of one. Found in its own trees; what is not listed is older
 * than 0.11.
 */
const since: Record<string, string> = {
  "--max-model-len auto": "0.14.0",
  "--default-chat-template-kwargs": "0.14.0",
  "--disable-access-log-for-endpoints": "0.16.0",
  "--language-model-only": "0.17.0",
  "--shutdown-timeout": "0.18.0",
  "--max-num-queued-reqs": "0.29.0",
};

/** Where the version is unknown, what the oldest supported one knows is used. */
const assumed = "0.24.0";

/** Whether vLLM of this version knows the flag. */
export function knowsFlag(flag: string, version: string | undefined): boolean {
  const first = since[flag];
  return first === undefined || compareVersions(version ?? assumed, first) >= 0;
}

/** Negative when `a` is older; compares numbers alone (`0.29.1rc1+cu130` counts as 0.29.1). */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  for (let index = 0; index < 3; index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const numbers = (version: string): number[] =>
  (/\d+(?:\.\d+)*/.exec(version)?.[0] ?? "0").split(".").map((part) => Number(part));

/** Flags that Vitrine sets itself, because it would otherwise not find, reach or recognise the engine. */
const ours = new Map([
  ["--host", "Vitrine decides where an engine listens"],
  ["--port", "Vitrine decides where an engine listens"],
  ["--uds", "Vitrine decides where an engine listens"],
  ["--root-path", "Vitrine decides where an engine listens"],
  ["--ssl-keyfile", "the engine is reached on this machine alone"],
  ["--ssl-certfile", "the engine is reached on this machine alone"],
  ["--api-key", "nobody but Vitrine reaches the engine, and a command line is no place for a secret"],
  ["--served-model-name", "the served name is a setting of its own"],
  ["--model", "the model is a setting of its own"],
  ["--headless", "a headless engine answers nobody"],
  ["--hf-token", "a command line is no place for a secret; put HF_TOKEN into the environment"],
]);

/** The first extra argument that would take the engine out of Vitrine's hands, and why; undefined when there is none. */
export function forbiddenArgument(extraArgs: readonly string[]): { flag: string; why: string } | undefined {
  for (const argument of extraArgs) {
    // vLLM takes underscores for dashes, and the beginning of a flag for the flag.
    const flag = (argument.split("=", 1)[0] ?? "").replaceAll("_", "-");
    for (const [name, why] of ours) {
      if (flag === name || (flag.length > 4 && flag.startsWith("--") && name.startsWith(flag)))
        return { flag: name, why };
    }
  }
  return undefined;
}

/** Whether an extra argument sets this flag. */
export const setsFlag = (extraArgs: readonly string[], flag: string): boolean =>
  extraArgs.some((argument) => (argument.split("=", 1)[0] ?? "").replaceAll("_", "-") === flag);
