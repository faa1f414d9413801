import { createCipheriv, createDecipheriv } from "node:crypto";
import type { Random } from "./random.ts";

const version = "v1";

/**
 * Encrypts a secret for the database: AES-256-GCM with a fresh nonce (NIST SP 800-38D).
 * @param key 32 bytes, for example of `purposeKey`
 * @param about where it belongs, such as a table and an id: the text opens nowhere else
 */
export function seal(random: Random, key: Uint8Array, about: string, secret: string): string {
  const nonce = random.bytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(about, "utf8"));
  const hidden = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return [version, ...[nonce, hidden, cipher.getAuthTag()].map((part) => Buffer.from(part).toString("base64url"))].join(
    ".",
  );
}

/** @returns undefined for what was changed, belongs elsewhere, or was sealed with another key */
export function unseal(key: Uint8Array, about: string, sealed: string): string | undefined {
  const [found, nonce = "", hidden = "", tag = "", ...rest] = sealed.split(".");
  if (found !== version || rest.length > 0) return undefined;
  const bytes = Buffer.from(tag, "base64url");
  if (bytes.length !== 16) return undefined;
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64url"), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(about, "utf8")).setAuthTag(bytes);
    return Buffer.concat([decipher.update(Buffer.from(hidden, "base64url")), decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}
