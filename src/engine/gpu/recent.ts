/** The raw readings of the last hour of one subject, at most one a second, oldest first. */
export interface Recent {
  add(now: number, values: Readonly<Record<string, number | null>>): void;
  readonly samples: readonly Sample[];
}

export interface Sample {
  /** Milliseconds since 1970. */
  at: number;
  values: Readonly<Record<string, number | null>>;
}

const keptMs = 60 * 60_000;
/** A clock that was set back by more than this begins a new series; by less, readings wait until it has caught up. */
const setBackMs = 60_000;

export function createRecent(): Recent {
  let samples: Sample[] = [];
  let first = 0;
  return {
    get samples() {
      return first === 0 ? samples : samples.slice(first);
    },
    add(now, values) {
      const last = samples.at(-1);
      if (last && now < last.at) {
        if (last.at - now < setBackMs) return;
        samples = [];
        first = 0;
      }
      if (last && Math.floor(now / 1000) === Math.floor(last.at / 1000)) samples.pop();
      samples.push({ at: now, values: { ...values } });
      while ((samples[first]?.at ?? now) < now - keptMs) first += 1;
      // Moved only now and then: an array that loses its head at each reading would be copied each time.
      if (first > 256) {
        samples = samples.slice(first);
        first = 0;
      }
    },
  };
}
