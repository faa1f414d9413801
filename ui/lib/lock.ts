/**
 * Runs an action while no other tab of this browser runs one of the same name.
 * `navigator.locks` exists only in secure contexts, and people reach Vitrine over plain http on a LAN, so a lease in
 * localStorage stands in for it there.
 */
export type Lock = <T>(name: string, action: () => Promise<T>) => Promise<T>;

export interface LeaseContext {
  storage: Pick<Storage, "getItem" | "setItem" | "removeItem">;
  now(): number;
  wait(ms: number): Promise<void>;
  random(): number;
}

const leaseMs = 10_000;

export function leaseLock(context: LeaseContext): Lock {
  return async (name, action) => {
    const key = `vitrine.lock.${name}`;
    const mine = `${context.random().toString(36).slice(2)}`;
    const deadline = context.now() + leaseMs;
    while (context.now() < deadline) {
      const [, until] = (context.storage.getItem(key) ?? "").split(":");
      if (Number(until ?? 0) < context.now()) {
        context.storage.setItem(key, `${mine}:${context.now() + leaseMs}`);
        // Another tab may have written in the same instant; the last writer wins and everybody reads again.
        await context.wait(15 + context.random() * 20);
        if (context.storage.getItem(key)?.startsWith(`${mine}:`)) break;
      }
      await context.wait(40 + context.random() * 40);
    }
    try {
      return await action();
    } finally {
      if (context.storage.getItem(key)?.startsWith(`${mine}:`)) context.storage.removeItem(key);
    }
  };
}

/** The best lock that this browser and this origin offer. */
export function browserLock(): Lock {
  if ("locks" in navigator && navigator.locks !== undefined) {
    return async (name, action) => await navigator.locks.request(`vitrine.${name}`, action);
  }
  try {
    const storage = localStorage;
    storage.getItem("vitrine.probe");
    const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
    return leaseLock({ storage, now: Date.now, wait, random: Math.random });
  } catch {
    return (_name, action) => action();
  }
}
