import { passwordStrength as estimate } from "../../src/accounts/passwords/password-strength.ts";

export interface Strength {
  /** 0 for nothing typed, 1 for what the server refuses, 4 for strong. */
  level: 0 | 1 | 2 | 3 | 4;
  hint: string;
}

const leastLength = 10;

/** The server's own estimate in words, while typing; the server has the last word. */
export function passwordStrength(password: string, personal: string[]): Strength {
  if (password === "") return { level: 0, hint: "At least 10 characters. Four unrelated words are easy to keep." };
  const missing = leastLength - [...password].length;
  if (missing > 0) return { level: 1, hint: `${missing} more to reach ${leastLength} characters.` };
  const lower = password.toLowerCase();
  if (personal.some((text) => text.trim().toLowerCase() === lower)) {
    return { level: 1, hint: "This is your name or your e-mail address. Choose something else." };
  }
  const strength = estimate(password);
  if (strength === "refused") return { level: 1, hint: "Too common: it is one of the first that anybody would try." };
  const own = personal.flatMap((text) => text.toLowerCase().split(/[\s@.]+/u)).filter((word) => word.length > 3);
  if (own.some((word) => lower.includes(word))) return { level: 2, hint: "It holds your name; that is guessed first." };
  if (strength === "weak") return { level: 2, hint: "Easy to guess: it runs or repeats. Add unrelated words." };
  return strength === "fair" ? { level: 3, hint: "Good. Longer is better still." } : { level: 4, hint: "Strong." };
}
