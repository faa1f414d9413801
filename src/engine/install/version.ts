import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Numbers of a version from the left, `1.10` after `1.9`; a pre-release or development build before its release. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [parts(a), parts(b)];
  for (let place = 0; place < Math.max(left.numbers.length, right.numbers.length); place++) {
    const difference = (left.numbers[place] ?? 0) - (right.numbers[place] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return left.rank - right.rank;
}

/** `0.29.1rc1.dev2+cpu` → 0.29.1, before the release; what follows `+` tells builds of one version apart, no more. */
function parts(version: string): { numbers: number[]; rank: number } {
  const [text = ""] = version.trim().replace(/^v/, "").split("+");
  const match = /^\d+(?:\.\d+)*/.exec(text);
  const tail = text.slice(match?.[0].length ?? 0);
  const rank = /^\.?(?:a|b|rc|dev|alpha|beta|-)/.test(tail) ? -1 : /^\.?post/.test(tail) ? 1 : 0;
  return { numbers: (match?.[0] ?? "0").split(".").map(Number), rank };
}

/**
 * The version of vLLM that a `vllm` script belongs to, from the package notes beside it: `vllm --version` loads PyTorch
 * and takes seconds.
 * @returns undefined where there are no such notes (a wrapper script, say)
 */
export function versionBeside(executable: string): string | undefined {
  for (const script of new Set([executable, realPath(executable)])) {
    const interpreter = interpreterOf(script);
    const prefixes = new Set([dirname(dirname(script)), ...(interpreter ? [dirname(dirname(interpreter))] : [])]);
    for (const prefix of prefixes) {
      const found = sitePackages(prefix).map(distributionVersion).find(Boolean);
      if (found) return found;
    }
  }
  return undefined;
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function interpreterOf(script: string): string | undefined {
  try {
    const [first = ""] = readFileSync(script, "utf8").slice(0, 512).split("\n");
    const program = /^#!\s*(\/\S+)/.exec(first)?.[1];
    return program && basename(program).startsWith("python") ? program : undefined;
  } catch {
    return undefined;
  }
}

function sitePackages(prefix: string): string[] {
  return ["lib", "lib64"].flatMap((lib) =>
    names(join(prefix, lib))
      .filter((name) => /^python3\.\d+$/.test(name))
      .flatMap((name) => ["site-packages", "dist-packages"].map((folder) => join(prefix, lib, name, folder))),
  );
}

function distributionVersion(folder: string): string | undefined {
  for (const name of names(folder)) {
    const version = /^vllm(?:_cpu)?-(.+)\.dist-info$/.exec(name)?.[1];
    if (version) return version;
  }
  return undefined;
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
