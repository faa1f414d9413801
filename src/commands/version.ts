import { readAsset } from "../platform/assets.ts";
import { service, version } from "../platform/version.ts";
import { type Command, readArgs } from "./command.ts";

export const versionCommand: Command = {
  name: "version",
  summary: "print the version, or the licences of everything inside",
  help: `usage: vitrine version [--licences] [--json]

  --licences   the notices of every package inside this executable
  --json       {"name","version","bun"}

example: vitrine version --licences | less`,
  async run(args, io) {
    const { values } = readArgs(
      args,
      { licences: { type: "boolean" }, licenses: { type: "boolean" }, json: { type: "boolean" } },
      { min: 0, max: 0 },
    );
    if (values.licences || values.licenses) {
      io.out(await readAsset("licences.txt").then((text) => text.toString("utf8").trimEnd()));
      return 0;
    }
    io.out(
      values.json
        ? JSON.stringify({ name: service, version, bun: Bun.version })
        : `${service} ${version} (Bun ${Bun.version})`,
    );
    return 0;
  },
};
