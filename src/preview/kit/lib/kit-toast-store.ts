import * as React from "react";
import type { ToastActionElement, ToastProps } from "@/components/ui/toast";
import { lateToaster } from "@/lib/kit-late-toaster";

/** Only the newest toast is shown. */
const limit = 1;
/** Milliseconds between closing and removal, so that the closing animation can end. */
const removeAfter = 1000;

type ToasterToast = Omit<ToastProps, "id" | "title"> & {
  id: string;
  title?: React.ReactNode;
  description?: React.ReactNode;
  action?: ToastActionElement;
};

type ToastInput = Omit<ToasterToast, "id">;

/** `toast()` must work from any module, so the list of toasts lives outside React. */
const store = {
  toasts: [] as readonly ToasterToast[],
  listeners: new Set<() => void>(),
  next: 0,
  set(toasts: readonly ToasterToast[]) {
    store.toasts = toasts;
    for (const listener of store.listeners) listener();
  },
};

function subscribe(listener: () => void): () => void {
  store.listeners.add(listener);
  return () => store.listeners.delete(listener);
}

function patch(id: string, changes: Partial<ToasterToast>): void {
  store.set(store.toasts.map((item) => (item.id === id ? { ...item, ...changes } : item)));
}

/** Closes one toast, or all of them. */
function dismiss(id?: string): void {
  const closing = new Set(id === undefined ? store.toasts.map((item) => item.id) : [id]);
  store.set(store.toasts.map((item) => (closing.has(item.id) ? { ...item, open: false } : item)));
  setTimeout(() => store.set(store.toasts.filter((item) => !closing.has(item.id))), removeAfter);
}

const late = lateToaster(async () => (await import("@/lib/kit-toast-list")).ToastList);

/** For the Toaster that a project mounts. */
export const useCountedToaster = late.useCounted;

/** Shows a toast wherever a Toaster is mounted, or in one of its own. */
export function toast(input: ToastInput) {
  store.next += 1;
  const id = String(store.next);
  const shown: ToasterToast = {
    ...input,
    id,
    open: true,
    onOpenChange: (open) => {
      input.onOpenChange?.(open);
      if (!open) dismiss(id);
    },
  };
  store.set([shown, ...store.toasts].slice(0, limit));
  late.ensure();
  return { id, dismiss: () => dismiss(id), update: (changes: Partial<ToasterToast>) => patch(id, changes) };
}

/** The toasts on show, with the means to add and close them. */
export function useToast() {
  const toasts = React.useSyncExternalStore(
    subscribe,
    () => store.toasts,
    () => store.toasts,
  );
  return { toasts, toast, dismiss };
}
