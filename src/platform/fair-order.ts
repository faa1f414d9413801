/** What the order of waiting depends on. */
export interface Queued {
  readonly userId: string;
}

/**
 * The order in which waiting work starts: always the person's next who has the least running or ahead in the queue, and
 * among equals who came first. One person's many requests do not hold up another's first.
 * @param waiting in order of arrival
 * @param lastTurn when a person last had a turn, as an ascending number: of equals the one goes first whose turn is longest ago
 */
export function fairOrder<Item extends Queued>(
  waiting: readonly Item[],
  running: readonly Queued[],
  lastTurn: ReadonlyMap<string, number> = new Map(),
): Item[] {
  const load = new Map<string, number>();
  for (const { userId } of running) load.set(userId, (load.get(userId) ?? 0) + 1);
  // Each person's n-th stands behind everybody's (n-1)-th; sorting is stable, so equals keep their order of arrival.
  const ranked = waiting.map((item) => {
    const rank = load.get(item.userId) ?? 0;
    load.set(item.userId, rank + 1);
    return { item, rank, turn: lastTurn.get(item.userId) ?? 0 };
  });
  return ranked.sort((a, b) => a.rank - b.rank || a.turn - b.turn).map(({ item }) => item);
}
