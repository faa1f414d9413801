import { Elysia, t } from "elysia";
import type { App } from "../../platform/app.ts";
import { audit } from "../audit/audit.ts";
import { guard } from "../guard.ts";
import { originOf } from "../origin.ts";
import { usualInvitationDays } from "../people/invitations.ts";
import { requireUser } from "../people/users.ts";
import { accessTokenSeconds } from "../sessions/access-token.ts";
import { refreshTokenMs } from "../sessions/sessions.ts";
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
          lockedNow: t.Integer({ description: "How many people are kept out by wrong guesses at this moment." }),
        }),
        detail: { summary: "How sessions and the lockout are set", tags: ["settings"] },
      },
    );
