import { commonPasswords } from "./common-passwords.ts";

export type PasswordStrength = "refused" | "weak" | "fair" | "strong";

/** Characters that add to each other: one run such as `aaaa`, `abcd` or `4321` counts as two. */
function countedLength(text: string): number {
  const codes = [...text].map((letter) => letter.codePointAt(0) ?? 0);
  return codes.filter((code, at) => {
    const [before, earlier] = [codes[at - 1], codes[at - 2]];
    if (before === undefined || earlier === undefined) return true;
    const step = code - before;
    return Math.abs(step) > 1 || step !== before - earlier;
  }).length;
}

/**
 * How good a password looks, for the field that it is typed into: length first, no rules about signs. An estimate, and
 * nothing is sent anywhere; `requireGoodPassword` has the last word.
 */
export function passwordStrength(password: string): PasswordStrength {
  const plain = password.normalize("NFC").toLowerCase();
  if ([...plain].length < 10 || commonPasswords.has(plain) || new Set(plain).size < 3) return "refused";
  const length = Math.min(countedLength(plain), new Set(plain).size * 2);
  return length < 11 ? "weak" : length < 16 ? "fair" : "strong";
}
