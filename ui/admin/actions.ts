import { useState } from "preact/hooks";
import { useApp } from "../lib/app.ts";
import { messageOf } from "../lib/problem.ts";

export interface Actions {
  /** The key of the action that runs. */
  busy: string | null;
  /** Runs it once at a time, says what went wrong, and answers whether it went well. */
  act(key: string, action: () => Promise<unknown>, done?: string): Promise<boolean>;
}

export function useActions(): Actions {
  const app = useApp();
  const [busy, setBusy] = useState<string | null>(null);
  async function act(key: string, action: () => Promise<unknown>, done?: string): Promise<boolean> {
    if (busy !== null) return false;
    setBusy(key);
    try {
      await action();
      if (done) app.toasts.show(done, "ok");
      return true;
    } catch (error) {
      app.toasts.show(messageOf(error), "bad");
      return false;
    } finally {
      setBusy(null);
    }
  }
  return { busy, act };
}
