import type { InvitationState, PersonView, Role } from "../../lib/people-types.ts";

export const roleOptions = [
  { value: "admin", label: "Administrator", note: "Everything, these pages too" },
  { value: "member", label: "Member", note: "Makes projects and generates" },
  { value: "viewer", label: "Viewer", note: "Looks at what is shared with them" },
] as const satisfies readonly { value: Role; label: string; note: string }[];

export const roleLabel = (role: Role): string => roleOptions.find(({ value }) => value === role)?.label ?? role;

export const isRole = (text: string): text is Role => roleOptions.some(({ value }) => value === text);

export const readRole = (text: string | undefined): Role | undefined =>
  text !== undefined && isRole(text) ? text : undefined;

type Tone = "plain" | "ok" | "warn" | "bad" | "accent";

export const stateOptions = [
  { value: "active", label: "Active" },
  { value: "requested", label: "Waiting for approval" },
  { value: "disabled", label: "Closed" },
  { value: "locked", label: "Locked" },
] as const;

/** The state of an account in words; a lock only matters where they could sign in otherwise. */
export function statusOf(person: PersonView): { label: string; tone: Tone }[] {
  if (person.state === "requested") return [{ label: "Waiting for approval", tone: "accent" }];
  if (person.state === "disabled") return [{ label: "Closed", tone: "plain" }];
  return person.lockedUntil === null ? [{ label: "Active", tone: "ok" }] : [{ label: "Locked", tone: "warn" }];
}

export const invitationStates: Record<InvitationState, { label: string; tone: Tone }> = {
  open: { label: "Open", tone: "accent" },
  accepted: { label: "Accepted", tone: "ok" },
  expired: { label: "Expired", tone: "warn" },
  revoked: { label: "Revoked", tone: "plain" },
};

/** How somebody can prove who they are, each in one or two words. */
export function signInMeans(person: PersonView): string[] {
  return [
    person.hasPassword ? "Password" : "",
    person.oneTimeCodes ? "Codes" : "",
    person.passkeys > 0 ? (person.passkeys === 1 ? "Passkey" : `${person.passkeys} passkeys`) : "",
    ...(person.providers ?? []),
  ].filter(Boolean);
}

/** "Chrome on Linux" out of what the server made of it, or the raw text where it made nothing. */
export const deviceWords = ({ device, userAgent }: { device: string; userAgent: string }): string =>
  device === "" ? userAgent || "Unknown device" : device;
