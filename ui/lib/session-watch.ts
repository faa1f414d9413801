import { computed, effect, signal } from "@preact/signals";
import { followEvents } from "./live-events.ts";
import type { Request } from "./request.ts";
import type { Session } from "./session.ts";

/**
 * Lets an open page learn at once that its session ended elsewhere, or that its person has another name or role.
 * Only a page that is looked at holds the stream: a browser opens six connections to one server and no more, and many
 * tabs in the background would use them up. One that is shown again asks by opening it.
 */
export function watchSession(session: Session, request: Request, view: Window): () => void {
  const shown = signal(view.document.visibilityState === "visible");
  const look = () => {
    shown.value = view.document.visibilityState === "visible";
  };
  view.document.addEventListener("visibilitychange", look);
  const person = computed(() => (shown.value ? session.user.value?.id : undefined));
  const stop = effect(() => {
    if (person.value === undefined) return;
    const end = new AbortController();
    const check = () => void session.check().catch(() => undefined);
    followEvents(request, {
      url: "/api/auth/events",
      signal: end.signal,
      onEvent: ({ event }) => event !== "open" && check(),
    }).catch(() => undefined);
    return () => end.abort();
  });
  return () => {
    stop();
    view.document.removeEventListener("visibilitychange", look);
  };
}
