/** Levenshtein distance: how many letters have to change. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The names most like `wanted`, best first, at most `count`; those that contain it, or are contained in it, lead. */
export function nearNames(wanted: string, names: readonly string[], count = 3): string[] {
  const needle = wanted.toLowerCase().slice(0, 200);
  const bare = needle.slice(needle.lastIndexOf("/") + 1);
  const scored = names.map((name) => {
    const full = name.toLowerCase();
    const tail = full.slice(full.lastIndexOf("/") + 1);
    const contains = bare !== "" && (full.includes(bare) || needle.includes(tail));
    const apart = Math.min(
      distance(needle, full) / Math.max(needle.length, full.length, 1),
      distance(bare, tail) / Math.max(bare.length, tail.length, 1),
    );
    return { name, apart: contains ? apart * 0.5 : apart };
  });
  return scored
    .filter((one) => one.apart <= 0.6)
    .sort((a, b) => a.apart - b.apart)
    .slice(0, count)
    .map((one) => one.name);
}
