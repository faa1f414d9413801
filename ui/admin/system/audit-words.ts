import type { AuditView } from "../../lib/people-types.ts";

/** What an action is called on the page; one that is not here is shown as it is written in the log. */
const words: Record<string, string> = {
  "access.refused": "Asked for what they may not have",
  "account.locked": "Locked after wrong guesses",
  "account.unlocked": "Unlocked",
  "audit.exported": "Exported the audit log",
  "audit.trimmed": "Old entries were taken away",
  "identity.linked": "Linked a sign-in provider",
  "identity.unlinked": "Unlinked a sign-in provider",
  "invitation.accepted": "Accepted an invitation",
  "invitation.made": "Invited somebody",
  "invitation.resent": "Made a new invitation link",
  "invitation.revoked": "Revoked an invitation",
  "job.deleted": "Deleted a job",
  "job.retried": "Retried a job",
  "key.made": "Made an API key",
  "key.revoked": "Revoked an API key",
  "key.rotated": "Rotated an API key",
  "mail.changed": "Changed the mail settings",
  "mail.cleared": "Removed the mail settings",
  "mail.tested": "Sent a test mail",
  "passkey.added": "Added a passkey",
  "passkey.all-removed": "Removed all passkeys",
  "passkey.counter-ran-back": "A passkey may have been copied",
  "passkey.refused": "A passkey was refused",
  "passkey.removed": "Removed a passkey",
  "passkey.renamed": "Renamed a passkey",
  "password.changed": "Changed the password",
  "password.link-made": "Made a link for a new password",
  "password.link-mailed": "Was mailed a link for a new password",
  "password.refused": "Wrong password when asked again",
  "password.reset": "Set a new password with a link",
  "provider.added": "Added a sign-in provider",
  "provider.changed": "Changed a sign-in provider",
  "provider.removed": "Removed a sign-in provider",
  "session.all-ended": "Signed somebody out everywhere",
  "session.ended": "Ended a session",
  "session.everybody-ended": "Signed everybody else out",
  "session.others-ended": "Signed out everywhere else",
  "session.refused": "Sign-in refused",
  "session.reused": "A stolen session was found and ended",
  "session.started": "Signed in",
  "settings.changed": "Changed settings",
  "setup.claimed": "Claimed this appliance",
  "signing-key.replaced": "The signing key was replaced",
  "signing-key.rotated": "Rotated the signing key",
  "tier.changed": "Changed a tier",
  "tier.created": "Made a tier",
  "tier.deleted": "Deleted a tier",
  "totp.begun": "Began to set one-time codes up",
  "totp.disabled": "Turned one-time codes off",
  "totp.enabled": "Turned one-time codes on",
  "totp.recovery-renewed": "Made new recovery codes",
  "totp.refused": "Wrong one-time code",
  "usage.exported": "Exported the usage",
  "user.approved": "Approved a request to join",
  "user.changed": "Changed their name",
  "user.created": "Added a person",
  "user.deleted": "Deleted a person",
  "user.disabled": "Closed an account",
  "user.enabled": "Opened an account again",
  "user.exported": "Exported a person's data",
  "user.registered": "Registered",
  "user.role-changed": "Changed a role",
  "user.tier-changed": "Changed a tier of a person",
};

const groupWords: Record<string, string> = {
  access: "Refused access",
  account: "Locks",
  audit: "Audit log",
  identity: "Linked providers",
  invitation: "Invitations",
  job: "Jobs",
  key: "API keys",
  mail: "Mail",
  passkey: "Passkeys",
  password: "Passwords",
  provider: "Sign-in providers",
  session: "Sessions",
  settings: "Settings",
  setup: "Setup",
  "signing-key": "Signing keys",
  tier: "Tiers",
  totp: "One-time codes",
  usage: "Usage",
  user: "People",
};

export const actionWords = (action: string): string => words[action] ?? action;

/** What an action belongs to: the part before its first dot. */
const groupOf = (action: string): string => action.split(".")[0] ?? action;

/** What the list can be filtered by: each group as a whole, then what is in it. */
export function actionGroups(actions: readonly string[]): { value: string; label: string; note?: string }[] {
  const groups = [...new Set(actions.map(groupOf))].toSorted();
  return groups.flatMap((group) => {
    const inside = actions.filter((action) => groupOf(action) === group);
    const label = groupWords[group] ?? group;
    return [
      { value: `${group}.`, label: `${label}, all` },
      ...inside.map((action) => ({ value: action, label: actionWords(action), note: action })),
    ];
  });
}

const detailWords: Record<string, string> = {
  after: "after",
  before: "before",
  code: "one-time code",
  ended: "sessions ended",
  expires: "expires",
  format: "format",
  known: "an account of this name exists",
  sessionId: "session",
  userAgent: "browser",
};

export const detailLabel = (name: string): string => detailWords[name] ?? name;

export function detailText(value: unknown): string {
  if (value === null) return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" || typeof value === "number" ? String(value) : JSON.stringify(value);
}

/** On whom or what: a name, else the kind of thing. */
export function targetWords({ target, actor }: AuditView): string {
  if (!target) return "";
  if (target.name !== "") return target.name;
  if (actor && target.id === actor.id) return "themselves";
  return target.type;
}
