import { existsSync, readFileSync } from "node:fs";
import { writePrivateFile } from "./private-file.ts";
import { type Random, randomToken } from "./random.ts";

/** Key material of this appliance, made at first start and kept beside the database. */
export interface Secrets {
  /** Signs access tokens. */
  jwt: string;
  /** Signs stream tickets. */
  ticket: string;
}

/** @throws Error with advice when the file exists and cannot be read as what it should be. */
export function loadSecrets(file: string, random: Random): Secrets {
  if (existsSync(file)) {
    const known: unknown = parse(file);
    if (isSecrets(known)) return { jwt: known.jwt, ticket: known.ticket };
    throw new Error(`${file} is damaged. Restore it from a backup, or delete it: everybody then has to sign in again.`);
  }
  const made: Secrets = { jwt: randomToken(random), ticket: randomToken(random) };
  writePrivateFile(file, `${JSON.stringify(made, null, 2)}\n`);
  return made;
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

function isSecrets(value: unknown): value is Secrets {
  return (
    typeof value === "object" &&
    value !== null &&
    "jwt" in value &&
    typeof value.jwt === "string" &&
    value.jwt.length >= 32 &&
    "ticket" in value &&
    typeof value.ticket === "string" &&
    value.ticket.length >= 32
  );
}
