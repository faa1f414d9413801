import { audit } from "../../src/accounts/audit/audit.ts";
import { createKey } from "../../src/accounts/keys/api-keys.ts";
import { invite } from "../../src/accounts/people/invitations.ts";
import { prepareUser } from "../../src/accounts/people/users.ts";
import { type Role, type User, users } from "../../src/accounts/schema.ts";
import { startSession } from "../../src/accounts/sessions/sessions.ts";
import { lockKey, recordFailure } from "../../src/accounts/sign-in/lockout.ts";
import { createTier } from "../../src/accounts/tiers/tiers.ts";
import type { App } from "../../src/platform/app.ts";
import { newId } from "../../src/platform/ids.ts";
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
  // One password, hashed once: that takes longer than everything else together.
  const model = await prepareUser(app, {
    email: sceneAdmin,
    name: "Mara Lindqvist",
    password: scenePassword,
    role: "admin",
  });
  const add = (email: string, name: string, role: Role, change: Partial<User> = {}): User => {
    const row = { ...model, id: newId(), email, name, role, ...change };
    app.db.insert(users).values(row).run();
    return row;
  };
  const now = app.clock.now();
  const admin = add(model.email, model.name, "admin");
  const ben = add("ben@example.org", "Ben Okafor", "member");
  const chloe = add("chloe.dubois@example.org", "Chloé Dubois", "member");
  const dai = add("dai@example.org", "Dai Nguyen", "viewer", { disabledAt: now });
  const eve = add(hostile.email, hostile.name, "member");
  add("quiet@example.org", "Ines Quiet", "viewer");
  add("new@example.org", "Nora Newcomer", "member", { disabledAt: now, requestedAt: now });
  for (const [at, person] of [ben, chloe].entries()) {
    startSession(app, person, { userAgent: browsers[at] ?? "", address: `192.0.2.${at + 10}` });
  }
  startSession(app, eve, { userAgent: hostile.agent, address: "2001:db8::bad" });
  createKey(app, ben, { name: "Nightly build", scopes: ["generate", "read"] });
  createKey(app, chloe, { name: "Short-lived", scopes: ["gateway"], expiresAt: now + 30 * 86_400_000 });
  createKey(app, admin, { name: "Terraform", scopes: ["admin"] });
  createKey(app, eve, { name: hostile.key, scopes: ["read"] });
  lockOut(app, ben, "203.0.113.9");
  audit(app, { action: "user.disabled", by: admin, on: { type: "user", id: dai.id, name: dai.email } });
  invite(app, admin, { email: "ada@example.org", name: "Ada Lovelace", role: "member" });
  invite(app, admin, { email: "grace@example.org", role: "viewer", days: 30 });
  createTier(app, {
    name: "Trial",
    description: "For guests of a workshop.",
    limits: { generationsPerDay: 10, tokensPerDay: 200_000, concurrentGenerations: 1, apiKeys: 0 },
  });
  return { admin, hostile: eve };
}

/** What five wrong passwords leave behind. */
function lockOut(app: App, { id, email }: User, address: string): void {
  for (let n = 0; n < 5; n++) {
    recordFailure(app, lockKey(email, address));
    audit(app, {
      action: "session.refused",
      outcome: "refused",
      on: { type: "user", id, name: email },
      from: { address },
      detail: { known: true },
    });
  }
}
