import type { Channel } from "./channel.ts";

/** Why something was not sent. It has been told to the page by the time it is thrown. */
export class OfflineError extends TypeError {}

/**
 * Replaces what an opaque origin refuses, what would reach out, and what would stop the page, by things that behave as
 * code expects and say what happened. Runs before any code of the project.
 */
export function installStandIns(window: Window & typeof globalThis, channel: Channel): void {
  define(window, "localStorage", memoryStorage());
  define(window, "sessionStorage", memoryStorage());
  cookieJar(window.document);
  dialogs(window, channel);
  noNetwork(window, channel);
  noPeers(window);
  // Code that also runs on a server looks for it without asking; settings by name are empty at build time.
  define(window, "process", { env: {}, argv: [], platform: "browser", version: "", versions: {}, cwd: () => "/" });
  define(window, "global", window);
}

function define(target: object, name: string, value: unknown): void {
  try {
    Object.defineProperty(target, name, { value, configurable: true, writable: true, enumerable: true });
  } catch {
    // A browser that does not allow it keeps its own, which throws in an opaque origin.
  }
}

function memoryStorage(): Storage {
  const items = new Map<string, string>();
  const methods = {
    getItem: (key: string) => items.get(String(key)) ?? null,
    setItem: (key: string, value: string) => void items.set(String(key), String(value)),
    removeItem: (key: string) => void items.delete(String(key)),
    clear: () => items.clear(),
    key: (index: number) => [...items.keys()][index] ?? null,
    get length() {
      return items.size;
    },
  };
  // Storage also answers to plain properties: `localStorage.theme = "dark"`.
  return new Proxy(methods, {
    get: (target, name) => (name in target ? Reflect.get(target, name) : items.get(String(name))),
    set: (_, name, value) => {
      items.set(String(name), String(value));
      return true;
    },
    deleteProperty: (_, name) => {
      items.delete(String(name));
      return true;
    },
    ownKeys: () => [...items.keys()],
    getOwnPropertyDescriptor: (_, name) =>
      items.has(String(name))
        ? { value: items.get(String(name)), configurable: true, enumerable: true, writable: true }
        : undefined,
  });
}

function cookieJar(document: Document): void {
  const jar = new Map<string, string>();
  try {
    Object.defineProperty(document, "cookie", {
      configurable: true,
      get: () => [...jar].map(([name, value]) => `${name}=${value}`).join("; "),
      set(text: string) {
        const [pair = "", ...attributes] = String(text).split(";");
        const [name = "", ...value] = pair.split("=");
        const gone = attributes.some(
          (part) => /^\s*max-age\s*=\s*(0|-)/i.test(part) || /^\s*expires=.*1970/i.test(part),
        );
        if (gone) jar.delete(name.trim());
        else jar.set(name.trim(), value.join("=").trim());
      },
    });
  } catch {
    // As above.
  }
}

function dialogs(window: Window, channel: Channel): void {
  const note = (text: string) => channel.send({ type: "console", level: "info", args: [text], position: null });
  define(window, "alert", (message?: unknown) => note(`alert: ${String(message ?? "")}`));
  define(window, "confirm", (message?: unknown) => {
    note(`confirm: ${String(message ?? "")} (answered with yes)`);
    return true;
  });
  define(window, "prompt", (message?: unknown, preset?: unknown) => {
    note(`prompt: ${String(message ?? "")} (answered with the default)`);
    return preset === undefined ? "" : String(preset);
  });
  define(window, "print", () => note("print: there is no printing from the preview"));
  define(window, "open", (url?: unknown) => {
    channel.send({ type: "navigate", href: String(url ?? ""), external: true });
    return null;
  });
}

function noNetwork(window: Window, channel: Channel): void {
  const refuse = (what: string, url: unknown): Error => {
    const address = String(url ?? "").slice(0, 500);
    channel.send({ type: "offline", what, url: address });
    return new OfflineError(`The preview is offline: ${what} ${address} was not sent.`);
  };
  define(window, "fetch", (input: unknown) => {
    const url = typeof Request !== "undefined" && input instanceof Request ? input.url : input;
    return Promise.reject(refuse("fetch", url));
  });
  define(window, "XMLHttpRequest", offlineRequest(refuse));
  for (const name of ["WebSocket", "EventSource"]) define(window, name, offlineStream(name, refuse));
  define(window.navigator, "sendBeacon", (url: unknown) => {
    refuse("sendBeacon", url);
    return false;
  });
  define(window, "WebTransport", undefined);
}

function offlineRequest(refuse: (what: string, url: unknown) => Error) {
  return class OfflineRequest extends EventTarget {
    readyState = 0;
    status = 0;
    statusText = "";
    response: unknown = null;
    responseText = "";
    responseType = "";
    timeout = 0;
    withCredentials = false;
    upload = new EventTarget();
    onerror: ((event: Event) => void) | null = null;
    onloadend: ((event: Event) => void) | null = null;
    onreadystatechange: ((event: Event) => void) | null = null;
    #url: unknown = "";

    open(_method: string, url: unknown): void {
      this.#url = url;
      this.readyState = 1;
    }

    send(): void {
      refuse("XMLHttpRequest", this.#url);
      setTimeout(() => {
        this.readyState = 4;
        const handlers = { readystatechange: this.onreadystatechange, error: this.onerror, loadend: this.onloadend };
        for (const [type, handler] of Object.entries(handlers)) {
          const event = new Event(type);
          handler?.call(this, event);
          this.dispatchEvent(event);
        }
      }, 0);
    }

    abort(): void {}
    setRequestHeader(): void {}
    overrideMimeType(): void {}
    getResponseHeader(): null {
      return null;
    }
    getAllResponseHeaders(): string {
      return "";
    }
  };
}

function offlineStream(name: string, refuse: (what: string, url: unknown) => Error) {
  return class OfflineStream extends EventTarget {
    static readonly CONNECTING = 0;
    static readonly OPEN = 1;
    static readonly CLOSING = 2;
    static readonly CLOSED = 3;
    readyState = 0;
    readonly url: string;
    onopen: unknown = null;
    onmessage: unknown = null;
    onerror: ((event: Event) => void) | null = null;
    onclose: ((event: Event) => void) | null = null;

    constructor(url: unknown) {
      super();
      this.url = String(url);
      refuse(name, url);
      setTimeout(() => {
        this.readyState = 3;
        for (const type of ["error", "close"] as const) {
          const event = new Event(type);
          (type === "error" ? this.onerror : this.onclose)?.call(this, event);
          this.dispatchEvent(event);
        }
      }, 0);
    }

    send(): void {}
    close(): void {
      this.readyState = 3;
    }
  };
}

/** No policy keeps a peer connection from reaching out, so there is none. */
function noPeers(window: Window): void {
  const names = [
    "RTCPeerConnection",
    "webkitRTCPeerConnection",
    "mozRTCPeerConnection",
    "RTCDataChannel",
    "RTCIceTransport",
  ];
  for (const name of names) {
    Reflect.deleteProperty(window, name);
    define(window, name, undefined);
  }
}
