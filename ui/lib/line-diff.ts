export interface LineCount {
  added: number;
  removed: number;
}

/** Beyond this many differences an exact answer is not worth the time; all lines then count as replaced. */
const limit = 1200;

/**
 * Counts added and removed lines with Myers' greedy algorithm ("An O(ND) Difference Algorithm", 1986). Only the length
 * D of the edit script is needed: added + removed = D, added - removed = difference in length.
 */
export function countLines(before: string, after: string): LineCount {
  if (before === after) return { added: 0, removed: 0 };
  let a = split(before);
  let b = split(after);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  a = a.slice(head, a.length - tail);
  b = b.slice(head, b.length - tail);
  const distance = editDistance(a, b);
  const added = (distance + b.length - a.length) / 2;
  return { added, removed: distance - added };
}

function split(text: string): string[] {
  if (text === "") return [];
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

function editDistance(a: string[], b: string[]): number {
  const most = a.length + b.length;
  if (a.length === 0 || b.length === 0) return most;
  const furthest = new Int32Array(2 * most + 2);
  for (let d = 0; d <= Math.min(most, limit); d++) {
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (furthest[most + k - 1] ?? 0) < (furthest[most + k + 1] ?? 0));
      let x = down ? (furthest[most + k + 1] ?? 0) : (furthest[most + k - 1] ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      furthest[most + k] = x;
      if (x >= a.length && x - k >= b.length) return d;
    }
  }
  return most;
}
