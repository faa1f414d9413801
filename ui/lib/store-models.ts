import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Api } from "./api.ts";
import type { Store } from "./storage.ts";
import type { ModelInfo } from "./types.ts";

export interface ModelStore {
  items: Signal<ModelInfo[] | null>;
  /** What the person picked; `auto` leaves the choice to the server. */
  picked: Signal<string>;
  /** The model that would answer now. */
  active: ReadonlySignal<ModelInfo | null>;
  load(): Promise<void>;
  pick(id: string): void;
  /** The name of a model id as people know it. */
  label(id: string | null | undefined): string;
}

/** The page says in its own words that the built-in engine is no language model; the label need not say it again. */
function shortLabel(model: ModelInfo): string {
  return model.builtin ? model.label.replace(/\s*\([^)]*\)$/u, "") : model.label;
}

export function createModelStore(api: Api, store: Store): ModelStore {
  const items = signal<ModelInfo[] | null>(null);
  const standard = signal<string | null>(null);
  const picked = signal(store.get("model") ?? "auto");
  const find = (id: string | null | undefined) => items.value?.find((model) => model.id === id) ?? null;
  return {
    items,
    picked,
    active: computed(() => find(picked.value) ?? find(standard.value) ?? items.value?.[0] ?? null),
    async load() {
      const list = await api.models();
      items.value = list.items.map((model) => ({ ...model, label: shortLabel(model) }));
      standard.value = list.default;
      if (picked.value !== "auto" && !find(picked.value)) picked.value = "auto";
    },
    pick(id) {
      picked.value = id;
      store.set("model", id);
    },
    label: (id) => find(id)?.label ?? id?.split("/").slice(1).join("/") ?? "Assistant",
  };
}
