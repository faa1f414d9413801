import { createHmac, timingSafeEqual } from "node:crypto";
import type { App } from "../../platform/app.ts";
import type { CurrentUser } from "../guard.ts";

/** How long one operator token opens the door; a stream that is open stays so. */
const operatorMs = 60_000;

type OperatorApp = Pick<App, "clock" | "secrets">;

/** Whoever runs commands beside the server, as its routes see them. They are no account and own nothing. */
export const operator: CurrentUser = {
  id: "operator",
  email: "",
  name: "Local operator",
  role: "admin",
  sessionId: "operator",
};

const signature = (app: OperatorApp, expires: string): Buffer =>
  createHmac("sha256", app.secrets.jwt).update(`operator\n${expires}`).digest();

/**
 * A pass to the administration for a command on this machine: who can read the data folder's key file could sign any
 * token, so this gives nobody a right that they lack. Sent as `Authorization: Operator TOKEN`.
 */
export function signOperatorToken(app: OperatorApp): string {
  const expires = (app.clock.now() + operatorMs).toString(36);
  return `${expires}.${signature(app, expires).toString("base64url")}`;
}

export function isOperatorToken(app: OperatorApp, token: string): boolean {
  const [expires = "", given = "", ...rest] = token.split(".");
  if (rest.length > 0 || !/^[0-9a-z]{1,12}$/.test(expires)) return false;
  const expected = signature(app, expires);
  const bytes = Buffer.from(given, "base64url");
  if (bytes.length !== expected.length || !timingSafeEqual(bytes, expected)) return false;
  const left = Number.parseInt(expires, 36) - app.clock.now();
  return left > 0 && left <= operatorMs;
}
