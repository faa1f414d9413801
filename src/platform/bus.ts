/**
 * In-process publish/subscribe with bounded queues.
 *
 * A subscriber that does not keep up loses its queue, not the publisher's memory: `overflowed` turns true, the queue is
 * emptied, and the subscriber reads what it missed from wherever the topic is stored before it resumes.
 */
export interface Subscription<T> {
  /** The next message, or undefined when the subscription is closed, the signal aborts or `timeoutMs` passes. */
  next(timeoutMs?: number, signal?: AbortSignal): Promise<T | undefined>;
  /** Takes everything queued without waiting. */
  drain(): T[];
  /** True once after messages were dropped; reading it through `takeOverflow` resets it. */
  takeOverflow(): boolean;
  readonly closed: boolean;
  close(): void;
}

/** Topics that carry one type of message. */
export interface Channel<T> {
  publish(topic: string, message: T): void;
  /** @param capacity messages held for this subscriber before it overflows */
  subscribe(topic: string, capacity?: number): Subscription<T>;
  /** How many subscribers a topic has now. */
  subscribers(topic: string): number;
}

export interface Bus {
  /** A new channel; the room that owns it keeps it. */
  channel<T>(): Channel<T>;
  /** Ends every subscription of every channel, for shutdown. */
  close(): void;
}

class Queue<T> implements Subscription<T> {
  #items: T[] = [];
  #overflow = false;
  #closed = false;
  #wake: (() => void) | undefined;
  readonly #capacity: number;
  readonly #onClose: (queue: Queue<T>) => void;

  constructor(capacity: number, onClose: (queue: Queue<T>) => void) {
    this.#capacity = capacity;
    this.#onClose = onClose;
  }

  get closed(): boolean {
    return this.#closed;
  }

  push(message: T): void {
    if (this.#closed) return;
    if (this.#items.length >= this.#capacity) {
      this.#items = [];
      this.#overflow = true;
    } else if (!this.#overflow) {
      this.#items.push(message);
    }
    this.#wake?.();
  }

  drain(): T[] {
    const items = this.#items;
    this.#items = [];
    return items;
  }

  takeOverflow(): boolean {
    const overflow = this.#overflow;
    this.#overflow = false;
    return overflow;
  }

  async next(timeoutMs?: number, signal?: AbortSignal): Promise<T | undefined> {
    if (this.#items.length === 0 && !this.#overflow && !this.#closed && !signal?.aborted) {
      await new Promise<void>((resolve) => {
        const finish = () => {
          this.#wake = undefined;
          clearTimeout(timer);
          signal?.removeEventListener("abort", finish);
          resolve();
        };
        const timer = timeoutMs === undefined ? undefined : setTimeout(finish, timeoutMs);
        signal?.addEventListener("abort", finish, { once: true });
        this.#wake = finish;
      });
    }
    return this.#items.shift();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#items = [];
    this.#onClose(this);
    this.#wake?.();
  }
}

function createChannel<T>(): Channel<T> & { close(): void } {
  const topics = new Map<string, Set<Queue<T>>>();
  return {
    publish(topic, message) {
      for (const queue of topics.get(topic) ?? []) queue.push(message);
    },
    subscribe(topic, capacity = 256) {
      const queues = topics.get(topic) ?? new Set();
      topics.set(topic, queues);
      const queue = new Queue<T>(capacity, (closing) => {
        queues.delete(closing);
        if (queues.size === 0 && topics.get(topic) === queues) topics.delete(topic);
      });
      queues.add(queue);
      return queue;
    },
    subscribers: (topic) => topics.get(topic)?.size ?? 0,
    close() {
      for (const queues of [...topics.values()]) for (const queue of [...queues]) queue.close();
    },
  };
}

export function createBus(): Bus {
  const channels: { close(): void }[] = [];
  return {
    channel<T>() {
      const channel = createChannel<T>();
      channels.push(channel);
      return channel;
    },
    close() {
      for (const channel of channels) channel.close();
    },
  };
}
