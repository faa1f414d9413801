import type { App } from "../platform/app.ts";
import type { CurrentUser } from "./guard.ts";
import { createUser, findUserByEmail } from "./people/users.ts";
import type { Role } from "./schema.ts";
import { signAccessToken } from "./sessions/access-token.ts";
import { startSession } from "./sessions/sessions.ts";

export const testPassword = "correct horse 42 battery";

export interface TestPerson {
  user: CurrentUser;
  token: string;
  /** Ready for `fetch` or `new Request`. */
  headers: { authorization: string };
}

/** A signed-in person for a test, made when the e-mail address is new. */
export async function signedInPerson(app: App, email = "ada@example.test", role: Role = "admin"): Promise<TestPerson> {
  if (!findUserByEmail(app, email)) {
    await createUser(app, { email, name: email.split("@")[0] ?? email, password: testPassword, role });
  }
  const row = findUserByEmail(app, email);
  if (!row) throw new Error("the user was not stored");
  const { session } = startSession(app, row, { userAgent: "test", address: "127.0.0.1" });
  const token = await signAccessToken(app, row, session);
  return {
    user: { id: row.id, email: row.email, name: row.name, role: row.role, sessionId: session.id },
    token,
    headers: { authorization: `Bearer ${token}` },
  };
}
