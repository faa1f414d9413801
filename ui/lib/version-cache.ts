import type { Api, BuildWish } from "./api.ts";
import type { Build, SourceFile } from "./types.ts";

/** Files and builds of versions, which never change once made; the oldest unused ones are forgotten. */
export interface VersionCache {
  /** @throws ApiError, NetworkError */
  files(id: string): Promise<SourceFile[]>;
  /** @param wish what of it to show, and the version of Tailwind that the project asks for now */
  bundle(id: string, wish: BuildWish): Promise<Build>;
}

export function createVersionCache(api: Api, capacity = 24): VersionCache {
  const files = memory(capacity, async (id: string) => (await api.versions.get(id)).files);
  const bundles = memory(capacity, (key: string) => {
    const [id = "", entry, component]: (string | null)[] = JSON.parse(key);
    return api.versions.bundle(id ?? "", { ...(entry ? { entry } : {}), ...(component ? { component } : {}) });
  });
  return {
    files,
    bundle: (id, { entry, component, tailwind }) =>
      bundles(JSON.stringify([id, entry ?? null, component ?? null, tailwind ?? null])),
  };
}

function memory<T>(capacity: number, load: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const kept = new Map<string, Promise<T>>();
  return (id) => {
    const found = kept.get(id);
    if (found) {
      kept.delete(id);
      kept.set(id, found);
      return found;
    }
    const promise = load(id);
    kept.set(id, promise);
    promise.catch(() => kept.delete(id));
    const oldest = kept.keys().next();
    if (kept.size > capacity && !oldest.done) kept.delete(oldest.value);
    return promise;
  };
}
