import { rmSync } from "node:fs";
import { and, count, eq, gt, isNull } from "drizzle-orm";
import type { App } from "../../platform/app.ts";
import { durably } from "../../platform/database.ts";
import { writePrivateFile } from "../../platform/private-file.ts";
import { Problem } from "../../platform/problem.ts";
import { randomToken, sha256 } from "../../platform/random.ts";
import { type PublicUser, prepareUser, publicUser } from "../people/users.ts";
import { setupTokens, users } from "../schema.ts";

const setupTokenMs = 60 * 60_000;

/** Whether this appliance has anybody who can sign in. */
export const isClaimed = (app: App): boolean => (app.db.select({ total: count() }).from(users).get()?.total ?? 0) > 0;

/**
 * Makes a new setup link, good for 60 minutes and one use; earlier ones stop working.
 * @param baseUrl where people reach the page, for example `http://127.0.0.1:8080`
 * @throws Problem `already_claimed`
 */
export function createSetupLink(app: App, baseUrl: string): string {
  if (isClaimed(app)) throw alreadyClaimed();
  const token = randomToken(app.random);
  const now = app.clock.now();
  durably(app.db, () =>
    app.db.transaction(
      (tx) => {
        tx.delete(setupTokens).run();
        tx.insert(setupTokens)
          .values({ tokenHash: sha256(token), createdAt: now, expiresAt: now + setupTokenMs, usedAt: null })
          .run();
      },
      { behavior: "immediate" },
    ),
  );
  const link = `${baseUrl.replace(/\/+$/, "")}/setup#${token}`;
  writePrivateFile(app.paths.setupUrl, `${link}\n`);
  return link;
}

export interface Claim {
  token: string;
  email: string;
  password: string;
  name: string;
}

/**
 * Makes the first administrator for whoever holds the setup token.
 * @throws Problem `already_claimed`, `setup_token_invalid`, `validation_failed`
 */
export async function claim(app: App, input: Claim): Promise<PublicUser> {
  const tokenHash = sha256(input.token);
  const usable = () =>
    and(eq(setupTokens.tokenHash, tokenHash), isNull(setupTokens.usedAt), gt(setupTokens.expiresAt, app.clock.now()));
  const requireUsable = () => {
    if (isClaimed(app)) throw alreadyClaimed();
    if (!app.db.select().from(setupTokens).where(usable()).get()) {
      throw new Problem(
        "setup_token_invalid",
        "This setup link is wrong, used or older than 60 minutes. `vitrine setup-link` prints a new one.",
      );
    }
  };
  // Before the password is hashed, so that a stranger cannot make the machine work; and again inside the transaction.
  requireUsable();
  const row = await prepareUser(app, { ...input, role: "admin" });
  durably(app.db, () =>
    app.db.transaction(
      (tx) => {
        requireUsable();
        tx.update(setupTokens).set({ usedAt: app.clock.now() }).where(usable()).run();
        tx.insert(users).values(row).run();
      },
      { behavior: "immediate" },
    ),
  );
  rmSync(app.paths.setupUrl, { force: true });
  app.log.info({ userId: row.id }, "the first administrator was created");
  return publicUser(row);
}

/**
 * Makes the first administrator without a browser (`VITRINE_ADMIN_EMAIL` and `VITRINE_ADMIN_PASSWORD`).
 * @returns undefined when somebody exists already
 * @throws Problem `validation_failed`
 */
export async function createFirstAdmin(
  app: App,
  input: { email: string; password: string; name?: string },
): Promise<PublicUser | undefined> {
  if (isClaimed(app)) return undefined;
  const name = input.name ?? input.email.split("@")[0] ?? "";
  const row = await prepareUser(app, { ...input, name: name || "Administrator", role: "admin" });
  const made = durably(app.db, () =>
    app.db.transaction(
      (tx) => {
        if (isClaimed(app)) return false;
        tx.delete(setupTokens).run();
        tx.insert(users).values(row).run();
        return true;
      },
      { behavior: "immediate" },
    ),
  );
  if (!made) return undefined;
  rmSync(app.paths.setupUrl, { force: true });
  return publicUser(row);
}

const alreadyClaimed = () =>
  new Problem("already_claimed", "This Vitrine already has its administrator. Sign in instead.");
