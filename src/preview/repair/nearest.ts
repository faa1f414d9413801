/**
 * The most similar of many names, or undefined when none is near. Equal words count first (`TrashIcon` and `Trash`),
 * then spelling.
 */
export function nearest(name: string, names: Iterable<string>, limit = 0.6): string | undefined {
  let best: string | undefined;
  let bestScore = limit;
  const wanted = words(name);
  for (const candidate of names) {
    const score = similarity(name, wanted, candidate);
    if (score > bestScore) {
      best = candidate;
      bestScore = score;
    }
  }
  return best;
}

function similarity(name: string, wanted: string[], candidate: string): number {
  const a = name.toLowerCase();
  const b = candidate.toLowerCase();
  if (a === b) return 1;
  const has = words(candidate);
  const shared = wanted.filter((word) => has.includes(word)).length;
  const byWords = shared === 0 ? 0 : (0.92 * 2 * shared) / (wanted.length + has.length);
  if (Math.abs(a.length - b.length) > Math.max(3, a.length / 2)) return byWords;
  const bySpelling = 1 - distance(a, b) / Math.max(a.length, b.length);
  return Math.max(byWords, bySpelling * 0.95) + (has[0] === wanted[0] ? 0.02 : 0);
}

const words = (name: string): string[] =>
  name
    .replace(/Icon$/, "")
    .replace(/^Icon(?=[A-Z])/, "")
    .split(/(?=[A-Z])|(?<=\D)(?=\d)|[-_/]/)
    .map((word) => word.toLowerCase())
    .filter(Boolean);

/** How many letters have to be put in, taken out or changed (Levenshtein). */
export function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(change, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
