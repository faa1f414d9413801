import type { LoggedEvent } from "./types.ts";

export interface RawEvent {
  id: string;
  event: string;
  data: string;
}

/**
 * Reads `text/event-stream` from pieces cut anywhere, also between CR and LF. `feed` returns the events that are
 * complete; an event without its closing blank line is never returned, because it may be half of one.
 */
export function createEventParser(): { feed(chunk: string): RawEvent[] } {
  let rest = "";
  let id = "";
  let event = "";
  let data: string[] = [];

  function line(text: string, out: RawEvent[]): void {
    if (text === "") {
      if (data.length > 0) out.push({ id, event: event || "message", data: data.join("\n") });
      event = "";
      data = [];
      return;
    }
    if (text.startsWith(":")) return;
    const colon = text.indexOf(":");
    const field = colon < 0 ? text : text.slice(0, colon);
    const raw = colon < 0 ? "" : text.slice(colon + 1);
    const value = raw.startsWith(" ") ? raw.slice(1) : raw;
    if (field === "data") data.push(value);
    else if (field === "event") event = value;
    else if (field === "id") id = value;
  }

  return {
    feed(chunk) {
      const out: RawEvent[] = [];
      rest += chunk;
      let start = 0;
      for (let at = 0; at < rest.length; at++) {
        const code = rest.charCodeAt(at);
        if (code !== 10 && code !== 13) continue;
        // A CR at the very end may be the first half of CR LF: wait for the next piece.
        if (code === 13 && at + 1 === rest.length) break;
        line(rest.slice(start, at), out);
        if (code === 13 && rest.charCodeAt(at + 1) === 10) at++;
        start = at + 1;
      }
      rest = rest.slice(start);
      return out;
    },
  };
}

const types = new Set<string>([
  "status",
  "reasoning",
  "explanation",
  "file",
  "code-chunk",
  "edit",
  "diagnostic",
  "usage",
  "version",
  "error",
  "done",
] satisfies LoggedEvent["type"][]);

/** Null for an event that this page does not know, so that a newer server does not break an older page. */
export function readEvent(raw: RawEvent): LoggedEvent | null {
  const seq = Number(raw.id);
  if (!types.has(raw.event) || !Number.isInteger(seq) || seq < 1) return null;
  try {
    const data: unknown = JSON.parse(raw.data);
    if (typeof data !== "object" || data === null) return null;
    const parts: unknown = { type: raw.event, data, seq };
    return isLogged(parts) ? parts : null;
  } catch {
    return null;
  }
}

function isLogged(value: unknown): value is LoggedEvent {
  return typeof value === "object" && value !== null && "seq" in value && "type" in value && "data" in value;
}
