import { hkdfSync } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { once } from "./memo.ts";
import { writePrivateFile } from "./private-file.ts";
import { type Random, randomToken } from "./random.ts";

/** Key material of this appliance, made at first start and kept beside the database. */
export interface Secrets {
  /** Signs passes of commands on this machine and derives refresh tokens; before signing keys, access tokens too. */
  jwt: string;
  /** Signs stream tickets. */
  ticket: string;
  /** What every other key is derived from, one for each purpose. */
  master: string;
}

/** @throws Error with advice when the file exists and cannot be read as what it should be. */
export function loadSecrets(file: string, random: Random): Secrets {
  if (existsSync(file)) {
    const known: unknown = parse(file);
    if (isSecrets(known)) return { jwt: known.jwt, ticket: known.ticket, master: known.master };
    // A file from before there was a master key: what it holds stays good.
    if (isEarlierSecrets(known)) return store(file, { ...known, master: randomToken(random) });
    throw new Error(`${file} is damaged. Restore it from a backup, or delete it: everybody then has to sign in again.`);
  }
  return store(file, { jwt: randomToken(random), ticket: randomToken(random), master: randomToken(random) });
}

function store(file: string, { jwt, ticket, master }: Secrets): Secrets {
  const secrets: Secrets = { jwt, ticket, master };
  writePrivateFile(file, `${JSON.stringify(secrets, null, 2)}\n`);
  return secrets;
}

const derived = once((_secrets: Secrets) => new Map<string, Buffer>());

/**
 * The 32-byte key for one purpose, from the master key (HKDF with SHA-256, RFC 5869): none of them tells another.
 * @param purpose a constant of the program, such as `api-keys`
 */
export function purposeKey(secrets: Secrets, purpose: string): Buffer {
  const keys = derived(secrets);
  let key = keys.get(purpose);
  if (!key) {
    key = Buffer.from(hkdfSync("sha256", secrets.master, "", `vitrine ${purpose}`, 32));
    keys.set(purpose, key);
  }
  return key;
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

const isKey = (value: unknown): value is string => typeof value === "string" && value.length >= 32;

function isEarlierSecrets(value: unknown): value is Omit<Secrets, "master"> {
  if (typeof value !== "object" || value === null || "master" in value) return false;
  return "jwt" in value && isKey(value.jwt) && "ticket" in value && isKey(value.ticket);
}

function isSecrets(value: unknown): value is Secrets {
  if (typeof value !== "object" || value === null || !("master" in value) || !isKey(value.master)) return false;
  return "jwt" in value && isKey(value.jwt) && "ticket" in value && isKey(value.ticket);
}
