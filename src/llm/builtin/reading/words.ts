/** The singular of an English noun, good enough for comparing. */
export function singular(word: string): string {
  if (word.length > 4 && word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (/(?:[sxz]|ch|sh)es$/.test(word) && word.length > 4) return word.slice(0, -2);
  if (word.length > 3 && word.endsWith("s") && !/(?:ss|us|sis)$/.test(word)) return word.slice(0, -1);
  return word;
}

/** Same word in another number, or one typing slip away (longer words only). */
export function sameWord(a: string, b: string): boolean {
  if (a === b) return true;
  if (a[0] !== b[0]) return false;
  const left = singular(a);
  const right = singular(b);
  if (left === right) return true;
  return left.length >= 5 && right.length >= 5 && !lookalikes.has(left) && withinOneEdit(left, right);
}

/** Real words that are one edit from a word the patterns know. */
const lookalikes = new Set(
  "plants planet tier's cables labels steams stable sable tablet fables cart chart grind".split(" "),
);

/** One letter added, left out, changed, or two neighbours swapped. */
export function withinOneEdit(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at++;
  if (a.slice(at + 1) === b.slice(at + 1)) return true;
  if (a.slice(at) === b.slice(at + 1) || a.slice(at + 1) === b.slice(at)) return true;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

/** "due date" → "Due date". */
export function sentence(value: string): string {
  const clean = value.replace(/\s+/g, " ").trim();
  return clean.charAt(0).toUpperCase() + clean.slice(1);
}

/** "sign-up form" → "SignUpForm"; never empty, never starting with a digit. */
export function pascal(value: string): string {
  const joined = value
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9]+/g, " ")
    .trim()
    .split(" ")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("")
    .slice(0, 40);
  return /^[A-Z]/.test(joined) ? joined : joined === "" ? "Item" : `Item${joined}`;
}

export function camel(value: string): string {
  const name = pascal(value);
  return name.charAt(0).toLowerCase() + name.slice(1);
}

export function kebab(value: string): string {
  return pascal(value)
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase();
}

/**
 * "a", "a and b", "a, b and c"; what is false is left out. Where a member has an "and" of its own, a comma sets the
 * last one apart: "the links A and B, and a menu".
 */
export function spoken(items: readonly (string | false | undefined)[]): string {
  const said = items.filter((item) => typeof item === "string");
  const last = said.pop() ?? "";
  if (said.length === 0) return last;
  const nested = said.some((item) => item.replace(/\([^)]*\)/g, "").includes(" and "));
  return `${said.join(", ")}${nested ? "," : ""} and ${last}`;
}

const spelled = [
  "no",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
];

/** "three plans", "one plan", "20 rows". */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${spelled[count] ?? count} ${count === 1 ? noun : plural}`;
}
