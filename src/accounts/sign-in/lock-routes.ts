import { Elysia, t } from "elysia";
import type { App } from "../../platform/app.ts";
import { isoTime } from "../../platform/clock.ts";
import { audit } from "../audit/audit.ts";
import { guard } from "../guard.ts";
import { originOf } from "../origin.ts";
import { usualInvitationDays } from "../people/invitations.ts";
import { requireUser } from "../people/users.ts";
import { refreshTokenMs } from "../sessions/session-days.ts";
import { accessTokenSeconds, rotateSigningKeys, signingKeyMs, signingKeySince } from "../sessions/signing-keys.ts";
import { accountGuesses, firstDelayMs, freeTries, longestDelayMs } from "./lockout.ts";
import { lockedPeople } from "./locks.ts";
import { unlockUser } from "./unlock.ts";

const seconds = (ms: number): number => Math.round(ms / 1000);

/** What holds guessers back, and how an administrator lets somebody through. */
export const lockRoutes = (app: App) =>
  new Elysia()
    .use(guard(app))
    .post(
      "/api/admin/users/:id/unlock",
      ({ user, params, request, server, set }) => {
        const person = requireUser(app, params.id);
        unlockUser(app, person);
        const on = { type: "user", id: person.id, name: person.email };
        audit(app, { action: "account.unlocked", by: user, on, from: originOf({ request, server }) });
        set.status = 204;
      },
      {
        permission: "admin",
        response: { 204: t.Void() },
        detail: { summary: "Forget wrong passwords and codes of a person", tags: ["people"] },
      },
    )
    .post(
      "/api/admin/sign-in/rotate-keys",
      ({ user, body, request, server, set }) => {
        rotateSigningKeys(app, body);
        const detail = { endTokens: body.endTokens ?? false };
        const on = { type: "appliance", id: "signing-keys" };
        audit(app, { action: "signing-key.rotated", by: user, on, from: originOf({ request, server }), detail });
        set.status = 204;
      },
      {
        permission: "admin",
        body: t.Object({
          endTokens: t.Optional(
            t.Boolean({ description: "Ends every access token at once, instead of within a quarter of an hour." }),
          ),
        }),
        response: { 204: t.Void() },
        detail: { summary: "Let a new key sign access tokens; sessions go on", tags: ["settings"] },
      },
    )
    .get(
      "/api/admin/sign-in/facts",
      () => ({
        accessTokenSeconds,
        sessionSeconds: seconds(refreshTokenMs),
        freeTries,
        firstDelaySeconds: seconds(firstDelayMs),
        longestDelaySeconds: seconds(longestDelayMs),
        accountGuesses,
        invitationDays: usualInvitationDays,
        lockedNow: lockedPeople(app).size,
        signingKeySince: isoTime(signingKeySince(app) ?? app.clock.now()),
        signingKeyDays: signingKeyMs / (24 * 3600_000),
      }),
      {
        permission: "admin",
        response: t.Object({
          accessTokenSeconds: t.Integer(),
          sessionSeconds: t.Integer({ description: "How long a session lives without being used." }),
          freeTries: t.Integer({ description: "Wrong passwords from one place before it has to wait." }),
          firstDelaySeconds: t.Integer(),
          longestDelaySeconds: t.Integer(),
          accountGuesses: t.Integer({ description: "Guesses for one account from all unknown places together." }),
          invitationDays: t.Integer(),
          signingKeySince: t.String({ format: "date-time", description: "Since when one key signs access tokens." }),
          signingKeyDays: t.Integer({ description: "After how many days another one takes over by itself." }),
          lockedNow: t.Integer({ description: "How many people are kept out by wrong guesses at this moment." }),
        }),
        detail: { summary: "How sessions and the lockout are set", tags: ["settings"] },
      },
    );
