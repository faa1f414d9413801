import type { FromFrame, ToFrame } from "./protocol.ts";

export interface Channel {
  send(message: FromFrame): void;
  onMessage(listener: (message: ToFrame) => void): void;
}

/**
 * The way to the page around the frame. The nonce comes in the address's fragment, which no server sees.
 * Everything it uses is taken before code of the project runs and may replace it.
 */
export function openChannel(window: Window): Channel {
  const nonce = window.location.hash.slice(1);
  const page = window.parent;
  const post = page.postMessage.bind(page);
  const listeners: ((message: ToFrame) => void)[] = [];
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
    send: (message) => post({ ...message, vitrine: nonce }, "*"),
    onMessage: (listener) => void listeners.push(listener),
  };
}
