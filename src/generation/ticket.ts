import { createHmac, timingSafeEqual } from "node:crypto";
import type { App } from "../platform/app.ts";

/** How long a ticket opens a stream; a stream that is open stays so. */
export const ticketMs = 5 * 60_000;

type TicketApp = Pick<App, "clock" | "secrets">;

const signature = (app: TicketApp, generationId: string, sessionId: string, expires: string): Buffer =>
  createHmac("sha256", app.secrets.ticket).update(`stream\n${generationId}\n${sessionId}\n${expires}`).digest();

/**
 * A short-lived pass for one session to one generation's stream, for `EventSource`, which cannot send a header. It is
 * good no longer than the session.
 */
export function issueTicket(app: TicketApp, generationId: string, sessionId: string): string {
  const expires = (app.clock.now() + ticketMs).toString(36);
  return `${expires}.${sessionId}.${signature(app, generationId, sessionId, expires).toString("base64url")}`;
}

/** @returns the id of the session the ticket was made for, or undefined when it is not good */
export function checkTicket(app: TicketApp, generationId: string, ticket: string): string | undefined {
  const [expires = "", sessionId = "", given = "", ...rest] = ticket.split(".");
  if (rest.length > 0 || ticket.length > 200 || !/^[0-9a-z]{1,12}$/.test(expires)) return undefined;
  const expected = signature(app, generationId, sessionId, expires);
  const bytes = Buffer.from(given, "base64url");
  if (bytes.length !== expected.length || !timingSafeEqual(bytes, expected)) return undefined;
  return Number.parseInt(expires, 36) > app.clock.now() ? sessionId : undefined;
}

export const streamUrl = (app: TicketApp, generationId: string, sessionId: string): string =>
  `/api/generations/${generationId}/stream?ticket=${issueTicket(app, generationId, sessionId)}`;
