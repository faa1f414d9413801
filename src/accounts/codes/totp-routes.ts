import { Elysia, t } from "elysia";
import type { App } from "../../platform/app.ts";
import { audit } from "../audit/audit.ts";
import { guard } from "../guard.ts";
import { notify } from "../mail/index.ts";
import { originOf } from "../origin.ts";
import { passwordAgain, reauthenticate } from "../sign-in/reauthenticate.ts";
import {
  beginOneTimeCodes,
  confirmOneTimeCodes,
  disableOneTimeCodes,
  oneTimeCodeStatus,
  renewRecoveryCodes,
} from "./one-time-codes.ts";

const password = t.Object({ password: passwordAgain });
const codesBody = t.Object({
  recoveryCodes: t.Array(t.String(), { description: "Shown this once; each works once." }),
});
const tags = ["one-time codes"];

/** One's own authenticator app. */
export const totpRoutes = (app: App) =>
  new Elysia()
    .use(guard(app))
    .get("/api/auth/totp", ({ user }) => oneTimeCodeStatus(app, user.id), {
      permission: "account.manage",
      response: t.Object({ enabled: t.Boolean(), recoveryCodesLeft: t.Integer() }),
      detail: { summary: "Whether signing in needs a one-time code", tags },
    })
    .post(
      "/api/auth/totp",
      async ({ user, body, request, server, set }) => {
        const from = originOf({ request, server });
        await reauthenticate(app, user, body.password, from);
        const begun = beginOneTimeCodes(app, user);
        audit(app, { action: "totp.begun", by: user, on: { type: "user", id: user.id }, from });
        set.headers["cache-control"] = "no-store";
        return begun;
      },
      {
        permission: "account.manage",
        body: password,
        response: t.Object({
          secret: t.String({ description: "Base32, for typing in." }),
          uri: t.String({ description: "An `otpauth` address, for a QR code." }),
        }),
        detail: { summary: "Begin with an authenticator app: make a secret", tags },
      },
    )
    .post(
      "/api/auth/totp/confirm",
      ({ user, body, request, server, set }) => {
        const recoveryCodes = confirmOneTimeCodes(app, user.id, body.code);
        const from = originOf({ request, server });
        audit(app, { action: "totp.enabled", by: user, on: { type: "user", id: user.id }, from });
        notify(app, user.id, { kind: "codes-enabled", from });
        set.headers["cache-control"] = "no-store";
        return { recoveryCodes };
      },
      {
        permission: "account.manage",
        body: t.Object({ code: t.String({ minLength: 1, maxLength: 64 }) }),
        response: codesBody,
        detail: { summary: "Turn one-time codes on with the first code", tags },
      },
    )
    .post(
      "/api/auth/totp/recovery-codes",
      async ({ user, body, request, server, set }) => {
        const from = originOf({ request, server });
        await reauthenticate(app, user, body.password, from);
        const recoveryCodes = renewRecoveryCodes(app, user.id);
        audit(app, { action: "totp.recovery-renewed", by: user, on: { type: "user", id: user.id }, from });
        set.headers["cache-control"] = "no-store";
        return { recoveryCodes };
      },
      {
        permission: "account.manage",
        body: password,
        response: codesBody,
        detail: { summary: "Replace the recovery codes", tags },
      },
    )
    .post(
      "/api/auth/totp/disable",
      async ({ user, body, request, server, set }) => {
        const from = originOf({ request, server });
        await reauthenticate(app, user, body.password, from);
        const was = disableOneTimeCodes(app, user.id);
        audit(app, { action: "totp.disabled", by: user, on: { type: "user", id: user.id }, from });
        if (was) notify(app, user.id, { kind: "codes-disabled", from });
        set.status = 204;
      },
      {
        permission: "account.manage",
        body: password,
        response: { 204: t.Void() },
        detail: { summary: "Turn one-time codes off", tags },
      },
    );
