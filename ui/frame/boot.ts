// First of all: React looks for it when it is loaded.
import "../../src/preview/modules/stand-ins/hot.ts";
import { type Channel, openChannel } from "./channel.ts";
import { captureConsole } from "./console.ts";
import { replaceMissingImages } from "./images.ts";
import { limitMemory } from "./memory.ts";
import { installLocation, interceptNavigation } from "./navigation.ts";
import { drawPicture } from "./picture.ts";
import { createPointer } from "./pointer.ts";
import type { PictureWish } from "./protocol.ts";
import { createRenderer } from "./render.ts";
import { watchUpdates } from "./runaway.ts";
import { installStandIns, OfflineError } from "./stand-ins.ts";

/** Starts the frame. The order matters: everything below is in place before code of the project is loaded. */
function boot(): void {
  const channel = openChannel(window);
  installStandIns(window, channel);
  limitMemory(window, channel);
  captureConsole(channel);
  const location = installLocation(window, channel);
  interceptNavigation(document, location);
  replaceMissingImages(document, channel);
  const pointing = createPointer(document, channel);
  const renderer = createRenderer(document, channel);
  watchUpdates(window, (name) => {
    const text = `${name} updates itself without end and was stopped: it sets state in every render or effect.`;
    channel.send({ type: "console", level: "warn", args: [text], position: null });
    renderer.stop(new Error(text));
  });
  location.report = renderer.reportPart;
  location.openSource = renderer.openSource;

  window.addEventListener("error", (event) => {
    // `redirect()` and `notFound()` in a handler end what runs, as they do in Next, and are no mistake.
    if (/^NEXT_/.test(String(event.error?.digest ?? ""))) return;
    // Without an error it is an element that did not load.
    if (event.error !== undefined && event.error !== null) renderer.reportRuntime(event.error);
    else if (event.message) renderer.reportRuntime(new Error(event.message));
  });
  window.addEventListener("unhandledrejection", (event) => {
    // Code that fetches and forgets about errors is no worse for it where there is a network.
    if (!(event.reason instanceof OfflineError)) renderer.reportRuntime(event.reason);
  });
  reportSize(channel.send);

  channel.onMessage((message) => {
    if (message.type === "ping") channel.send({ type: "pong", id: message.id });
    else if (message.type === "theme") setTheme(message.theme);
    else if (message.type === "go") location.navigate(message.href);
    else if (message.type === "step") location.go?.(message.steps);
    else if (message.type === "picture") void sendPicture(message.id, message, channel);
    else if (message.type === "point") pointing(message.on);
    else void renderer.render(message);
  });
  channel.send({ type: "ready" });
}

async function sendPicture(id: number, wish: PictureWish, { send }: Channel): Promise<void> {
  const drawn = await drawPicture(document, wish).catch(() => undefined);
  const known = (["image/webp", "image/jpeg"] as const).find((type) => type === drawn?.mediaType);
  send({ type: "picture", id, picture: drawn && known ? { mediaType: known, bytes: drawn.bytes } : null });
}

function setTheme(theme: "light" | "dark"): void {
  const root = document.documentElement;
  root.classList.toggle("dark", theme === "dark");
  root.classList.toggle("light", theme === "light");
  root.dataset.theme = theme;
  root.style.colorScheme = theme;
}

function reportSize(send: ReturnType<typeof openChannel>["send"]): void {
  let waiting = false;
  new ResizeObserver(() => {
    if (waiting) return;
    waiting = true;
    // A timer, because animation frames do not come in a hidden tab.
    setTimeout(() => {
      waiting = false;
      const { scrollWidth, scrollHeight } = document.documentElement;
      send({ type: "size", width: scrollWidth, height: scrollHeight });
    }, 50);
  }).observe(document.body);
}

boot();
