/** How long one request occupies its place, learned from those that ended; for Retry-After. */
export class ServiceTime {
  /** Milliseconds, exponentially weighted; undefined before the first. */
  #average: number | undefined;

  add(ms: number): void {
    this.#average = this.#average === undefined ? ms : this.#average * 0.8 + ms * 0.2;
  }

  /** Whole seconds until one place of `capacity` should come free: 1 to 120, and 15 while nothing is known. */
  secondsUntilRoom(capacity: number): number {
    if (this.#average === undefined) return 15;
    return Math.min(120, Math.max(1, Math.ceil(this.#average / capacity / 1000)));
  }
}
