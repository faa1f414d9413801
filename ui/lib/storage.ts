/** What the browser remembers between visits. A blocked or full store is no error: the page then just forgets. */
export interface Store {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
}

const prefix = "vitrine.";

export function createStore(area: () => Storage): Store {
  function attempt<T>(action: (storage: Storage) => T, otherwise: T): T {
    try {
      return action(area());
    } catch {
      return otherwise;
    }
  }
  return {
    get: (key) => attempt((storage) => storage.getItem(prefix + key), null),
    set: (key, value) => attempt((storage) => storage.setItem(prefix + key, value), undefined),
    remove: (key) => attempt((storage) => storage.removeItem(prefix + key), undefined),
  };
}

/** Reads a number between bounds, for remembered sizes. */
export function getNumber(store: Store, key: string, fallback: number, min: number, max: number): number {
  const value = Number(store.get(key) ?? Number.NaN);
  return Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : fallback;
}
