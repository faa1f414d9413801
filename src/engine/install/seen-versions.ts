import { readFileSync, statSync } from "node:fs";
import { z } from "zod";
import { writePrivateFile } from "../../platform/private-file.ts";

const schema = z.record(z.string(), z.object({ stamp: z.string(), version: z.string() }));
type Seen = z.infer<typeof schema>;

/**
 * The version of a program that has to be run to tell it, kept in a file until the program changes.
 * @param ask runs the program; when it cannot tell, nothing is kept
 */
export async function seenVersion(
  file: string,
  executable: string,
  ask: () => Promise<string | undefined>,
): Promise<string | undefined> {
  const stamp = stampOf(executable);
  const known = read(file)[executable];
  if (known && stamp !== undefined && known.stamp === stamp) return known.version;
  const version = await ask();
  if (version !== undefined && stamp !== undefined) {
    try {
      writePrivateFile(file, JSON.stringify({ ...read(file), [executable]: { stamp, version } }, null, 2));
    } catch {
      // Without a folder to write to, it is asked again the next time.
    }
  }
  return version;
}

function stampOf(path: string): string | undefined {
  try {
    const { mtimeMs, size, ino } = statSync(path);
    return `${mtimeMs}-${size}-${ino}`;
  } catch {
    return undefined;
  }
}

function read(file: string): Seen {
  try {
    return schema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return {};
  }
}
