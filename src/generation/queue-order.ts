/** What the order of waiting depends on. */
export interface Queued {
  readonly userId: string;
  /** The place it was last told, from 1; 0 before. */
  place: number;
}

/**
 * The order in which waiting work starts: always the person's next who has the least running or ahead in the queue, and
 * among equals who came first. One person's many requests do not hold up another's first.
 * @param waiting in order of arrival
 */
export function queueOrder<Item extends Queued>(waiting: readonly Item[], running: readonly Queued[]): Item[] {
  const load = new Map<string, number>();
  for (const { userId } of running) load.set(userId, (load.get(userId) ?? 0) + 1);
  const left = [...waiting];
  const order: Item[] = [];
  while (left.length > 0) {
    let best = 0;
    for (const [index, item] of left.entries()) {
      const candidate = left[best];
      if (candidate && (load.get(item.userId) ?? 0) < (load.get(candidate.userId) ?? 0)) best = index;
    }
    const [chosen] = left.splice(best, 1);
    if (!chosen) break;
    load.set(chosen.userId, (load.get(chosen.userId) ?? 0) + 1);
    order.push(chosen);
  }
  return order;
}
