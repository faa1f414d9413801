import {
  allowPasswordSignIn,
  audit,
  createUser,
  disableOneTimeCodes,
  listUsers,
  notify,
  removeAllPasskeys,
  requireTierNamed,
  requireUserByEmail,
  resetPassword,
  setDisabled,
  setRole,
  setTier,
  tierOfPerson,
  unlockUser,
} from "../accounts/index.ts";
import type { App } from "../platform/app.ts";
import { isoTime } from "../platform/clock.ts";
import { randomToken, systemRandom } from "../platform/random.ts";
import { type Command, dataOption, type Io, readArgs, UsageError } from "./command.ts";
import { withApp } from "./with-app.ts";

const roles = ["admin", "member", "viewer"] as const;
type Role = (typeof roles)[number];

function requireRole(text: string): Role {
  const role = roles.find((known) => known === text);
  if (!role) throw new UsageError(`${text} is no role. Use one of ${roles.join(", ")}.`);
  return role;
}

/** From the terminal, or one line of standard input; `--generate` makes one up and prints it. */
async function readPassword(generate: boolean | undefined, io: Io): Promise<{ password: string; show: boolean }> {
  if (generate) return { password: randomToken(systemRandom, 15), show: true };
  return { password: await io.readSecret("Password (at least 10 characters): "), show: false };
}

/** Who sits at this machine's terminal is nobody's account. */
function note(app: App, action: `${string}.${string}`, email: string, detail: Record<string, string> = {}): void {
  const { id } = requireUserByEmail(app, email);
  const by = { id: "operator", email: "" };
  audit(app, { action, by, on: { type: "user", id, name: email }, detail: { ...detail, by: "command line" } });
}

export const userCommand: Command = {
  name: "user",
  summary: "add people, list them, change a role or tier, reset a password, unlock",
  help: `usage: vitrine user add EMAIL [--name NAME] [--role admin|member|viewer] [--tier NAME] [--generate]
       vitrine user list [--json]
       vitrine user role EMAIL admin|member|viewer
       vitrine user tier EMAIL NAME
       vitrine user reset-password EMAIL [--generate]
       vitrine user disable-codes EMAIL     turn one-time codes off
       vitrine user remove-passkeys EMAIL   remove all of them
       vitrine user unlock EMAIL            forget wrong passwords and codes
       vitrine user disable|enable EMAIL    close an account, or open it again

A password is asked for on the terminal, or read as one line from standard input.

  --generate   make a password up and print it
  --data DIR   the data folder

A tier is how much somebody may use; administrators make them on the page.

example: vitrine user add ada@example.org --name "Ada" --role admin`,
  async run(args, io) {
    const { values, positionals } = readArgs(
      args,
      {
        ...dataOption,
        name: { type: "string" },
        role: { type: "string" },
        tier: { type: "string" },
        generate: { type: "boolean" },
        json: { type: "boolean" },
      },
      { min: 1, max: 3 },
    );
    const [verb = "", email = "", chosen = ""] = positionals;
    const needed = {
      add: 2,
      list: 1,
      role: 3,
      tier: 3,
      "reset-password": 2,
      "disable-codes": 2,
      "remove-passkeys": 2,
      unlock: 2,
      disable: 2,
      enable: 2,
    }[verb];
    if (needed === undefined) throw new UsageError(`There is no verb ${verb}.`);
    if (positionals.length !== needed)
      throw new UsageError(`user ${verb} takes ${needed - 1} argument${needed === 2 ? "" : "s"}.`);
    return withApp({ data: values.data }, io, async (app) => {
      switch (verb) {
        case "list": {
          const users = listUsers(app);
          if (values.json)
            io.out(
              JSON.stringify(
                users.map(({ id, email, name, role, createdAt }) => ({
                  id,
                  email,
                  name,
                  role,
                  tier: tierOfPerson(app, id).name,
                  createdAt: isoTime(createdAt),
                })),
              ),
            );
          else
            for (const user of users)
              io.out(
                `${user.role.padEnd(7)} ${user.email}  ${user.name}  [${tierOfPerson(app, user.id).name}]${user.disabledAt ? "  (disabled)" : ""}`,
              );
          return 0;
        }
        case "add": {
          const role = requireRole(values.role ?? "member");
          const tierId = values.tier === undefined ? null : requireTierNamed(app, values.tier).id;
          const { password, show } = await readPassword(values.generate, io);
          const user = await createUser(app, {
            email,
            name: values.name ?? email.split("@")[0] ?? email,
            password,
            role,
            tierId,
          });
          note(app, "user.created", user.email, { role });
          io.err(`Added ${user.email} as ${user.role}.`);
          if (show) io.out(password);
          return 0;
        }
        case "role": {
          setRole(app, email, requireRole(chosen));
          note(app, "user.role-changed", email, { after: chosen });
          io.err(`${email} is now ${chosen}.`);
          return 0;
        }
        case "tier": {
          const person = requireUserByEmail(app, email);
          const before = tierOfPerson(app, person.id).name;
          const tier = requireTierNamed(app, chosen);
          setTier(app, person.id, tier.id);
          note(app, "user.tier-changed", email, { before, after: tier.name });
          io.err(`${email} is now in the tier ${tier.name}.`);
          return 0;
        }
        case "disable-codes": {
          const { id } = requireUserByEmail(app, email);
          const was = disableOneTimeCodes(app, id);
          if (was) notify(app, id, { kind: "codes-disabled", byAdministrator: true });
          note(app, "totp.disabled", email);
          io.err(was ? `${email} signs in without a one-time code now.` : `${email} had no one-time codes.`);
          return 0;
        }
        case "remove-passkeys": {
          const { id } = requireUserByEmail(app, email);
          const removed = removeAllPasskeys(app, id);
          note(app, "passkey.all-removed", email);
          if (removed > 0) notify(app, id, { kind: "passkeys-removed" });
          io.err(
            removed > 0 ? `${email} has no passkeys any more; there were ${removed}.` : `${email} had no passkeys.`,
          );
          return 0;
        }
        case "unlock": {
          unlockUser(app, requireUserByEmail(app, email));
          note(app, "account.unlocked", email);
          io.err(`Wrong passwords and codes of ${email} are forgotten.`);
          return 0;
        }
        case "disable":
        case "enable": {
          setDisabled(app, requireUserByEmail(app, email).id, verb === "disable");
          note(app, `user.${verb}d`, email);
          io.err(`The account of ${email} is ${verb === "disable" ? "closed" : "open"}.`);
          return 0;
        }
        default: {
          const { password, show } = await readPassword(values.generate, io);
          const { id } = await resetPassword(app, email, password);
          notify(app, id, { kind: "password-reset", byAdministrator: true });
          note(app, "password.reset", email);
          io.err(`The password of ${email} is changed and every session of theirs has ended.`);
          if (allowPasswordSignIn(app)) {
            note(app, "settings.changed", email, { passwordSignIn: "true" });
            io.err("Signing in with a password was turned off; it is on again.");
          }
          if (show) io.out(password);
          return 0;
        }
      }
    });
  },
};
