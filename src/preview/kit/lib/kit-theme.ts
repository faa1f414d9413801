import { useTheme } from "next-themes";
import * as React from "react";

function watchRootClass(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ["class"] });
  return () => observer.disconnect();
}

function rootTheme(): "light" | "dark" {
  return document.documentElement.classList.contains("dark") ? "dark" : "light";
}

/** The theme in force: what a next-themes provider resolved, else what the root element's class says. */
export function useResolvedTheme(): "light" | "dark" {
  const { resolvedTheme } = useTheme();
  const root = React.useSyncExternalStore(watchRootClass, rootTheme, () => "light" as const);
  return resolvedTheme === "dark" || resolvedTheme === "light" ? resolvedTheme : root;
}
