import { type Signal, signal } from "@preact/signals";

/** One life of the server process. */
export interface ServerRun {
  version: string;
  startedAt: string;
}

export interface Connection {
  /** False while the server does not answer. */
  online: Signal<boolean>;
  /** The server's version, once it is another than the page began with. */
  updatedTo: Signal<string | null>;
  /** Told by every request whether an answer came. */
  reached(answered: boolean): void;
  /** Asks the server whether it is there, and whether it is the one that was there before. */
  check(): Promise<void>;
  /** Runs each time the server answers again, also after it was started anew; returns a way to stop. */
  onBack(action: () => void): () => void;
}

export interface ConnectionContext {
  /** The run of the server that answers; null when none does. It never rejects. */
  probe(): Promise<ServerRun | null>;
  wait(ms: number): Promise<void>;
}

/** Notices that the server is gone, knocks with growing pauses (1 to 8 s), and says when it is back. */
export function createConnection(context: ConnectionContext): Connection {
  const online = signal(true);
  const actions = new Set<() => void>();
  let knocking = false;
  const updatedTo = signal<string | null>(null);
  let first: ServerRun | undefined;
  let known: ServerRun | undefined;
  let checking: Promise<void> | undefined;

  async function knock(): Promise<void> {
    if (knocking) return;
    knocking = true;
    try {
      for (let delay = 1000; !online.value; delay = Math.min(8000, delay * 2)) {
        await context.wait(delay);
        if (!online.value) await check();
      }
    } finally {
      knocking = false;
    }
  }

  async function ask(): Promise<void> {
    const run = await context.probe();
    if (run === null) return lost();
    const anew = known !== undefined && known.startedAt !== run.startedAt;
    known = run;
    first ??= run;
    updatedTo.value = run.version === first.version ? null : run.version;
    if (!online.value) back();
    else if (anew) tell();
  }

  function check(): Promise<void> {
    checking ??= ask().finally(() => {
      checking = undefined;
    });
    return checking;
  }

  function tell(): void {
    for (const action of actions) action();
  }

  function back(): void {
    if (online.value) return;
    online.value = true;
    tell();
  }

  function lost(): void {
    if (!online.value) return;
    online.value = false;
    void knock();
  }

  return {
    online,
    updatedTo,
    check,
    reached(answered) {
      if (answered) back();
      else lost();
    },
    onBack(action) {
      actions.add(action);
      return () => actions.delete(action);
    },
  };
}
