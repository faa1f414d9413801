import { Elysia, t } from "elysia";
import type { App } from "../../platform/app.ts";
import { requireOwnPage } from "../../platform/own-page.ts";
import { guard } from "../guard.ts";
import { canSendMail } from "../mail/mail-settings.ts";
import { originOf } from "../origin.ts";
import { passkeysWork } from "../passkeys/relying-party.ts";
import { pageBase } from "../people/links.ts";
import { refreshCookie } from "../sessions/refresh-cookie.ts";
import { readSettings } from "../settings.ts";
import { answerSignedIn, signedInBody } from "../sign-in/answer.ts";
import { flowCookie, readFlowCookie } from "./flow-cookie.ts";
import { listProviders } from "./provider-store.ts";
import { safeReturnTo } from "./return-to.ts";
import { begin, finish, finishWithCode, requireEnabled } from "./sign-in.ts";
import { SignInRefused } from "./sign-in-problem.ts";

const tags = ["sign-in"];
export const kindBody = t.Union([t.Literal("google"), t.Literal("github"), t.Literal("oidc")]);
export const registrationBody = t.Union([t.Literal("invitation"), t.Literal("approval"), t.Literal("open")]);

/** The one address that a provider sends people back to. */
export const redirectUri = (app: App, request: Request, provider: string): string =>
  `${pageBase(app, request)}/api/auth/oauth/${provider}/callback`;

/** A browser walks through here; it gets no body, and the address of the page to go on with. */
const sentOn = {
  response: { 302: t.Void() },
  public: true,
} as const;

/** Signing in by a provider: out, back, and the one-time code that may still be missing. */
export const oauthRoutes = (app: App) =>
  new Elysia()
    .use(guard(app))
    .get(
      "/api/auth/options",
      ({ request }) => {
        const { registration, passwordSignIn } = readSettings(app);
        const enabled = listProviders(app).filter((provider) => provider.enabled);
        const providers = enabled.map(({ id, label, kind }) => ({ id, label, kind }));
        return {
          password: passwordSignIn,
          passkeys: passkeysWork(app, request),
          registration,
          mail: canSendMail(app),
          providers,
        };
      },
      {
        public: true,
        response: t.Object({
          password: t.Boolean({ description: "Whether e-mail and password are taken." }),
          passkeys: t.Boolean({ description: "Whether this page is reached in a way that allows passkeys." }),
          registration: registrationBody,
          mail: t.Boolean({ description: "Whether this appliance can send e-mail." }),
          providers: t.Array(t.Object({ id: t.String(), label: t.String(), kind: kindBody })),
        }),
        detail: { summary: "The ways to sign in and to join", tags },
      },
    )
    .get(
      "/api/auth/oauth/:provider",
      async ({ params, query, request, set }) => {
        const { browser, header } = flowCookie(app, request);
        set.status = 302;
        set.headers["cache-control"] = "no-store";
        set.headers["set-cookie"] = header;
        try {
          const provider = requireEnabled(app, params.provider);
          const flow = { returnTo: safeReturnTo(query.returnTo), redirectUri: redirectUri(app, request, provider.id) };
          set.headers.location = (await begin(app, provider, browser, flow)).href;
        } catch (error) {
          const why = error instanceof SignInRefused ? error.why : "failed";
          const err = error instanceof SignInRefused ? error.cause : error;
          app.log.warn(
            { provider: params.provider.slice(0, 40), why, err },
            "a sign-in through a provider did not begin",
          );
          set.headers.location = `/sign-in?problem=${why}`;
        }
      },
      {
        ...sentOn,
        query: t.Object({
          returnTo: t.Optional(t.String({ description: "A path of this page; anything else is not followed." })),
        }),
        detail: { summary: "Send the browser to a provider to sign in", tags },
      },
    )
    .get(
      "/api/auth/oauth/:provider/callback",
      async ({ params, request, server, set }) => {
        const { searchParams } = new URL(request.url);
        const browser = readFlowCookie(app, request);
        const done = await finish(app, params.provider, browser, searchParams, originOf({ request, server }));
        set.status = 302;
        set.headers["cache-control"] = "no-store";
        set.headers.location = done.location;
        if (done.signedIn) set.headers["set-cookie"] = refreshCookie(app, request, done.signedIn.refreshToken);
      },
      { ...sentOn, detail: { summary: "Where a provider sends the browser back to", tags } },
    )
    .post(
      "/api/auth/oauth/continue",
      async ({ body, request, server, set }) => {
        requireOwnPage(app.config, request);
        const from = originOf({ request, server });
        const { signedIn, returnTo } = finishWithCode(app, body, readFlowCookie(app, request), from);
        return { ...(await answerSignedIn(app, { request, set }, signedIn)), returnTo };
      },
      {
        public: true,
        body: t.Object({
          token: t.String({ minLength: 1, maxLength: 128, description: "The one behind `continue=`." }),
          code: t.String({ minLength: 1, maxLength: 64 }),
        }),
        response: t.Composite([signedInBody, t.Object({ returnTo: t.String() })]),
        detail: { summary: "Give the one-time code that a sign-in by a provider still needs", tags },
      },
    );
