import { createKey } from "../../src/accounts/keys/api-keys.ts";
import { invite } from "../../src/accounts/people/invitations.ts";
import { setDisabled } from "../../src/accounts/people/people.ts";
import { register } from "../../src/accounts/people/register.ts";
import { createUser, findUserByEmail } from "../../src/accounts/people/users.ts";
import type { Role, User } from "../../src/accounts/schema.ts";
import { startSession } from "../../src/accounts/sessions/sessions.ts";
import { writeSettings } from "../../src/accounts/settings.ts";
import { login } from "../../src/accounts/sign-in/login.ts";
import { createTier } from "../../src/accounts/tiers/tiers.ts";
import type { Appliance } from "./appliance.ts";

export const scenePassword = "correct horse battery 42";
export const sceneAdmin = "mara@example.org";

const browsers = [
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Safari/605.1.15",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0",
];

/** What somebody could type to break a list: markup, signs that turn a line around, and more than fits. */
export const hostile = {
  name: `<script>window.pwned=1</script>\u202egnirts\u202c${"W".repeat(60)}`,
  email: `${"x".repeat(60)}@${"long-domain-name.".repeat(8)}example.org`,
  agent: `<img src=x onerror="window.pwned=1">\u202e${"agent ".repeat(40)}`,
  key: `"><svg onload="window.pwned=1">\u2066${"k".repeat(30)}`,
};

/** Fills an appliance with a team: every state of an account, some keys, invitations and what somebody hostile typed. */
export async function peopleScene({ app }: Appliance): Promise<{ admin: User; hostile: User }> {
  const add = async (email: string, name: string, role: Role): Promise<User> => {
    await createUser(app, { email, name, password: scenePassword, role });
    const row = findUserByEmail(app, email);
    if (!row) throw new Error(`${email} was not stored`);
    return row;
  };
  const admin = await add(sceneAdmin, "Mara Lindqvist", "admin");
  const ben = await add("ben@example.org", "Ben Okafor", "member");
  const chloe = await add("chloe.dubois@example.org", "Chloé Dubois", "member");
  const dai = await add("dai@example.org", "Dai Nguyen", "viewer");
  const eve = await add(hostile.email, hostile.name, "member");
  await add("quiet@example.org", "Ines Quiet", "viewer");
  for (const [at, person] of [ben, chloe, dai].entries()) {
    startSession(app, person, { userAgent: browsers[at] ?? "", address: `192.0.2.${at + 10}` });
  }
  startSession(app, eve, { userAgent: hostile.agent, address: "2001:db8::bad" });
  createKey(app, ben, { name: "Nightly build", scopes: ["generate", "read"] });
  createKey(app, chloe, { name: "Short-lived", scopes: ["gateway"], expiresAt: app.clock.now() + 86_400_000 * 30 });
  createKey(app, admin, { name: "Terraform", scopes: ["admin"] });
  createKey(app, eve, { name: hostile.key, scopes: ["read"] });
  setDisabled(app, dai.id, true);
  writeSettings(app, { registration: "approval" });
  await register(app, { email: "new@example.org", name: "Nora Newcomer", password: scenePassword });
  for (let n = 0; n < 5; n++) {
    await login(
      app,
      { email: ben.email, password: "a wrong guess" },
      { userAgent: browsers[0] ?? "", address: "203.0.113.9" },
    ).catch(() => undefined);
  }
  invite(app, admin, { email: "ada@example.org", name: "Ada Lovelace", role: "member" });
  invite(app, admin, { email: "grace@example.org", role: "viewer", days: 30 });
  createTier(app, {
    name: "Trial",
    description: "For guests of a workshop.",
    limits: { generationsPerDay: 10, tokensPerDay: 200_000, concurrentGenerations: 1, apiKeys: 0 },
  });
  return { admin, hostile: eve };
}
