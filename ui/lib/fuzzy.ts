/** How well `query` matches `text`: 0 for not at all; more for whole words, prefixes and runs. Case does not matter. */
export function score(query: string, text: string): number {
  const needle = query.trim().toLowerCase();
  if (needle === "") return 1;
  const hay = text.toLowerCase();
  const at = hay.indexOf(needle);
  if (at === 0) return 100;
  if (at > 0) return /[\s/._-]/u.test(hay[at - 1] ?? "") ? 80 : 60;
  let position = 0;
  let runs = 0;
  let previous = -2;
  for (const letter of needle.replaceAll(/\s/gu, "")) {
    const found = hay.indexOf(letter, position);
    if (found < 0) return 0;
    if (found !== previous + 1) runs++;
    previous = found;
    position = found + 1;
  }
  return Math.max(1, 40 - runs * 6);
}
