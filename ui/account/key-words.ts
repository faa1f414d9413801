import type { ApiKey, KeyScope } from "../lib/account-api.ts";

/** What a key of each scope may be used for, beside what its owner's role allows. */
export const scopeWords: { scope: KeyScope; label: string; text: string; adminOnly?: boolean }[] = [
  { scope: "generate", label: "Generate", text: "Start and stop generations, read projects, build previews." },
  { scope: "read", label: "Read", text: "Look at projects, chats, versions and models. Changes nothing." },
  { scope: "write", label: "Write", text: "Make and change projects, chats, versions and files." },
  { scope: "gateway", label: "Gateway", text: "The OpenAI-compatible interface under /v1, for editors and SDKs." },
  {
    scope: "admin",
    label: "Administration",
    text: "Everything under /api/admin. Give it to nothing that you do not run yourself.",
    adminOnly: true,
  },
];

export const scopeLabel = (scope: KeyScope): string => scopeWords.find((one) => one.scope === scope)?.label ?? scope;

export type KeyState = "good" | "replaced" | "expired" | "revoked";

/** @param now milliseconds */
export function keyState(key: ApiKey, now: number): KeyState {
  if (key.revokedAt !== null) return "revoked";
  if (key.expiresAt !== null && Date.parse(key.expiresAt) <= now) return "expired";
  return key.replacedBy === null ? "good" : "replaced";
}

/** The beginning of a key, by which it is recognised in scripts and logs. */
export const keyStart = ({ publicId }: Pick<ApiKey, "publicId">): string => `vit_${publicId}_…`;

export const lifetimes: { value: string; label: string; days: number | null }[] = [
  { value: "7", label: "7 days", days: 7 },
  { value: "30", label: "30 days", days: 30 },
  { value: "90", label: "90 days", days: 90 },
  { value: "365", label: "A year", days: 365 },
  { value: "never", label: "No expiry", days: null },
];

export const overlaps: { value: string; label: string }[] = [
  { value: "0", label: "At once" },
  { value: "3600", label: "After an hour" },
  { value: "86400", label: "After a day" },
  { value: "604800", label: "After a week" },
];
