import { t } from "elysia";
import type { App } from "../../platform/app.ts";
import { publicUser } from "../people/users.ts";
import { accessTokenSeconds, signAccessToken } from "../sessions/access-token.ts";
import { refreshCookie } from "../sessions/refresh-cookie.ts";
import type { SignedIn } from "../sessions/sessions.ts";

export const userBody = t.Object({
  id: t.String({ format: "uuid" }),
  email: t.String(),
  name: t.String(),
  role: t.Union([t.Literal("admin"), t.Literal("member"), t.Literal("viewer")]),
});

export const signedInBody = t.Object({
  accessToken: t.String(),
  expiresIn: t.Integer({ description: "Seconds until the access token ends." }),
  user: userBody,
});

interface Asking {
  request: Request;
  set: { headers: Record<string, unknown> };
}

/** What every way to sign in answers with: the refresh cookie, and an access token in the body. */
export async function answerSignedIn(
  app: App,
  { request, set }: Asking,
  { user, session, refreshToken }: SignedIn,
): Promise<typeof signedInBody.static> {
  set.headers["set-cookie"] = refreshCookie(app, request, refreshToken);
  set.headers["cache-control"] = "no-store";
  return {
    accessToken: await signAccessToken(app, user, session),
    expiresIn: accessTokenSeconds,
    user: publicUser(user),
  };
}
