import type { Clock } from "./clock.ts";

export interface Quota {
  /** Tokens that a full bucket holds: how many may be taken at once. */
  capacity: number;
  perSecond: number;
}

export interface Taken {
  allowed: boolean;
  /** Whole tokens that are left. */
  remaining: number;
  /** Seconds until one token can be taken; 0 while one is there. */
  retryAfter: number;
  /** Seconds until the bucket is full again. */
  fullAfter: number;
}

export interface TokenBuckets {
  /** Takes one token out of `key`'s bucket, or says when there will be one. */
  take(key: string, quota: Quota): Taken;
  /** Buckets that are remembered. */
  readonly size: number;
}

/** What is remembered of one bucket. */
interface Level {
  tokens: number;
  at: number;
}

/**
 * Token buckets by key, in bounded memory: a key that has not been seen for longest is forgotten first, and its bucket
 * is full when it comes again. Whoever can bring `most` keys of their own could have had as many full buckets anyway.
 */
export function createTokenBuckets(clock: Pick<Clock, "now">, most: number): TokenBuckets {
  const levels = new Map<string, Level>();
  return {
    get size() {
      return levels.size;
    },
    take(key, { capacity, perSecond }) {
      const now = clock.now();
      const known = levels.get(key);
      // A clock that was set back must not empty a bucket.
      const gained = known ? (Math.max(0, now - known.at) / 1000) * perSecond : 0;
      const before = known ? Math.min(capacity, known.tokens + gained) : capacity;
      const allowed = before >= 1;
      const tokens = allowed ? before - 1 : before;
      if (known) levels.delete(key);
      levels.set(key, { tokens, at: now });
      if (levels.size > most) forgetOldest(levels);
      return {
        allowed,
        remaining: Math.floor(tokens),
        retryAfter: tokens >= 1 ? 0 : Math.ceil((1 - tokens) / perSecond),
        fullAfter: Math.ceil((capacity - tokens) / perSecond),
      };
    },
  };
}

function forgetOldest(levels: Map<string, Level>): void {
  for (const key of levels.keys()) {
    levels.delete(key);
    return;
  }
}
