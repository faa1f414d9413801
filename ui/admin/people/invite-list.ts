import { parseCsv } from "../../lib/csv.ts";
import type { InvitedPerson } from "../../lib/people-api.ts";
import type { Role } from "../../lib/people-types.ts";
import { isRole } from "./words.ts";

export interface InviteLine {
  /** As it was written, for messages. */
  email: string;
  person: InvitedPerson | null;
  /** Why it cannot be sent. */
  problem?: string;
}

/** As many as the server takes at once. */
export const mostInvited = 500;

const roleWords: Record<string, Role> = {
  administrator: "admin",
  admin: "admin",
  member: "member",
  viewer: "viewer",
};

/**
 * Reads a pasted list or a CSV file: an address a line, then a name and a role if there are any. A first line that names
 * its columns says which is which; `Name <address>` is understood too.
 */
export function readInviteList(text: string): InviteLine[] {
  const rows = parseCsv(text.replace(/^\ufeff/u, ""));
  const names = rows[0]?.map((cell) => cell.toLowerCase().replaceAll(/[^a-z]/gu, "")) ?? [];
  const headed = names.some((name) => name === "email" || name === "mail" || name === "emailaddress");
  const at = (...wanted: string[]) => names.findIndex((name) => wanted.includes(name));
  const place = headed
    ? { email: at("email", "mail", "emailaddress"), name: at("name", "fullname"), role: at("role") }
    : { email: 0, name: 1, role: 2 };
  const seen = new Set<string>();
  return (headed ? rows.slice(1) : rows).map((row) => {
    const [, before = "", inside] = /^(.*?)<([^<>]+)>$/u.exec(row[place.email] ?? "") ?? [];
    const email = (inside ?? row[place.email] ?? "").trim();
    const name = (row[place.name] ?? before).trim();
    return readLine(email, name, row[place.role] ?? "", seen);
  });
}

function readLine(email: string, name: string, roleText: string, seen: Set<string>): InviteLine {
  if (!email.includes("@")) return { email, person: null, problem: "This is not an e-mail address." };
  const key = email.toLowerCase();
  if (seen.has(key)) return { email, person: null, problem: "It is in the list twice." };
  seen.add(key);
  const word = roleText.trim().toLowerCase();
  const role = roleWords[word] ?? (isRole(word) ? word : undefined);
  if (word !== "" && !role)
    return { email, person: null, problem: `There is no role “${roleText.trim().slice(0, 40)}”.` };
  return { email, person: { email, ...(name ? { name: name.slice(0, 120) } : {}), ...(role ? { role } : {}) } };
}
