import { mkdirSync, rmSync } from "node:fs";
import type { AnyElysia } from "elysia";
import { accountJobs, createFirstAdmin, createSetupLink, isClaimed, requireDefaultTier } from "../accounts/index.ts";
import { createEngineRoom } from "../engine/index.ts";
import { createGenerations, parkGenerations, recoverGenerations } from "../generation/index.ts";
import type { App } from "../platform/app.ts";
import { largestBody } from "../platform/body-limit.ts";
import { createBus } from "../platform/bus.ts";
import { type Clock, systemClock } from "../platform/clock.ts";
import type { Config } from "../platform/config.ts";
import { openDatabase } from "../platform/database.ts";
import { createJobRunner } from "../platform/jobs/index.ts";
import type { Logger } from "../platform/logger.ts";
import { createMetrics } from "../platform/metrics.ts";
import { type DataPaths, dataPaths } from "../platform/paths.ts";
import { writePrivateFile } from "../platform/private-file.ts";
import { systemRandom } from "../platform/random.ts";
import { loadSecrets } from "../platform/secrets.ts";
import { createPreviewBuilder } from "../preview/index.ts";
import { assemble } from "./app.ts";
import { localUrl } from "./local-url.ts";
import { connectModels } from "./models.ts";
import type { ServerApp } from "./server-app.ts";

export interface RunningServer {
  /** How a browser on this machine reaches the page. */
  url: string;
  /** The one-time link for the first administrator, while there is none. */
  setupUrl: string | undefined;
  /** Drains and closes everything: within ten seconds, twenty with engines. A second call waits for the first. */
  stop(): Promise<void>;
}

/** The port is held by somebody else. */
export class PortTakenError extends Error {
  constructor(host: string, port: number) {
    super(`Port ${port} on ${host} is taken. Stop what uses it, or choose another with --port.`);
    this.name = "PortTakenError";
  }
}

const parkDeadlineMs = 4_000;
const closeDeadlineMs = 3_000;
/** Beside the two above: an e-mail that is being handed over may finish, and is sent again otherwise. */
const jobsDeadlineMs = 5_000;
/** Engines have nothing under way any more by then; what does not end by itself is killed. */
const enginesDeadlineMs = 12_000;

/**
 * Opens the data folder and serves it.
 * @throws DatabaseError, PortTakenError
 */
export async function startServer(config: Config, log: Logger): Promise<RunningServer> {
  const paths = dataPaths(config.dataDir);
  const opened = openDatabase(paths, { exclusive: true });
  if (opened.backup) log.info({ backup: opened.backup }, "database updated; a copy from before is kept");
  if (opened.recovered) log.warn({}, "the last run did not end cleanly; the database was checked and is sound");
  const base: App = {
    config,
    paths,
    clock: systemClock,
    random: systemRandom,
    log,
    db: opened.db,
    bus: createBus(),
    metrics: createMetrics(),
    secrets: loadSecrets(paths.secrets, systemRandom),
  };
  if (config.smtp_url && !config.public_url) {
    log.warn({}, "e-mail is set up without public_url: links in it lead to the address that is listened on");
  }
  const preview = await createPreviewBuilder({ log: log.child({ room: "preview" }) });
  const engines = createEngineRoom(base);
  const jobs = createJobRunner(base, accountJobs);
  const closeAll = async () => {
    base.bus.close();
    await jobs.close(jobsDeadlineMs);
    await engines.close(enginesDeadlineMs);
    await preview.close();
    opened.close();
  };
  try {
    const app: ServerApp = {
      ...base,
      llm: connectModels(base, engines),
      engines,
      preview,
      generations: createGenerations(base),
      lifecycle: { draining: false, startedAt: base.clock.now() },
    };
    requireDefaultTier(app);
    const { adminEmail: email, adminPassword: password } = config;
    if (email && password) await createFirstAdmin(app, { email, password });
    const interrupted = recoverGenerations(app);
    if (interrupted > 0) log.warn({ interrupted }, "generations of the last run were marked interrupted");

    const server = listen(assemble(app), config);
    const url = localUrl(config, server.port);
    announce(paths, localUrl({ ...config, public_url: undefined }, server.port));
    jobs.start();
    const setupUrl = isClaimed(app) ? undefined : createSetupLink(app, url);
    // Not waited for: the page is there while engines of an earlier run are cleared away and wanted ones start.
    engines.open().catch((error: unknown) => log.error({ err: error }, "the engine room could not be opened"));
    let stopping: Promise<void> | undefined;
    return {
      url,
      setupUrl,
      stop: () => {
        stopping ??= (async () => {
          app.lifecycle.draining = true;
          // Not waited for yet: they drain while everything else does.
          void jobs.close(jobsDeadlineMs);
          await parkGenerations(app, parkDeadlineMs);
          app.bus.close();
          await server.close(app.clock);
          rmSync(paths.serverFile, { force: true });
          await closeAll();
        })();
        return stopping;
      },
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Tells commands on this machine where the server answers; stale after a kill, so they ask before they believe it. */
function announce(paths: DataPaths, url: string): void {
  mkdirSync(paths.run, { recursive: true, mode: 0o700 });
  writePrivateFile(paths.serverFile, `${JSON.stringify({ url, pid: process.pid })}\n`);
}

function listen(app: AnyElysia, config: Config) {
  try {
    app.listen({
      hostname: config.host,
      port: config.port,
      // Elysia's default would let a second instance share the port without a word.
      reusePort: false,
      idleTimeout: 30,
      maxRequestBodySize: largestBody,
    });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EADDRINUSE")
      throw new PortTakenError(config.host, config.port);
    throw error;
  }
  const { server } = app;
  if (!server || server.port === undefined) throw new PortTakenError(config.host, config.port);
  const { port } = server;
  return {
    port,
    /** Takes no more connections, lets requests under way finish, then drops what is left, idle connections included. */
    async close(clock: Clock): Promise<void> {
      const deadline = clock.now() + closeDeadlineMs;
      void server.stop();
      while (server.pendingRequests > 0 && clock.now() < deadline) await clock.sleep(10);
      await server.stop(true);
    },
  };
}
