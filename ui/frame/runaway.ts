/** So many updates of the page in a second, and for so many seconds, make no animation: a screen draws far fewer. */
const perSecond = 400;
const seconds = 2;

interface Hook {
  onCommitFiberRoot?(...args: unknown[]): unknown;
}

/**
 * Notices a component that sets state in every effect: each update is over in a moment, so neither React nor the page
 * sees that it never ends.
 * @param stop is told the name of the component that asked for the updates
 */
export function watchUpdates(window: Window, stop: (name: string) => void): void {
  const hook: Hook | undefined = Reflect.get(window, "__REACT_DEVTOOLS_GLOBAL_HOOK__");
  const next = hook?.onCommitFiberRoot;
  if (!hook || !next) return;
  const now = performance.now.bind(performance);
  let since = 0;
  let count = 0;
  let busy = 0;
  hook.onCommitFiberRoot = (...args) => {
    const at = now();
    if (at - since > 1000) {
      busy = count > perSecond && at - since < 2000 ? busy + 1 : 0;
      since = at;
      count = 0;
      if (busy >= seconds) {
        busy = 0;
        const name = updaterOf(args[1]);
        // Not from within React's own work.
        setTimeout(() => stop(name), 0);
      }
    }
    count++;
    return next(...args);
  };
}

/** The component whose state was set; React lists them for its own tools. */
function updaterOf(root: unknown): string {
  const updaters: unknown = typeof root === "object" && root !== null && Reflect.get(root, "memoizedUpdaters");
  for (const fiber of updaters instanceof Set ? updaters : []) {
    const type: unknown = Reflect.get(fiber, "type");
    if (typeof type !== "function") continue;
    const shown: unknown = Reflect.get(type, "displayName");
    return typeof shown === "string" ? shown : type.name || "A component";
  }
  return "A component";
}
