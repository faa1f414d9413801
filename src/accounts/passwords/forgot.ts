import { z } from "zod";
import { placeOf } from "../../platform/address.ts";
import type { App } from "../../platform/app.ts";
import { durably } from "../../platform/database.ts";
import { defineJob, enqueue } from "../../platform/jobs/index.ts";
import { isMailAddress } from "../../platform/mail-address.ts";
import { once } from "../../platform/memo.ts";
import { Problem } from "../../platform/problem.ts";
import { sha256 } from "../../platform/random.ts";
import { createTokenBuckets, type Quota } from "../../platform/token-bucket.ts";
import { audit } from "../audit/audit.ts";
import { postLetter, writerOf } from "../mail/mail-job.ts";
import { canSendMail } from "../mail/mail-settings.ts";
import { passwordLetter } from "../mail/templates/links.ts";
import { findUserByEmail, normalEmail } from "../people/users.ts";
import type { Device } from "../sessions/sessions.ts";
import { requirePasswordSignIn } from "../sign-in/login.ts";
import { createPasswordLink } from "./password-links.ts";

const linkMs = 3600_000;
const hour = 3600;
const perAccount: Quota = { capacity: 3, perSecond: 3 / hour };
const perPlace: Quota = { capacity: 10, perSecond: 20 / hour };
const buckets = once((app: App) => createTokenBuckets(app.clock, 20_000));

/** Looks for the account and sends its link; nothing of this can be seen, or measured, by whoever asked. */
export const forgottenPasswordJob = defineJob({
  kind: "forgotten-password",
  payload: z.object({ email: z.string(), address: z.string(), requestId: z.string() }),
  async run(app, { email, address, requestId }) {
    const user = findUserByEmail(app, email);
    if (!user || user.disabledAt !== null || !canSendMail(app)) return;
    // Link and letter are one: an attempt that is made again leaves no link that nobody was sent.
    durably(app.db, () =>
      app.db.transaction(
        () => {
          const { token, expiresAt } = createPasswordLink(app, user.id, { lifeMs: linkMs, keepEarlier: true });
          const writer = writerOf(app);
          const letter = passwordLetter({ url: `${writer.page}/reset-password#${token}`, expiresAt }, writer);
          postLetter(app, user, letter, { usefulUntil: expiresAt, writer });
          const on = { type: "user", id: user.id, name: user.email };
          audit(app, { action: "password.link-mailed", on, from: { address, requestId } });
        },
        { behavior: "immediate" },
      ),
    );
  },
});

/**
 * Begins to send somebody a link for a new password. The answer is the same, and as fast, whether or not the e-mail
 * address has an account: the account is looked for later. Too many for one account are left out without a word.
 * @returns whether this appliance can send e-mail at all
 * @throws Problem `forbidden` where passwords are turned off, `rate_limited` for too many from one place
 */
export function forgotPassword(app: App, typed: string, from: Device): { mail: boolean } {
  requirePasswordSignIn(app);
  if (!canSendMail(app)) return { mail: false };
  const place = buckets(app).take(`place ${placeOf(from.address)}`, perPlace);
  if (!place.allowed) {
    throw new Problem("rate_limited", "Too many password links were asked for from here. Try again later.", {
      headers: { "Retry-After": String(place.retryAfter) },
    });
  }
  const email = normalEmail(typed);
  const account = buckets(app).take(`account ${sha256(email)}`, perAccount);
  if (account.allowed && isMailAddress(email)) {
    const { address, requestId = "" } = from;
    enqueue(app, forgottenPasswordJob, { email, address, requestId }, { summary: "Password link asked for" });
  }
  return { mail: true };
}
