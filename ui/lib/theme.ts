import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Store } from "./storage.ts";

export type ThemeChoice = "light" | "dark" | "system";

export interface Theme {
  choice: Signal<ThemeChoice>;
  /** What is on the screen. */
  actual: ReadonlySignal<"light" | "dark">;
  set(choice: ThemeChoice): void;
}

/** The key that styles/theme-boot.ts also reads, before the first paint. */
export const themeKey = "theme";

export function createTheme(store: Store, view: Window): Theme {
  const stored = store.get(themeKey);
  const choice = signal<ThemeChoice>(stored === "light" || stored === "dark" ? stored : "system");
  const query = view.matchMedia("(prefers-color-scheme: dark)");
  const systemDark = signal(query.matches);
  query.addEventListener("change", () => {
    systemDark.value = query.matches;
  });
  const actual = computed(() => {
    if (choice.value === "system") return systemDark.value ? "dark" : "light";
    return choice.value;
  });
  actual.subscribe((value) => {
    view.document.documentElement.dataset.theme = value;
  });
  return {
    choice,
    actual,
    set(value) {
      choice.value = value;
      if (value === "system") store.remove(themeKey);
      else store.set(themeKey, value);
    },
  };
}
