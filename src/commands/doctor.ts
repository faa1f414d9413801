import { existsSync } from "node:fs";
import { isClaimed } from "../accounts/index.ts";
import { checkHost, type Finding, openLaunches, reportText, type StoredLaunch } from "../engine/host/index.ts";
import { systemClock } from "../platform/clock.ts";
import { type Config, loadConfig } from "../platform/config.ts";
import { openDatabase } from "../platform/database.ts";
import { type DataPaths, dataPaths } from "../platform/paths.ts";
import { version } from "../platform/version.ts";
import { connectModels } from "../server/models.ts";
import { type Command, dataOption, type Io, readArgs } from "./command.ts";
import { withApp } from "./with-app.ts";

export const doctorCommand: Command = {
  name: "doctor",
  summary: "check this machine and this installation, and say how to mend them",
  help: `usage: vitrine doctor [--json] [--data DIR]

Looks at the executable, the data folder, the database, the port and the model providers; at the GPUs, their
driver and who holds their memory; at what engines need: Python, a compiler, containers, control groups,
disk; and at the machine itself. Exit code 1 when something fails; a warning, such as a
machine without a GPU, is no failure.

  --json       one JSON document {"ok","version","checks":[{"check","section","state","detail","fix?"}]}
  --data DIR   the data folder

example: vitrine doctor`,
  async run(args, io) {
    const { values } = readArgs(args, { ...dataOption, json: { type: "boolean" } }, { min: 0, max: 0 });
    const config = loadConfig({ data: values.data }, io.env);
    const paths = dataPaths(config.dataDir);
    const findings = await checkHost({
      clock: systemClock,
      env: io.env,
      paths,
      listen: config,
      ...(config.nvidia_smi ? { nvidiaSmi: config.nvidia_smi } : {}),
      launches: () => storedLaunches(paths),
    });
    if (findings.every(({ check, state }) => check !== "database" || state !== "fail")) {
      findings.push(...(await checkAppliance(config, io)));
    }
    const ok = findings.every(({ state }) => state !== "fail");
    if (values.json) io.out(JSON.stringify({ ok, version, checks: findings }, null, 2));
    else io.out(reportText(findings, terminal(io)));
    return ok ? 0 : 1;
  },
};

/** Colours only for a person: on a real terminal, and unless NO_COLOR says otherwise (no-color.org). */
function terminal(io: Io): { width: number; colour: boolean } {
  const real = io.env === Bun.env && process.stdout.isTTY === true;
  return { width: (real && process.stdout.columns) || 100, colour: real && !io.env.NO_COLOR };
}

function storedLaunches(paths: DataPaths): StoredLaunch[] {
  if (!existsSync(paths.database)) return [];
  const opened = openDatabase(paths);
  try {
    return openLaunches(opened.db);
  } finally {
    opened.close();
  }
}

async function checkAppliance(config: Config, io: Io): Promise<Finding[]> {
  if (!existsSync(dataPaths(config.dataDir).database)) return [];
  const findings: Finding[] = [];
  await withApp({ data: config.dataDir }, io, async (app) => {
    findings.push({
      check: "people",
      section: "Vitrine",
      ...(isClaimed(app)
        ? { state: "ok", detail: "there is an administrator" }
        : { state: "warn", detail: "nobody has claimed this appliance", fix: "vitrine setup-link" }),
    });
    const models = await connectModels(app).models(AbortSignal.timeout(5_000));
    const real = models.filter(({ builtin }) => !builtin).map(({ id }) => id);
    findings.push({
      check: "models",
      section: "Vitrine",
      ...(real.length > 0
        ? { state: "ok", detail: real.slice(0, 5).join(", ") }
        : {
            state: "warn",
            detail: "no language model is connected; only the built-in patterns answer",
            fix: "start one under Models on the admin page, set VITRINE_OPENAI_BASE_URL to an OpenAI-compatible server, or add a [[providers]] table to config.toml",
          }),
    });
    return 0;
  });
  return findings;
}
