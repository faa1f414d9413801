import { expect, test } from "bun:test";
import { signal } from "@preact/signals";
import type { Request } from "./request.ts";
import { watchSession } from "./session-watch.ts";
import type { User } from "./types.ts";

const mara: User = { id: "u", email: "mara@example.org", name: "Mara", role: "member" };

/** A page that is shown or hidden, and the streams that it opened. */
function setup() {
  const user = signal<User | null | undefined>(undefined);
  const listeners = new Set<() => void>();
  const document = {
    visibilityState: "visible",
    addEventListener: (_name: string, action: () => void) => listeners.add(action),
    removeEventListener: (_name: string, action: () => void) => listeners.delete(action),
  };
  const streams: { say(event: string): void; signal: AbortSignal | undefined }[] = [];
  const opened: (() => void)[] = [];
  const request: Request = async (_path, options) => {
    let say: (event: string) => void = () => undefined;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        say = (event) => controller.enqueue(new TextEncoder().encode(`event: ${event}\ndata: {}\n\n`));
        options?.signal?.addEventListener("abort", () => controller.error(options.signal?.reason));
      },
    });
    streams.push({ say, signal: options?.signal });
    for (const tell of opened.splice(0)) tell();
    return new Response(body);
  };
  const checks: (() => void)[] = [];
  let checked = 0;
  const session = {
    user,
    ended: signal(false),
    token: async () => null,
    renew: async () => null,
    login: async () => mara,
    signIn: async () => ({ accessToken: "t", expiresIn: 900, user: mara }),
    logout: async () => undefined,
    check: async () => {
      checked++;
      for (const tell of checks.splice(0)) tell();
    },
  };
  // @ts-expect-error a window with what the watch uses
  const stop = watchSession(session, request, { document });
  return {
    user,
    streams,
    stop,
    checked: () => checked,
    opened: () => new Promise<void>((resolve) => opened.push(resolve)),
    asked: () => new Promise<void>((resolve) => checks.push(resolve)),
    show(visible: boolean) {
      document.visibilityState = visible ? "visible" : "hidden";
      for (const action of listeners) action();
    },
    listeners,
  };
}

test("news of the session make the page ask who is signed in", async () => {
  const page = setup();
  expect(page.streams).toHaveLength(0);
  const opened = page.opened();
  page.user.value = mara;
  await opened;
  for (const event of ["person", "ended"]) {
    const asked = page.asked();
    page.streams[0]?.say("open");
    page.streams[0]?.say(event);
    await asked;
  }
  expect(page.checked()).toBe(2);
  page.stop();
});

test("only a page that is looked at holds a stream, and one person has one", async () => {
  const page = setup();
  let opened = page.opened();
  page.user.value = mara;
  await opened;
  page.user.value = { ...mara, name: "Mara Keller" };
  expect(page.streams).toHaveLength(1);
  page.show(false);
  expect(page.streams[0]?.signal?.aborted).toBe(true);
  opened = page.opened();
  page.show(true);
  await opened;
  expect(page.streams).toHaveLength(2);
  page.user.value = null;
  expect(page.streams[1]?.signal?.aborted).toBe(true);
  page.stop();
  expect(page.listeners.size).toBe(0);
});
