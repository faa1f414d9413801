import { z } from "zod";
import type { EngineStatus, EngineView } from "../../engine/index.ts";
import type { ServerClient } from "../server-client.ts";
import { type Access, CommandError, enginePath } from "./access.ts";
import { duration, failureLines, phaseText } from "./show.ts";

/** What a status says of a wait that began at some instant. */
export type Verdict = "go on" | "reached" | "failed";

/**
 * Whether a start has come to its end. What an engine was before the wait began says nothing.
 * @param begun milliseconds since 1970, by the clock of this machine, which is the server's
 */
export function judgeStart(status: EngineStatus, begun: number, anew: boolean): Verdict {
  const fresh = status.since >= begun;
  switch (status.state) {
    case "ready":
    case "degraded":
      return fresh || !anew ? "reached" : "go on";
    case "failed":
    case "gpu_unavailable":
      return fresh ? "failed" : "go on";
    case "stopped":
      return fresh && status.desired === "stopped" ? "failed" : "go on";
    default:
      return "go on";
  }
}

export function judgeStop(status: EngineStatus, begun: number): Verdict {
  if (status.state === "stopped") return "reached";
  return status.desired === "running" && status.since >= begun && status.state === "ready" ? "failed" : "go on";
}

const head = z.object({ engineId: z.string() });

/**
 * Follows one engine until the verdict is not "go on" and tells each step on stderr.
 * @throws CommandError when the server goes away meanwhile
 */
export async function watch(
  { io, app }: Access,
  server: ServerClient,
  id: string,
  judge: (status: EngineStatus) => Verdict,
): Promise<{ verdict: Verdict; view: EngineView }> {
  const stop = new AbortController();
  let told = "";
  const tell = (status: EngineStatus) => {
    const text = stepText(status, app.clock.now());
    const key = text.replace(/, about .*| in \d.*/, "");
    if (text !== "" && key !== told) io.err(text);
    told = key;
  };
  try {
    for await (const { event, data } of server.events("/api/admin/engines/stream", stop.signal)) {
      if (event !== "engine") continue;
      const status = readStatus(data, id);
      if (!status) continue;
      const verdict = judge(status);
      if (verdict === "go on") tell(status);
      else return { verdict, view: await server.request<EngineView>("GET", enginePath(id)) };
    }
  } finally {
    stop.abort();
  }
  throw new CommandError("Vitrine stopped meanwhile. The engine starts with it again.");
}

/** A status from our own server, which is of our own version. */
function readStatus(data: string, id: string): EngineStatus | undefined {
  const status: EngineStatus = JSON.parse(data);
  return head.safeParse(status).success && status.engineId === id ? status : undefined;
}

function stepText(status: EngineStatus, now: number): string {
  switch (status.state) {
    case "preflight":
      return "Checking files, GPU and program";
    case "starting": {
      if (!status.phase) return "Starting";
      // In steps of ten: a bar that is written line by line should not fill the screen.
      const { progress } = status.phase;
      const stepped = progress === undefined ? {} : { progress: Math.floor(progress * 10) / 10 };
      return phaseText({ ...status.phase, ...stepped }, now);
    }
    case "backoff": {
      const why = status.failure ? `${failureLines(status.failure).join(" ")} ` : "";
      const until = status.backoff?.until ?? now;
      return `${why}Attempt ${status.backoff?.attempt ?? ""} in ${duration(until - now)}`;
    }
    case "draining":
      return `Waiting for ${status.inFlight} request${status.inFlight === 1 ? "" : "s"} to end`;
    case "stopping":
      return "Stopping";
    case "reclaiming":
      return "Waiting until its memory is free";
    default:
      return "";
  }
}
