import type { FromFrame, ToFrame } from "./protocol.ts";

export interface Channel {
  send(message: FromFrame): void;
  onMessage(listener: (message: ToFrame) => void): void;
}

/** Of what code can write in a loop, this many messages of a kind pass in a second. */
const perSecond = 150;
const limited: ReadonlySet<FromFrame["type"]> = new Set([
  "console",
  "offline",
  "navigate",
  "error",
  "location",
  "choose",
  "open-source",
]);

/**
 * The way to the page around the frame. The nonce comes in the address's fragment, which no server sees.
 * Everything it uses is taken before code of the project runs and may replace it.
 */
export function openChannel(window: Window): Channel {
  const nonce = window.location.hash.slice(1);
  const page = window.parent;
  const post = page.postMessage.bind(page);
  const listeners: ((message: ToFrame) => void)[] = [];
  const sent = new Map<string, { since: number; count: number }>();
  const now = performance.now.bind(performance);

  function isTooMany(type: FromFrame["type"]): boolean {
    if (!limited.has(type)) return false;
    const known = sent.get(type);
    if (!known || now() - known.since > 1000) {
      sent.set(type, { since: now(), count: 1 });
      return false;
    }
    return ++known.count > perSecond;
  }

  window.addEventListener(
    "message",
    (event) => {
      if (event.source !== page || event.data?.vitrine !== nonce) return;
      // Listeners of the project have no business with it.
      event.stopImmediatePropagation();
      for (const listener of listeners) listener(event.data);
    },
    true,
  );
  return {
    // The page's origin cannot be named from here; `frame-ancestors` sees to it that it is ours.
    send: (message) => {
      if (!isTooMany(message.type)) post({ ...message, vitrine: nonce }, "*");
    },
    onMessage: (listener) => void listeners.push(listener),
  };
}
