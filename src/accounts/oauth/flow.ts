import { createHmac } from "node:crypto";
import { and, count, eq, gt, lte } from "drizzle-orm";
import type { App } from "../../platform/app.ts";
import { Problem } from "../../platform/problem.ts";
import { randomToken, sha256 } from "../../platform/random.ts";
import { purposeKey } from "../../platform/secrets.ts";
import type { FlowSecrets } from "./oidc.ts";
import { type OauthFlow, oauthFlows } from "./schema.ts";

export const flowMs = 10 * 60_000;
/** Nobody can fill the disk by beginning to sign in. */
const mostFlows = 10_000;

export type NewFlow = Pick<OauthFlow, "step" | "provider" | "returnTo" | "redirectUri"> & {
  userId?: string | undefined;
  sessionId?: string | undefined;
};

/**
 * Remembers a sign-in on its way, for ten minutes and one use.
 * @param browser what the browser's cookie holds
 * @returns the token that comes back: the `state`, or what the one-time code is sent with
 * @throws Problem `unavailable` when too many are on their way
 */
export function beginFlow(app: App, browser: string, flow: NewFlow): string {
  const token = randomToken(app.random);
  const now = app.clock.now();
  app.db.transaction(
    (tx) => {
      tx.delete(oauthFlows).where(lte(oauthFlows.expiresAt, now)).run();
      const open = tx.select({ total: count() }).from(oauthFlows).get()?.total ?? 0;
      if (open >= mostFlows) {
        throw new Problem("unavailable", "Too many people are signing in at once. Try again in a few minutes.");
      }
      tx.insert(oauthFlows)
        .values({
          ...flow,
          userId: flow.userId ?? null,
          sessionId: flow.sessionId ?? null,
          tokenHash: sha256(token),
          browserHash: sha256(browser),
          createdAt: now,
          expiresAt: now + flowMs,
        })
        .run();
    },
    { behavior: "immediate" },
  );
  return token;
}

const usable = (app: App, token: string, browser: string, step: OauthFlow["step"]) =>
  and(
    eq(oauthFlows.tokenHash, sha256(token)),
    eq(oauthFlows.browserHash, sha256(browser)),
    eq(oauthFlows.step, step),
    gt(oauthFlows.expiresAt, app.clock.now()),
  );

/** Looks at a flow without using it up. */
export const findFlow = (app: App, token: string, browser: string, step: OauthFlow["step"]): OauthFlow | undefined =>
  app.db
    .select()
    .from(oauthFlows)
    .where(usable(app, token, browser, step))
    .get();

/**
 * Uses a flow up: of two requests with one token, one gets it. Another browser neither gets it nor ends it.
 * @returns undefined for what is unknown, used, too old or another browser's
 */
export const takeFlow = (app: App, token: string, browser: string, step: OauthFlow["step"]): OauthFlow | undefined =>
  app.db
    .delete(oauthFlows)
    .where(usable(app, token, browser, step))
    .returning()
    .all()[0];

/** Derived from the state, so that nothing secret is stored: the database knows its hash alone. */
export function flowSecrets(app: Pick<App, "secrets">, state: string): FlowSecrets {
  const derive = (use: string) =>
    createHmac("sha256", purposeKey(app.secrets, "oauth-flows")).update(`${use}\n${state}`).digest("base64url");
  return { state, nonce: derive("nonce"), codeVerifier: derive("verifier") };
}
