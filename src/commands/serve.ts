import { loadConfig } from "../platform/config.ts";
import { createLogger } from "../platform/logger.ts";
import { version } from "../platform/version.ts";
import { PortTakenError, startServer } from "../server/start.ts";
import { type Command, dataOption, readArgs } from "./command.ts";

export const serveCommand: Command = {
  name: "serve",
  summary: "start the appliance",
  help: `usage: vitrine serve [--host 127.0.0.1] [--port 8080] [--data DIR] [--log-level LEVEL]

  --host ADDRESS     the address to listen on; 0.0.0.0 lets other machines in (default 127.0.0.1)
  --port N           the port, 0 for any free one (default 8080)
  --data DIR         the data folder (default /var/lib/vitrine for root, ~/.local/share/vitrine otherwise)
  --log-level LEVEL  debug, info, warn, error or silent

Stops cleanly on SIGTERM and SIGINT.

example: vitrine serve --host 0.0.0.0 --port 8080 --data /srv/vitrine`,
  async run(args, io) {
    const { values } = readArgs(
      args,
      { ...dataOption, host: { type: "string" }, port: { type: "string" }, "log-level": { type: "string" } },
      { min: 0, max: 0 },
    );
    const config = loadConfig(
      { data: values.data, host: values.host, port: values.port, logLevel: values["log-level"] },
      io.env,
    );
    const log = createLogger(config.log_level);
    const signals = nextSignal();
    try {
      const server = await startServer(config, log);
      log.info({ version, url: server.url, data: config.dataDir }, "ready");
      io.out(
        server.setupUrl
          ? `Vitrine is ready. Claim it here, once:\n\n  ${server.setupUrl}\n`
          : `Vitrine is ready: ${server.url}`,
      );
      const signal = await signals.next;
      log.info({ signal }, "stopping");
      await server.stop();
      log.info({}, "stopped");
      // Everything is closed; a handle that some library still holds must not keep the process.
      setTimeout(() => process.exit(0), 1_000).unref();
      return 0;
    } catch (error) {
      if (!(error instanceof PortTakenError)) throw error;
      io.err(`vitrine serve: ${error.message}`);
      return 1;
    } finally {
      signals.dispose();
    }
  },
};

/** A second signal ends the process at once: whoever sends two is in a hurry. */
function nextSignal(): { next: Promise<NodeJS.Signals>; dispose(): void } {
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>();
  let received = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (received) process.exit(130);
    received = true;
    resolve(signal);
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
  return {
    next: promise,
    dispose() {
      process.off("SIGTERM", onSignal);
      process.off("SIGINT", onSignal);
    },
  };
}
