import { Elysia, t } from "elysia";
import type { App } from "../../platform/app.ts";
import { audit } from "../audit/audit.ts";
import { guard } from "../guard.ts";
import { notify } from "../mail/index.ts";
import { originOf } from "../origin.ts";
import { answerSignedIn, signedInBody } from "../sign-in/answer.ts";
import { passwordAgain, reauthenticate } from "../sign-in/reauthenticate.ts";
import { requireAnotherWayIn } from "../sign-in/ways-in.ts";
import {
  authenticationResponse,
  challengeId,
  passkeyBody,
  registrationOptions,
  registrationResponse,
  signInOptions,
} from "./passkey-bodies.ts";
import { beginPasskeySignIn, signInWithPasskey } from "./passkey-sign-in.ts";
import { listPasskeys, passkeyView, removePasskey, renamePasskey, requirePasskey } from "./passkeys.ts";
import { beginRegistration, finishRegistration } from "./registration.ts";
import { requireRelyingParty } from "./relying-party.ts";
import type { PasskeyRow } from "./schema.ts";

const name = t.String({ minLength: 1, maxLength: 200 });
const proof = t.Object({ password: passwordAgain });
const tags = ["passkeys"];
const on = ({ id, name: passkey }: Pick<PasskeyRow, "id" | "name">) => ({ type: "passkey", id, name: passkey });

/** Sign-in with a passkey, and one's own passkeys. */
export const passkeyRoutes = (app: App) =>
  new Elysia()
    .use(guard(app))
    .post(
      "/api/auth/passkeys/options",
      ({ request, set }) => {
        set.headers["cache-control"] = "no-store";
        return beginPasskeySignIn(app, requireRelyingParty(app, request));
      },
      {
        public: true,
        response: signInOptions,
        detail: { summary: "Begin to sign in with a passkey", tags },
      },
    )
    .post(
      "/api/auth/passkeys/sign-in",
      async ({ body, request, server, set }) => {
        const { userHandle, ...assertion } = body.response.response;
        const response = {
          ...body.response,
          clientExtensionResults: {},
          response: userHandle ? { ...assertion, userHandle } : assertion,
        };
        const from = originOf({ request, server });
        const signedIn = await signInWithPasskey(app, { challengeId: body.challengeId, response }, from);
        return answerSignedIn(app, { request, set }, signedIn);
      },
      {
        public: true,
        body: t.Object({ challengeId, response: authenticationResponse }),
        response: signedInBody,
        detail: { summary: "Sign in with a passkey", tags },
      },
    )
    .get("/api/auth/passkeys", ({ user }) => ({ items: listPasskeys(app, user.id) }), {
      permission: "account.manage",
      response: t.Object({ items: t.Array(passkeyBody) }),
      detail: { summary: "Your passkeys", tags },
    })
    .post(
      "/api/auth/passkeys/registration",
      async ({ user, body, request, server, set }) => {
        const party = requireRelyingParty(app, request);
        await reauthenticate(app, user, body.password, originOf({ request, server }));
        set.headers["cache-control"] = "no-store";
        return beginRegistration(app, user, party);
      },
      {
        permission: "account.manage",
        body: proof,
        response: registrationOptions,
        detail: { summary: "Begin to add a passkey", tags },
      },
    )
    .post(
      "/api/auth/passkeys",
      async ({ user, body, request, server, set }) => {
        const response = { ...body.response, clientExtensionResults: {} };
        const row = await finishRegistration(app, user, { ...body, response });
        const from = originOf({ request, server });
        audit(app, { action: "passkey.added", by: user, on: on(row), from, detail: { synced: row.synced } });
        notify(app, user.id, { kind: "passkey-added", name: row.name, from });
        set.status = 201;
        return passkeyView(row);
      },
      {
        permission: "account.manage",
        body: t.Object({ challengeId, name, response: registrationResponse }),
        response: { 201: passkeyBody },
        detail: { summary: "Add the passkey that was made", tags },
      },
    )
    .patch(
      "/api/auth/passkeys/:id",
      ({ user, params, body, request, server }) => {
        const row = renamePasskey(app, user.id, params.id, body.name);
        audit(app, { action: "passkey.renamed", by: user, on: on(row), from: originOf({ request, server }) });
        return passkeyView(row);
      },
      {
        permission: "account.manage",
        body: t.Object({ name }),
        response: passkeyBody,
        detail: { summary: "Rename a passkey", tags },
      },
    )
    .delete(
      "/api/auth/passkeys/:id",
      async ({ user, params, body, request, server, set }) => {
        const from = originOf({ request, server });
        requirePasskey(app, user.id, params.id);
        await reauthenticate(app, user, body.password, from);
        const row = removePasskey(app, user.id, params.id, () => requireAnotherWayIn(app, user.id));
        audit(app, { action: "passkey.removed", by: user, on: on(row), from });
        notify(app, user.id, { kind: "passkey-removed", name: row.name, from });
        set.status = 204;
      },
      {
        permission: "account.manage",
        body: proof,
        response: { 204: t.Void() },
        detail: { summary: "Remove a passkey", tags },
      },
    );
