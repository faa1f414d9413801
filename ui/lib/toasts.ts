import { type Signal, signal } from "@preact/signals";

export interface Toast {
  id: number;
  kind: "info" | "ok" | "bad";
  text: string;
  action?: { label: string; run(): void };
}

export interface Toasts {
  items: Signal<Toast[]>;
  show(text: string, kind?: Toast["kind"], action?: Toast["action"]): void;
  dismiss(id: number): void;
}

/** Bad news and offers stay longer than good news. */
export function createToasts(setTimer: (action: () => void, ms: number) => unknown): Toasts {
  const items = signal<Toast[]>([]);
  let next = 1;
  const dismiss = (id: number) => {
    items.value = items.value.filter((toast) => toast.id !== id);
  };
  return {
    items,
    dismiss,
    show(text, kind = "info", action) {
      const id = next++;
      items.value = [...items.value.slice(-2), { id, kind, text, ...(action ? { action } : {}) }];
      setTimer(() => dismiss(id), kind === "bad" || action ? 8000 : 4000);
    },
  };
}
