import type { Request } from "./request.ts";

/** Small pictures by their address, as `blob:` addresses: an image element cannot send a token. */
export interface Thumbnails {
  /** @returns undefined when the picture cannot be had */
  get(url: string): Promise<string | undefined>;
}

export function createThumbnails(request: Request, capacity = 200): Thumbnails {
  const kept = new Map<string, Promise<string | undefined>>();
  async function load(url: string): Promise<string | undefined> {
    try {
      return URL.createObjectURL(await (await request(url, { headers: { accept: "image/*" } })).blob());
    } catch {
      kept.delete(url);
      return undefined;
    }
  }
  return {
    get(url) {
      const found = kept.get(url) ?? load(url);
      kept.delete(url);
      kept.set(url, found);
      const oldest = kept.entries().next();
      if (kept.size > capacity && !oldest.done) {
        const [first, address] = oldest.value;
        kept.delete(first);
        void address.then((made) => made && URL.revokeObjectURL(made));
      }
      return found;
    },
  };
}
