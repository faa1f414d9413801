import { copyDocument } from "./picture-copy.ts";
import type { PictureWish } from "./protocol.ts";

export interface DrawnPicture {
  mediaType: string;
  bytes: ArrayBuffer;
}

const mostCharacters = 8 * 1024 * 1024;
/** What a thumbnail may weigh; the first quality that keeps to it is taken. */
const fittingBytes = 30 * 1024;
const qualities = [0.8, 0.65, 0.5, 0.35, 0.2];

/**
 * Draws what the frame shows, as it would look in a window of its own size. The document is copied into an SVG that a
 * canvas can draw: everything in it is inline, so that the canvas stays readable.
 * @returns undefined when there is nothing or too much to draw, or the browser does not let it be read
 */
export async function drawPicture(document: Document, wish: PictureWish): Promise<DrawnPicture | undefined> {
  const { width, fonts } = wish;
  const frame = { width: document.documentElement.clientWidth, height: window.innerHeight };
  const empty = document.querySelector("#root :not(template)") === null;
  if (empty || frame.width === 0 || frame.height === 0) return undefined;
  const svg = copyDocument(document, frame, fonts);
  if (svg === undefined || svg.length > mostCharacters) return undefined;
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const height = Math.round((width * frame.height) / frame.width);
  const canvas = scaled(image, width, height);
  return canvas ? await encoded(canvas) : undefined;
}

/** Through twice the size, which keeps small text softer than one step does. */
function scaled(image: HTMLImageElement, width: number, height: number): HTMLCanvasElement | undefined {
  const large = canvasOf(image, 2 * width, 2 * height);
  return large && canvasOf(large, width, height);
}

function canvasOf(source: CanvasImageSource, width: number, height: number): HTMLCanvasElement | undefined {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (!context) return undefined;
  context.imageSmoothingQuality = "high";
  context.drawImage(source, 0, 0, width, height);
  return canvas;
}

async function encoded(canvas: HTMLCanvasElement): Promise<DrawnPicture | undefined> {
  let smallest: Blob | undefined;
  for (const quality of qualities) {
    const blob = (await blobOf(canvas, "image/webp", quality)) ?? (await blobOf(canvas, "image/jpeg", quality));
    if (!blob) return undefined;
    smallest = blob;
    if (blob.size <= fittingBytes) break;
  }
  return smallest && { mediaType: smallest.type, bytes: await smallest.arrayBuffer() };
}

/** A browser that cannot write the asked type writes PNG instead, which would be too large. */
const blobOf = (canvas: HTMLCanvasElement, type: string, quality: number): Promise<Blob | undefined> =>
  new Promise((resolve) => canvas.toBlob((blob) => resolve(blob?.type === type ? blob : undefined), type, quality));
