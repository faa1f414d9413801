import type { FramePicture } from "../frame/protocol.ts";
import type { Api, BuildWish } from "./api.ts";
import { createPreviewFrame } from "./preview-frame.ts";
import type { Build } from "./types.ts";
import type { VersionCache } from "./version-cache.ts";

export interface ThumbnailMakerContext {
  api: Api;
  versions: VersionCache;
  fonts(): Promise<Record<string, string>>;
  setTimer(action: () => void, ms: number): unknown;
}

export interface ThumbnailMaker {
  /** Makes a version's picture in the background, once; that it fails is nobody's business. */
  want(versionId: string, wish: Pick<BuildWish, "tailwind">, onMade: (url: string) => void): void;
  dispose(): void;
}

const pictureWidth = 480;
/** What appears when a component is mounted has moved to its place by then. */
const settleMs = 1500;
const giveUpMs = 15_000;

/**
 * Draws versions in a sandboxed frame of their own, always of one size, out of sight and out of reach of keyboard and
 * screen readers, and stores what comes out. The frame is not believed: the picture has to be one, of the right size.
 */
export function createThumbnailMaker(context: ThumbnailMakerContext): ThumbnailMaker {
  const tried = new Set<string>();
  const gone = new AbortController();
  let last: Promise<void> = Promise.resolve();

  async function make(versionId: string, wish: BuildWish, onMade: (url: string) => void): Promise<void> {
    if (gone.signal.aborted) return;
    const build = await context.versions.bundle(versionId, wish);
    if (build.js === "" || gone.signal.aborted) return;
    const drawn = await draw(build, await context.fonts());
    if (drawn === null || gone.signal.aborted || !(await isPicture(drawn))) return;
    onMade(await context.api.versions.saveThumbnail(versionId, new Uint8Array(drawn.bytes)));
  }

  function draw(build: Build, fonts: Record<string, string>): Promise<FramePicture | null> {
    const holder = document.createElement("div");
    holder.className = "offstage";
    holder.inert = true;
    // Closed, so that whoever looks for the preview's frame finds the one on show.
    const root = holder.attachShadow({ mode: "closed" });
    return new Promise((resolve) => {
      let settled = false;
      const finish = (picture: FramePicture | null) => {
        if (settled) return;
        settled = true;
        gone.signal.removeEventListener("abort", giveUp);
        frame.destroy();
        holder.remove();
        resolve(picture);
      };
      const giveUp = () => finish(null);
      const frame = createPreviewFrame({
        title: "Picture of the component",
        // Whatever waits for something is still empty at this moment.
        onRendered: () =>
          context.setTimer(() => settled || void frame.picture({ width: pictureWidth, fonts }).then(finish), settleMs),
        onError: giveUp,
        onHung: giveUp,
      });
      frame.element.tabIndex = -1;
      frame.element.style.cssText = "width: 1280px; height: 800px; border: 0";
      root.append(frame.element);
      document.body.append(holder);
      frame.render(build);
      context.setTimer(giveUp, giveUpMs);
      gone.signal.addEventListener("abort", giveUp);
    });
  }

  return {
    want(versionId, wish, onMade) {
      if (tried.has(versionId)) return;
      tried.add(versionId);
      last = last.then(() => make(versionId, wish, onMade)).catch(() => undefined);
    },
    dispose: () => gone.abort(),
  };
}

/** Whether the browser itself can read it, in the size that was asked for. */
async function isPicture({ mediaType, bytes }: FramePicture): Promise<boolean> {
  const image = await createImageBitmap(new Blob([bytes], { type: mediaType })).catch(() => null);
  const right = image !== null && image.width === pictureWidth && image.height > 0 && image.height <= 2 * pictureWidth;
  image?.close();
  return right;
}
