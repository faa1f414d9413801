import type {
  ConsoleLevel,
  Envelope,
  FramePicture,
  FramePosition,
  FromFrame,
  PictureWish,
  PointedElement,
  Theme,
  ToFrame,
} from "../frame/protocol.ts";
import { readFrameMessage } from "../frame/read-message.ts";

export interface FrameBuild {
  js: string;
  css: string;
  modules?: string[];
}

export interface FrameError {
  phase: "load" | "render" | "runtime";
  message: string;
  /** Places in the project's files, innermost first; empty when none is known. */
  stack: FramePosition[];
}

/** It stopped answering, went to another address, or sent more messages than the page could read. */
export type HungReason = "silent" | "navigated" | "flooded";

export interface PreviewFrameOptions {
  theme?: Theme;
  /** The frame's accessible name. */
  title?: string;
  /** The frame's address; another loopback name or port gives it a process of its own in every browser. */
  url?: string;
  onReady?(): void;
  /** A build is on the page. `empty` when it renders nothing at all. */
  onRendered?(info: { id: number; ms: number; empty: boolean }): void;
  /** A partial build could not be shown, and the last good one stays. */
  onKept?(info: { id: number; message: string }): void;
  onError?(error: FrameError & { id: number }): void;
  onConsole?(entry: { level: ConsoleLevel; args: string[]; position: FramePosition | null }): void;
  /** The person clicked a place in the code, for example in the message of a part that failed. */
  onOpenSource?(place: FramePosition): void;
  /** Something that needs a network was asked for and refused. */
  onOffline?(info: { what: string; url: string }): void;
  onNavigate?(info: { href: string; external: boolean }): void;
  onSize?(size: { width: number; height: number }): void;
  /** Where code in the preview is now. */
  onLocation?(at: { href: string; back: boolean; forward: boolean }): void;
  /** One item of a gallery was asked for alone. */
  onChoose?(item: { path: string; component: string }): void;
  /** An element was pointed at, or pointing was given up; the frame has stopped it by then. */
  onPointed?(element: PointedElement | null): void;
  /** The frame misbehaved and was replaced by a fresh one that shows nothing. */
  onHung?(info: { id: number; reason: HungReason }): void;
}

export interface PreviewFrame {
  readonly element: HTMLIFrameElement;
  /** Shows a build as soon as the frame is ready; the latest wins. @returns the id that callbacks will name */
  render(build: FrameBuild, options?: { partial?: boolean }): number;
  setTheme(theme: Theme): void;
  /** Leads code in the preview to an address of its own. */
  go(href: string): void;
  /** Through the addresses that were visited; negative numbers lead back. */
  step(steps: number): void;
  /** Lets a person point at an element, until they did. */
  point(on: boolean): void;
  /** A small picture of what is shown; null when there is none within some seconds. */
  picture(wish: PictureWish): Promise<FramePicture | null>;
  /** Starts the frame afresh and shows the last build again. */
  reload(): void;
  destroy(): void;
}

const pingEveryMs = 1000;
/** How long the frame may stay silent, and how long it may take to load on a slow network. */
const silentMs = 4000;
const loadMs = 30_000;
/** How long after its `load` event a document of ours may take to report itself. */
const bootMs = 1500;
const pictureMs = 10_000;
/** More messages than this in a second come from no honest component; the frame's own channel sends a few hundred. */
const floodPerSecond = 3000;

/** The page's side of the sandboxed preview frame. Put `element` into the page and keep it there, hidden or not. */
export function createPreviewFrame(options: PreviewFrameOptions = {}): PreviewFrame {
  const element = document.createElement("iframe");
  element.title = options.title ?? "Preview";
  // Forms may fire their submit event; the frame's policy lets none of them go anywhere.
  element.setAttribute("sandbox", "allow-scripts allow-forms");
  element.setAttribute("referrerpolicy", "no-referrer");

  let nonce = "";
  let ready = false;
  let loads = 0;
  let boots = 0;
  let repeats = 0;
  let theme: Theme = options.theme ?? "light";
  let nextId = 1;
  let shownId = 0;
  let last: Extract<ToFrame, { type: "render" }> | undefined;
  let waitingSince = performance.now();
  let lastTick = waitingSince;
  let pingId = 0;
  let answered = true;
  let counted = 0;
  let countedSince = 0;
  const pictures = new Map<number, (picture: FramePicture | null) => void>();
  let nextPicture = 1;
  /** The newest build whose outcome the frame told. */
  let settledId = 0;

  function start(): void {
    nonce = crypto.getRandomValues(new Uint32Array(4)).join("");
    ready = false;
    answered = true;
    loads = 0;
    boots = 0;
    waitingSince = performance.now();
    // A different query makes it a new document, where a different fragment would only scroll.
    element.src = `${options.url ?? "/preview/frame"}?${nonce.slice(0, 8)}#${nonce}`;
  }

  /** Takes the frame out and puts it back, which ends whatever ran in it. */
  function restart(): void {
    const { parentNode, nextSibling } = element;
    element.remove();
    start();
    parentNode?.insertBefore(element, nextSibling);
  }

  function send(message: ToFrame): void {
    const envelope: Envelope<ToFrame> = { ...message, vitrine: nonce };
    // An opaque origin has no name that could be given here; the nonce is only known to the frame we started.
    element.contentWindow?.postMessage(envelope, "*");
  }

  /** @param culprit the newest build that can have done it; what was asked for later is shown in the fresh frame */
  function hung(reason: HungReason, culprit = shownId): void {
    const id = culprit;
    if (last && last.id <= culprit) last = undefined;
    restart();
    options.onHung?.({ id, reason });
  }

  function receive(event: MessageEvent): void {
    if (event.source === null || event.source !== element.contentWindow) return;
    const now = performance.now();
    if (now - countedSince > 1000) {
      countedSince = now;
      counted = 0;
    }
    if (++counted > floodPerSecond) {
      counted = 0;
      hung("flooded");
      return;
    }
    const message = readFrameMessage(event.data, nonce);
    if (message) handle(message);
  }

  function handle(message: FromFrame): void {
    switch (message.type) {
      case "ready":
        boots++;
        ready = true;
        answered = true;
        waitingSince = performance.now();
        send({ type: "theme", theme });
        // Code that reloads its own frame would do so for ever.
        if (last && last.id === shownId && ++repeats > 3) last = undefined;
        if (last) show(last);
        options.onReady?.();
        return;
      case "pong":
        if (message.id === pingId) answered = true;
        return;
      case "rendered":
        settledId = message.id;
        options.onRendered?.(message);
        return;
      case "kept":
        settledId = message.id;
        options.onKept?.(message);
        return;
      case "error":
        options.onError?.(message);
        return;
      case "console":
        options.onConsole?.(message);
        return;
      case "open-source": {
        const { path, line, column } = message;
        options.onOpenSource?.({ path, line, column });
        return;
      }
      case "offline":
        options.onOffline?.(message);
        return;
      case "navigate":
        options.onNavigate?.(message);
        return;
      case "size":
        options.onSize?.(message);
        return;
      case "location":
        options.onLocation?.(message);
        return;
      case "choose":
        options.onChoose?.(message);
        return;
      case "pointed":
        options.onPointed?.(message.element);
        return;
      case "picture":
        pictures.get(message.id)?.(message.picture);
        return;
      default:
        message satisfies never;
    }
  }

  function show(message: Extract<ToFrame, { type: "render" }>): void {
    shownId = message.id;
    send(message);
  }

  function tick(): void {
    const now = performance.now();
    // A machine that slept or a throttled tab proves nothing about the frame: count from now.
    if (now - lastTick > 3 * pingEveryMs) waitingSince = now;
    lastTick = now;
    if (!element.isConnected) {
      waitingSince = now;
      return;
    }
    if (!ready) {
      if (now - waitingSince > loadMs) restart();
      return;
    }
    if (answered) {
      answered = false;
      waitingSince = now;
      pingId++;
      send({ type: "ping", id: pingId });
    } else if (now - waitingSince > silentMs) hung("silent");
  }

  function loaded(): void {
    loads++;
    const document = loads;
    const started = nonce;
    // The frame's own document reports itself, also when the element was moved and loads again; another one does not.
    setTimeout(() => {
      if (nonce === started && loads === document && boots < loads) hung("navigated", settledId);
    }, bootMs);
  }

  window.addEventListener("message", receive);
  element.addEventListener("load", loaded);
  const timer = setInterval(tick, pingEveryMs / 2);
  start();

  return {
    element,
    render(build, { partial = false } = {}) {
      const { js, css, modules = [] } = build;
      last = { type: "render", id: nextId++, js, css, modules, partial };
      repeats = 0;
      if (ready) show(last);
      return last.id;
    },
    setTheme(next) {
      theme = next;
      if (ready) send({ type: "theme", theme });
    },
    go: (href) => send({ type: "go", href }),
    step: (steps) => send({ type: "step", steps }),
    point: (on) => send({ type: "point", on }),
    picture(wish) {
      const id = nextPicture++;
      return new Promise((resolve) => {
        const settle = (picture: FramePicture | null) => {
          clearTimeout(timeout);
          pictures.delete(id);
          resolve(picture);
        };
        const timeout = setTimeout(settle, pictureMs, null);
        pictures.set(id, settle);
        send({ type: "picture", id, ...wish });
      });
    },
    reload() {
      repeats = 0;
      restart();
    },
    destroy() {
      clearInterval(timer);
      for (const settle of [...pictures.values()]) settle(null);
      window.removeEventListener("message", receive);
      element.removeEventListener("load", loaded);
      element.remove();
    },
  };
}
