import { useEffect } from "preact/hooks";
import { type Action, useApp } from "../lib/app.ts";

/** Offers the page's own commands to the palette while the page is shown. */
export function usePageActions(actions: Action[]): void {
  const app = useApp();
  useEffect(() => {
    app.actions.value = actions;
    return () => {
      app.actions.value = [];
    };
  });
}
