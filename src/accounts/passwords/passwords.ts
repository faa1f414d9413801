import { availableParallelism } from "node:os";
import type { App } from "../../platform/app.ts";
import { once } from "../../platform/memo.ts";
import { Problem } from "../../platform/problem.ts";
import type { User } from "../schema.ts";
import { commonPasswords } from "./common-passwords.ts";

export const passwordLength = { minimum: 10, maximum: 256 } as const;

/** OWASP's second recommended setting for Argon2id: 19 MiB and two passes, about 40 ms on its own thread. */
const cost = { algorithm: "argon2id", memoryCost: 19_456, timeCost: 2 } as const;

/** Hash of a password that nobody knows, of the same cost: verified when an e-mail has no account. */
export const nobodysHash =
  "$argon2id$v=19$m=19456,t=2,p=1$35aQGXtHLBhhgnWNevu8AuuROPtCqDj9uz/YbIyyBTk$6X2y9rAVFRpLGpDxy3YvVpLsqrATccpZ3ToC/j21WtA";

/** Sign-ins that may wait for a free hashing thread before more are turned away. */
const longestQueue = 512;

/**
 * Checks a new password: length first, then the passwords that everybody tries.
 * @throws Problem `validation_failed`
 */
export function requireGoodPassword(password: string, about: { email: string; name?: string }): void {
  const refuse = (message: string): never => {
    throw new Problem("validation_failed", message, { errors: [{ path: "/password", message }] });
  };
  const length = [...password].length;
  if (length < passwordLength.minimum) {
    refuse(`The password needs at least ${passwordLength.minimum} characters. A few unrelated words work well.`);
  }
  if (length > passwordLength.maximum) refuse(`The password can have at most ${passwordLength.maximum} characters.`);
  const plain = password.toLowerCase();
  if (commonPasswords.has(plain) || new Set(plain).size < 3) {
    refuse("This password is one of the first that anybody would try. Choose another.");
  }
  const own = [about.email, about.email.split("@")[0] ?? "", about.name ?? ""].map((text) => text.toLowerCase());
  if (own.includes(plain)) refuse("The password must not be the name or the e-mail address.");
}

/** At most a few Argon2 runs at once, so that many sign-ins cost time and not memory; the rest wait in order. */
const turns = once((_app: App) => {
  // One processor stays free for everybody who is not signing in.
  const atOnce = Math.max(1, Math.min(4, availableParallelism() - 1));
  const waiting: (() => void)[] = [];
  let running = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) {
      if (waiting.length >= longestQueue) {
        throw new Problem("unavailable", "Too many people are signing in at once. Try again in a moment.", {
          headers: { "Retry-After": "2" },
        });
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running++;
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
});

/** @returns a PHC string; the work happens off the main thread */
export const hashPassword = (app: App, password: string): Promise<string> =>
  turns(app)(() => Bun.password.hash(password.normalize("NFC"), cost));

/** Takes as long for an account that does not exist (`hash` undefined), or has no password (empty), as for any other. */
export async function verifyPassword(app: App, password: string, hash: string | undefined): Promise<boolean> {
  const right = await turns(app)(() => Bun.password.verify(password.normalize("NFC"), hash || nobodysHash));
  return right && hash !== undefined && hash !== "";
}

export const hasPassword = (user: Pick<User, "passwordHash">): boolean => user.passwordHash !== "";
