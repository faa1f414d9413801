import { placeholderSvg } from "../../src/preview/placeholder.ts";
import type { Channel } from "./channel.ts";

/** Draws a placeholder wherever an image cannot be had: remote ones (the preview is offline) and local ones. */
export function replaceMissingImages(document: Document, channel: Channel): void {
  const reported = new Set<string>();
  document.addEventListener(
    "error",
    (event) => {
      const image = event.target;
      if (!(image instanceof HTMLImageElement) || image.dataset.vitrinePlaceholder !== undefined) return;
      const wanted = image.getAttribute("src") ?? "";
      image.dataset.vitrinePlaceholder = wanted.slice(0, 500);
      image.removeAttribute("srcset");
      const { width, height } = wantedSize(image, wanted);
      image.src = `data:image/svg+xml,${encodeURIComponent(placeholderSvg(width, height, image.alt))}`;
      if (/^(https?:)?\/\//.test(wanted) && !reported.has(wanted) && reported.size < 100) {
        reported.add(wanted);
        channel.send({ type: "offline", what: "image", url: wanted.slice(0, 500) });
      }
    },
    true,
  );
}

/** Attributes first, then numbers in the address (`/placeholder.svg?height=200&width=300`), then the box on the page. */
function wantedSize(image: HTMLImageElement, address: string): { width: number; height: number } {
  const asked = (name: string): number =>
    Number(image.getAttribute(name)) || Number(new RegExp(`[?&](?:${name}|${name[0]})=(\\d+)`).exec(address)?.[1]);
  const box = image.getBoundingClientRect();
  const width = asked("width") || box.width || 400;
  return { width, height: asked("height") || box.height || width * 0.66 };
}
