import { type Signal, signal } from "@preact/signals";

export interface Connection {
  /** False while the server does not answer. */
  online: Signal<boolean>;
  /** Told by every request whether an answer came. */
  reached(answered: boolean): void;
  /** Runs each time the server answers again; returns a way to stop. */
  onBack(action: () => void): () => void;
}

export interface ConnectionContext {
  /** Resolves to true when the server answers at all. */
  probe(): Promise<boolean>;
  wait(ms: number): Promise<void>;
}

/** Notices that the server is gone, knocks with growing pauses (1 to 8 s), and says when it is back. */
export function createConnection(context: ConnectionContext): Connection {
  const online = signal(true);
  const actions = new Set<() => void>();
  let knocking = false;

  async function knock(): Promise<void> {
    if (knocking) return;
    knocking = true;
    try {
      for (let delay = 1000; !online.value; delay = Math.min(8000, delay * 2)) {
        await context.wait(delay);
        if (online.value || (await context.probe())) back();
      }
    } finally {
      knocking = false;
    }
  }

  function back(): void {
    if (online.value) return;
    online.value = true;
    for (const action of actions) action();
  }

  return {
    online,
    reached(answered) {
      if (answered) back();
      else if (online.value) {
        online.value = false;
        void knock();
      }
    },
    onBack(action) {
      actions.add(action);
      return () => actions.delete(action);
    },
  };
}
