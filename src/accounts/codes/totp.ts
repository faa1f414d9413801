import { createHmac, timingSafeEqual } from "node:crypto";

/** RFC 6238 as every authenticator app speaks it: SHA-1, 30 seconds, six digits. */
const stepMs = 30_000;
const digits = 6;
/** Steps before and after now that are taken too, for clocks that are a little off. */
const tolerance = 1;

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** RFC 4648 without padding, as it stands in an `otpauth` address. */
export function base32(bytes: Uint8Array): string {
  let bits = 0;
  let held = 0;
  let text = "";
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += alphabet[(held >>> (bits - 5)) & 31];
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + alphabet[(held << (5 - bits)) & 31] : text;
}

export function fromBase32(text: string): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const letter of text) {
    held = ((held << 5) | alphabet.indexOf(letter)) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >>> bits) & 255);
    }
  }
  return Buffer.from(bytes);
}

export const stepAt = (timeMs: number): number => Math.floor(timeMs / stepMs);

/** The code of one time step (RFC 4226, section 5.3). */
export function codeAt(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", secret).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits).padStart(digits, "0");
}

/** @returns the time step that a code is of, near now; undefined when it is of none */
export function stepOfCode(secret: Uint8Array, code: string, timeMs: number): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const given = Buffer.from(code);
  let found: number | undefined;
  // Every step is compared, whichever fits.
  for (let away = -tolerance; away <= tolerance; away++) {
    const step = stepAt(timeMs) + away;
    if (step >= 0 && timingSafeEqual(given, Buffer.from(codeAt(secret, step)))) found = step;
  }
  return found;
}

/** What an authenticator reads from a QR code. */
export function otpauthUri(secret: string, account: string, issuer: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  const query = `secret=${secret}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=${digits}&period=${stepMs / 1000}`;
  return `otpauth://totp/${label}?${query}`;
}
