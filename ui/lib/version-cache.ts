import type { Api } from "./api.ts";
import type { Build, SourceFile } from "./types.ts";

/** Files and builds of versions, which never change once made; the oldest unused ones are forgotten. */
export interface VersionCache {
  /** @throws ApiError, NetworkError */
  files(id: string): Promise<SourceFile[]>;
  bundle(id: string): Promise<Build>;
}

export function createVersionCache(api: Api, capacity = 24): VersionCache {
  const files = memory(capacity, async (id: string) => (await api.versions.get(id)).files);
  const bundles = memory(capacity, (id: string) => api.versions.bundle(id));
  return { files, bundle: bundles };
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
