import type { EngineView } from "../../engine/index.ts";
import { createEngineStore, type Engine, type EngineStore, withoutKey } from "../../engine/index.ts";
import type { App } from "../../platform/app.ts";
import { isoTime } from "../../platform/clock.ts";
import type { Io } from "../command.ts";
import { findServer, type ServerClient } from "../server-client.ts";
import { withApp } from "../with-app.ts";

/** What the verbs of `vitrine engine` work with. */
export interface Access {
  app: App;
  io: Io;
  json: boolean;
  /** Undefined when no Vitrine serves this data folder. */
  server: ServerClient | undefined;
  /** What is stored; with a server running, changes go through that. */
  store: EngineStore;
}

/** A failure that is explained already: printed as it is, exit code 1. */
export class CommandError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "CommandError";
  }
}

export function withAccess(
  flags: { data?: string | undefined; json?: boolean | undefined },
  io: Io,
  run: (access: Access) => Promise<number>,
): Promise<number> {
  return withApp({ data: flags.data }, io, async (app) => {
    const server = await findServer(app);
    return run({ app, io, json: flags.json === true, server, store: createEngineStore(app) });
  });
}

/** Live where a server runs; else what is stored, at rest. */
export async function listEngines({ server, store }: Access): Promise<EngineView[]> {
  if (!server) return store.list().map(restingView);
  const { items } = await server.request<{ items: EngineView[] }>("GET", "/api/admin/engines");
  return items;
}

/**
 * The engine of this id, or the only one with this model name.
 * @throws CommandError
 */
export async function requireEngine(access: Access, name: string): Promise<EngineView> {
  const found = await findEngine(access, name);
  if (found) return found;
  const ids = (await listEngines(access)).map(({ id }) => id);
  throw new CommandError(
    ids.length > 0
      ? `There is no engine ${name}. There are: ${ids.join(", ")}.`
      : `There is no engine ${name}, nor any other. Make one with vitrine engine add, or on the Models page.`,
  );
}

export async function findEngine(access: Access, name: string): Promise<EngineView | undefined> {
  const engines = await listEngines(access);
  const byName = engines.filter(({ settings }) => settings.servedName === name);
  return engines.find(({ id }) => id === name) ?? (byName.length === 1 ? byName[0] : undefined);
}

export const enginePath = (id: string, action = ""): string =>
  `/api/admin/engines/${encodeURIComponent(id)}${action === "" ? "" : `/${action}`}`;

export function restingView(engine: Engine): EngineView {
  const { id, settings, desired, desiredAt, createdAt, updatedAt } = engine;
  return {
    id,
    settings: withoutKey(settings),
    status: { engineId: id, state: "stopped", since: desiredAt, desired, inFlight: 0, waiting: 0 },
    createdAt: isoTime(createdAt),
    updatedAt: isoTime(updatedAt),
  };
}
