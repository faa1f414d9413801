export interface Strength {
  /** 0 for nothing typed, 4 for strong. */
  level: 0 | 1 | 2 | 3 | 4;
  hint: string;
}

const weak = ["password", "passwort", "qwerty", "123456", "letmein", "vitrine", "admin", "welcome"];

/** A hint while typing, not a gate: length counts most, then variety; names and well-known words weigh against. */
export function passwordStrength(password: string, personal: string[]): Strength {
  if (password === "") return { level: 0, hint: "At least 10 characters. Four unrelated words are easy to keep." };
  if (password.length < 10) return { level: 1, hint: `${10 - password.length} more to reach 10 characters.` };
  const lower = password.toLowerCase();
  const own = personal.flatMap((text) => text.toLowerCase().split(/[\s@.]+/u)).filter((word) => word.length > 3);
  if ([...weak, ...own].some((word) => lower.includes(word))) {
    return { level: 2, hint: "It holds a common word or your name; that is guessed first." };
  }
  if (new Set(password).size < 6) return { level: 2, hint: "It repeats the same few characters." };
  const kinds = [/[a-z]/u, /[A-Z]/u, /\d/u, /[^a-zA-Z0-9]/u].filter((kind) => kind.test(password)).length;
  if (password.length >= 18 || (password.length >= 14 && kinds >= 3)) return { level: 4, hint: "Strong." };
  return { level: 3, hint: "Good. Longer is better still." };
}
