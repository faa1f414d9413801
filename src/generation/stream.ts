import type { Server } from "bun";
import { authenticate, type CurrentUser, personBehind, type SessionWatch } from "../accounts/index.ts";
import { eventStream } from "../platform/event-stream.ts";
import { Problem } from "../platform/problem.ts";
import { lastSeq } from "./event-log.ts";
import type { GenerationApp } from "./generations.ts";
import type { Generation } from "./schema.ts";
import { checkTicket } from "./ticket.ts";
import { requireGeneration } from "./view.ts";
import { watch } from "./watch.ts";

export interface StreamOptions {
  /** The last event that the client has; 0 for none. */
  after: number;
  server: Server<unknown> | null;
  headers?: Record<string, string>;
  /** The session that asked: the stream is cut when it ends. */
  until: SessionWatch;
}

/** Everything that happened and happens in a generation after one event, until `done`. */
export function streamGeneration(
  app: GenerationApp,
  generation: Generation,
  request: Request,
  { after, server, headers = {}, until }: StreamOptions,
): Response {
  const ended = generation.status !== "running";
  // A client that begins needs no look at where the log ends.
  const last = after === 0 && !ended ? 0 : lastSeq(app.db, generation.id);
  // The client has all there will ever be: 204 is what tells an EventSource not to come back.
  if (ended && after === last) {
    until.release();
    return new Response(null, { status: 204 });
  }
  // A number that this log does not have: the stream still ends with `done`.
  const from = after <= last ? after : Math.max(0, ended ? last - 1 : last);
  const source = watch(app.db, app.generations.channel, generation.id, from);
  return eventStream(request, source, { server, headers, until });
}

/** Where a client left off, from `Last-Event-ID` or else `?after`. @throws Problem `bad_request` */
export function readAfter(request: Request, query: string | undefined): number {
  // EventSource repeats the URL it began with: its header is newer than the query.
  const text = request.headers.get("last-event-id") ?? query ?? "";
  if (text === "") return 0;
  if (!/^\d{1,15}$/.test(text)) throw new Problem("bad_request", "The number of the last event is not a number.");
  return Number(text);
}

/**
 * The generation of a stream, by ticket or by bearer token.
 * @throws Problem `unauthenticated`, `not_found`
 */
export async function requireWatchable(
  app: GenerationApp,
  request: Request,
  id: string,
  ticket: string | undefined,
): Promise<{ generation: Generation; user: CurrentUser }> {
  const user = ticket === undefined ? await authenticate(app, request) : holder(app, id, ticket);
  if (!user) {
    throw new Problem("unauthenticated", "This link has expired. Ask for the generation again to get a new one.");
  }
  return { generation: requireGeneration(app, user, id), user };
}

/** Whose ticket it is, while the session that it was made for lives. */
function holder(app: GenerationApp, generationId: string, ticket: string): CurrentUser | undefined {
  const sessionId = checkTicket(app, generationId, ticket);
  return sessionId === undefined ? undefined : personBehind(app, sessionId);
}
