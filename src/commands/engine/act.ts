import type { DesiredState, EngineStatus, EngineView } from "../../engine/index.ts";
import type { ServerClient } from "../server-client.ts";
import { type Access, CommandError, enginePath, findEngine, requireEngine, restingView } from "./access.ts";
import { fromCatalogue } from "./from-catalogue.ts";
import { failureLines } from "./show.ts";
import { judgeStart, judgeStop, type Verdict, watch } from "./watch.ts";

export interface ActOptions {
  wait: boolean;
}

/** `start ID`, where ID may also name a model of the catalogue, which then becomes an engine. */
export async function start(access: Access, name: string, options: ActOptions): Promise<number> {
  const { server } = access;
  const known = await findEngine(access, name);
  if (!server) return wish(access, (known ?? (await requireEngine(access, name))).id, "running");
  const view = known ?? (await fromCatalogue(access, server, name)) ?? (await requireEngine(access, name));
  return command(access, server, view, "start", options, (status, begun) => judgeStart(status, begun, false));
}

export async function restart(access: Access, name: string, options: ActOptions): Promise<number> {
  const { server } = access;
  const view = await requireEngine(access, name);
  if (!server) return wish(access, view.id, "running");
  return command(access, server, view, "restart", options, (status, begun) => judgeStart(status, begun, true));
}

export async function stop(access: Access, name: string, options: ActOptions): Promise<number> {
  const { server } = access;
  const view = await requireEngine(access, name);
  if (!server) return wish(access, view.id, "stopped");
  return command(access, server, view, "stop", options, judgeStop);
}

/** `swap FROM TO`: ready when TO is. */
export async function swap(access: Access, from: string, to: string, options: ActOptions): Promise<number> {
  const { server } = access;
  if (!server) throw new CommandError("Vitrine does not run, so there is nothing to swap. Start it: vitrine serve");
  const [old, next] = [await requireEngine(access, from), await requireEngine(access, to)];
  const begun = access.app.clock.now();
  await server.request("POST", enginePath(old.id, "swap"), { to: next.id });
  return finish(access, server, next, "start", options, (status) => judgeStart(status, begun, false));
}

type Judge = (status: EngineStatus, begun: number) => Verdict;
type Action = "start" | "stop" | "restart";

async function command(
  access: Access,
  server: ServerClient,
  view: EngineView,
  action: Action,
  options: ActOptions,
  judge: Judge,
): Promise<number> {
  const begun = access.app.clock.now();
  await server.request("POST", enginePath(view.id, action));
  return finish(access, server, view, action, options, (status) => judge(status, begun));
}

async function finish(
  access: Access,
  server: ServerClient,
  { id, settings }: EngineView,
  action: Action,
  { wait }: ActOptions,
  judge: (status: EngineStatus) => Verdict,
): Promise<number> {
  const { io, json } = access;
  if (!wait) {
    if (json) io.out(JSON.stringify(await server.request<EngineView>("GET", enginePath(id)), null, 2));
    else io.err(`Told. See how it goes with: vitrine engine status ${id}`);
    return 0;
  }
  const { verdict, view } = await watch(access, server, id, judge);
  if (json) io.out(JSON.stringify(view, null, 2));
  if (verdict === "reached") {
    if (!json) io.out(reached(view, action));
    return 0;
  }
  const { failure, state } = view.status;
  io.err(
    `${settings.label} ${action === "stop" ? "was started again meanwhile" : (notReady[state] ?? "did not start")}.`,
  );
  for (const line of failure ? failureLines(failure) : []) io.err(line);
  return 1;
}

const notReady: Partial<Record<EngineStatus["state"], string>> = {
  stopped: "was stopped meanwhile",
  gpu_unavailable: "waits for its GPU and starts by itself when that is there",
};

function reached({ id, settings, status }: EngineView, action: Action): string {
  if (action === "stop") return `${settings.label} is stopped; nothing of it is left.`;
  const { launch } = status;
  const took =
    launch?.readyAt === undefined ? "" : ` after ${Math.round((launch.readyAt - launch.startedAt) / 1000)} s`;
  const context = launch?.measured.contextLength;
  const about = [`local/${settings.servedName}`, ...(context ? [`context ${context} tokens`] : [])].join(", ");
  return `${settings.label} is ready${took} (${about}).${status.trouble ? ` ${status.trouble}` : ""} Log: vitrine engine logs ${id}`;
}

/** Without a server: what it is meant to do, from the next start of Vitrine on. */
function wish({ store, io, json }: Access, id: string, desired: DesiredState): number {
  store.setDesired(id, desired);
  const engine = store.find(id);
  if (json && engine) io.out(JSON.stringify(restingView(engine), null, 2));
  io.err(
    desired === "running"
      ? `Vitrine does not run on this data folder. ${id} will start with it: vitrine serve`
      : `Vitrine does not run on this data folder. ${id} stays stopped when it starts.`,
  );
  return 0;
}
