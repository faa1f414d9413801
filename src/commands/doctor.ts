import { Database } from "bun:sqlite";
import { existsSync, statfsSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { isClaimed } from "../accounts/index.ts";
import { assetsDir } from "../platform/assets.ts";
import { type Config, loadConfig } from "../platform/config.ts";
import { openDatabase } from "../platform/database.ts";
import { dataPaths } from "../platform/paths.ts";
import { version } from "../platform/version.ts";
import { connectModels } from "../server/models.ts";
import { type Command, dataOption, type Io, readArgs } from "./command.ts";
import { withApp } from "./with-app.ts";

interface Finding {
  check: string;
  state: "ok" | "warn" | "fail";
  detail: string;
  /** What to do, exactly. */
  fix?: string;
}

export const doctorCommand: Command = {
  name: "doctor",
  summary: "check this machine and this installation, and say how to mend them",
  help: `usage: vitrine doctor [--json] [--data DIR]

Looks at the executable, the data folder, the disk, the database, the port and the model providers.
Exit code 1 when something fails.

  --json       one JSON document {"ok","version","checks":[{"check","state","detail","fix?"}]}
  --data DIR   the data folder

example: vitrine doctor`,
  async run(args, io) {
    const { values } = readArgs(args, { ...dataOption, json: { type: "boolean" } }, { min: 0, max: 0 });
    const config = loadConfig({ data: values.data }, io.env);
    const findings: Finding[] = [
      embedded(),
      dataFolder(config),
      disk(config),
      database(config),
      await port(config),
      clock(),
    ];
    if (findings.every(({ check, state }) => check !== "database" || state !== "fail")) {
      findings.push(...(await appliance(config, io)));
    }
    const ok = findings.every(({ state }) => state !== "fail");
    if (values.json) io.out(JSON.stringify({ ok, version, checks: findings }, null, 2));
    else for (const finding of findings) io.out(line(finding));
    return ok ? 0 : 1;
  },
};

const line = ({ check, state, detail, fix }: Finding): string =>
  `${state.padEnd(4)}  ${check.padEnd(10)}  ${detail}${fix ? `\n${" ".repeat(18)}fix: ${fix}` : ""}`;

function embedded(): Finding {
  const found = existsSync(`${assetsDir}/ui`) && existsSync(`${assetsDir}/preview/manifest.json`);
  if (found)
    return {
      check: "assets",
      state: "ok",
      detail: `Vitrine ${version} on Bun ${Bun.version}, page and preview inside`,
    };
  return {
    check: "assets",
    state: "fail",
    detail: "the page or the preview modules are not built in",
    fix: "./scripts/build",
  };
}

function dataFolder(config: Config): Finding {
  const { root, secrets } = dataPaths(config.dataDir);
  if (!existsSync(root)) {
    return { check: "data", state: "warn", detail: `${root} does not exist yet; the first start makes it` };
  }
  for (const file of [root, secrets]) {
    if (existsSync(file) && (statSync(file).mode & 0o077) !== 0) {
      return {
        check: "data",
        state: "warn",
        detail: `${file} can be read by other users`,
        fix: `chmod go-rwx ${file}`,
      };
    }
  }
  return { check: "data", state: "ok", detail: root };
}

function disk(config: Config): Finding {
  const folder = existsSync(config.dataDir) ? config.dataDir : "/";
  const { bavail, bsize } = statfsSync(folder);
  const mebibytes = Math.floor((bavail * bsize) / 1024 / 1024);
  if (mebibytes < 32) {
    return {
      check: "disk",
      state: "fail",
      detail: `${mebibytes} MiB free`,
      fix: "free some space or move the data folder (--data)",
    };
  }
  if (mebibytes < 1024)
    return { check: "disk", state: "warn", detail: `only ${mebibytes} MiB free`, fix: "free some space soon" };
  return { check: "disk", state: "ok", detail: `${(mebibytes / 1024).toFixed(1)} GiB free` };
}

function database(config: Config): Finding {
  const paths = dataPaths(config.dataDir);
  if (!existsSync(paths.database))
    return { check: "database", state: "ok", detail: "none yet; the first start makes it" };
  try {
    const opened = openDatabase(paths);
    const result = opened.db.$client
      .query<{ integrity_check: string }, []>("PRAGMA integrity_check(1)")
      .get()?.integrity_check;
    opened.close();
    if (result !== "ok")
      return { check: "database", state: "fail", detail: `damaged: ${result}`, fix: "restore a backup" };
    const size = (statSync(paths.database).size / 1024 / 1024).toFixed(1);
    return { check: "database", state: "ok", detail: `sound, ${size} MiB, SQLite ${sqliteVersion()}` };
  } catch (error) {
    return { check: "database", state: "fail", detail: error instanceof Error ? error.message : String(error) };
  }
}

function sqliteVersion(): string {
  const memory = new Database(":memory:");
  const row = memory.query<{ version: string }, []>("SELECT sqlite_version() AS version").get();
  memory.close();
  return row?.version ?? "unknown";
}

async function port(config: Config): Promise<Finding> {
  const { host, port: number } = config;
  const free = await new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(number, host, () => server.close(() => resolve(true)));
  });
  if (free) return { check: "port", state: "ok", detail: `${host}:${number} is free` };
  const answer = await fetch(`http://${host}:${number}/health`, { signal: AbortSignal.timeout(1_000) })
    .then((response) => response.json())
    .catch(() => undefined);
  const ours = typeof answer === "object" && answer !== null && "service" in answer && answer.service === "vitrine";
  if (ours) return { check: "port", state: "ok", detail: `${host}:${number} is answered by a running Vitrine` };
  return {
    check: "port",
    state: "fail",
    detail: `${host}:${number} is taken by another program`,
    fix: "choose another with --port or VITRINE_PORT",
  };
}

function clock(): Finding {
  const year = new Date().getUTCFullYear();
  if (year >= 2026) return { check: "time", state: "ok", detail: new Date().toISOString() };
  return {
    check: "time",
    state: "fail",
    detail: `this machine believes it is ${year}: sign-in would fail`,
    fix: "set the clock",
  };
}

async function appliance(config: Config, io: Io): Promise<Finding[]> {
  if (!existsSync(dataPaths(config.dataDir).database)) return [];
  const findings: Finding[] = [];
  await withApp({ data: config.dataDir }, io, async (app) => {
    findings.push(
      isClaimed(app)
        ? { check: "people", state: "ok", detail: "there is an administrator" }
        : { check: "people", state: "warn", detail: "nobody has claimed this appliance", fix: "vitrine setup-link" },
    );
    const llm = connectModels(app);
    const models = await llm.models(AbortSignal.timeout(5_000));
    const real = models.filter(({ builtin }) => !builtin);
    findings.push(
      real.length > 0
        ? {
            check: "models",
            state: "ok",
            detail: real
              .slice(0, 5)
              .map(({ id }) => id)
              .join(", "),
          }
        : {
            check: "models",
            state: "warn",
            detail: "no language model is connected; only the built-in patterns answer",
            fix: "set VITRINE_OPENAI_BASE_URL to an OpenAI-compatible server, or add a [[providers]] table to config.toml",
          },
    );
    return 0;
  });
  return findings;
}
