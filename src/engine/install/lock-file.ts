import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { z } from "zod";

const report = z.object({
  install: z.array(
    z.object({
      metadata: z.object({ name: z.string(), version: z.string() }),
      download_info: z.object({
        archive_info: z
          .object({
            hashes: z.record(z.string(), z.string()).optional(),
            /** `sha256=…`, as pip before 23.1 says it. */
            hash: z.string().optional(),
          })
          .optional(),
      }),
    }),
  ),
});

/**
 * Writes down what was installed, so that the same can be had again: `name==version --hash=sha256:…` as pip reads it.
 * @param reportFile pip's installation report, removed afterwards; without one the lines come from `frozen`, unhashed
 */
export function writeLockFile(file: string, reportFile: string, frozen: string[]): void {
  const lines = readReport(reportFile) ?? frozen;
  rmSync(reportFile, { force: true });
  writeFileSync(file, `# What this environment was made of.\n${lines.toSorted().join("\n")}\n`);
}

function readReport(file: string): string[] | undefined {
  let parsed: z.infer<typeof report>;
  try {
    parsed = report.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
  return parsed.install.map(({ metadata, download_info }) => {
    const { hashes, hash } = download_info.archive_info ?? {};
    const sha256 = hashes?.sha256 ?? /^sha256=([0-9a-f]{64})$/.exec(hash ?? "")?.[1];
    return `${metadata.name}==${metadata.version}${sha256 ? ` --hash=sha256:${sha256}` : ""}`;
  });
}
