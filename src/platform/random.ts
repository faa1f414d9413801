/** Randomness as a dependency. `bytes` must be unpredictable in production; `unit` is in [0, 1) and only jitters. */
export interface Random {
  bytes(length: number): Uint8Array;
  unit(): number;
}

export const systemRandom: Random = {
  bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
  unit: Math.random,
};

/** URL-safe text of `length` random bytes (43 characters for 32). */
export const randomToken = (random: Random, length = 32): string =>
  Buffer.from(random.bytes(length)).toString("base64url");

/** SHA-256 in hexadecimal: how bearer secrets with at least 128 bits of entropy are stored. */
export const sha256 = (text: string | Uint8Array): string => new Bun.CryptoHasher("sha256").update(text).digest("hex");
