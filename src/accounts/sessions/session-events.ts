import type { App } from "../../platform/app.ts";
import { eventFrame, type FrameSource } from "../../platform/event-stream.ts";
import { followPerson } from "../people/person-changes.ts";
import { personBehind } from "../person.ts";
import { watchSession } from "./session-end.ts";

const frame = (event: "open" | "person" | "ended") => eventFrame({ event, data: "{}" });

/**
 * What an open page must know about the session that it shows: `open` at the beginning, `person` when the name or the
 * role of its person changed, and `ended`, the last one, when the session was ended here or anywhere else.
 */
export function sessionEvents(app: App, { id, sessionId }: { id: string; sessionId: string }): FrameSource {
  const watch = watchSession(app, sessionId);
  const changes = followPerson(app, id);
  const lives = () => personBehind(app, sessionId) !== undefined;
  let told: "nothing" | "open" | "ended" = "nothing";
  return {
    async next(waitMs, signal) {
      if (told === "ended") return undefined;
      const changed =
        told === "open" && (await changes.next(waitMs, AbortSignal.any([signal, watch.signal]))) !== undefined;
      // Also before the first event: the session may have ended between the gate and the watch.
      if (!lives()) {
        told = "ended";
        return [frame("ended")];
      }
      if (told === "nothing") {
        told = "open";
        return [frame("open")];
      }
      // The server stops, or what was to end the session did not happen after all: the page comes back and asks anew.
      if (changes.closed || watch.signal.aborted) return undefined;
      changes.drain();
      return changed || changes.takeOverflow() ? [frame("person")] : [];
    },
    close() {
      watch.release();
      changes.close();
    },
  };
}
