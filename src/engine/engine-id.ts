import type { EngineStore } from "./engines.ts";
import type { EngineSettings } from "./settings.ts";

/** An id that is not taken, made from the model's name: `qwen3-8b`, `qwen3-8b-2`, … */
export function freeEngineId(store: Pick<EngineStore, "find">, { servedName }: EngineSettings): string {
  const base =
    servedName
      .toLowerCase()
      .replaceAll(/[^a-z0-9._-]+/g, "-")
      .replace(/^[^a-z0-9]+/, "")
      .slice(0, 56) || "engine";
  for (let number = 1; ; number++) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (!store.find(id)) return id;
  }
}
