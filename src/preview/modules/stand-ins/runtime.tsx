import type { ReactNode, SVGProps } from "react";

/**
 * What the builder puts in place of things that are not there, so that one wrong name never blanks the whole page.
 */
export function missingIcon(name: string) {
  // biome-ignore lint/correctness/noComponentHookFactories: making components is what it is for
  return function MissingIcon({ className, size = 24 }: SVGProps<SVGSVGElement> & { size?: number | string }) {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth={2}
        strokeDasharray="3 3"
        className={className}
        role="img"
        aria-label={`Missing icon ${name}`}
        data-vitrine-missing={name}
      >
        <title>{`There is no icon called ${name}`}</title>
        <rect x="3" y="3" width="18" height="18" rx="4" />
      </svg>
    );
  };
}

/** Stands for an export that its module does not have: a labelled box when rendered, a clear error when called. */
export function missingExport(name: string, module: string) {
  const what = name === "default" ? "The default export" : name;
  return missing(name, `${what} is not exported by "${module}".`);
}

/** Stands for something from a module that is not there. */
export function missingModule(name: string, module: string) {
  const kind = /^[./@~]/.test(module) ? "is not there" : "is not part of the preview";
  return missing(name, `${name === "default" ? "This" : name} comes from "${module}", which ${kind}.`);
}

function missing(name: string, message: string): unknown {
  const fail = (): never => {
    throw new Error(message);
  };
  // Hooks and helpers are called, components are rendered; a default export may be either.
  if (name !== "default" && !/^[A-Z]/.test(name)) return fail;
  // biome-ignore lint/correctness/noComponentHookFactories: making components is what it is for
  const Missing = ({ children }: { children?: ReactNode }) => (
    <div data-vitrine-missing={name} style={boxStyle}>
      {message}
      {children}
    </div>
  );
  // `axios.get(…)`, `Menu.Item`: whatever is taken from it says so when it is used.
  return new Proxy(Missing, {
    get: (target, key) =>
      key in target || typeof key === "symbol" || asked.has(key)
        ? Reflect.get(target, key)
        : missing("member", message),
  });
}

/** What React itself looks for on a component. */
const asked = new Set(
  "$$typeof defaultProps propTypes contextType contextTypes childContextTypes displayName getDerivedStateFromProps getDerivedStateFromError prototype then".split(
    " ",
  ),
);

/** Stands for a component whose code has not arrived yet. */
export function Pending({ children }: { children?: ReactNode }) {
  return <>{children}</>;
}

const boxStyle = {
  border: "1px dashed currentColor",
  borderRadius: 6,
  padding: "6px 10px",
  margin: 2,
  fontSize: 12,
  opacity: 0.75,
};

let started = 0;
let turns = 0;
let ended = Number.NEGATIVE_INFINITY;

/**
 * Called on every turn of a loop: ends one that has kept the page busy for more than a second. React renders again what
 * threw, several times; the same loop is then ended at once.
 */
export function loopGuard(): void {
  turns++;
  if ((turns & 1023) !== 0) return;
  const now = performance.now();
  if (started === 0) {
    started = now;
    setTimeout(() => {
      started = 0;
    }, 0);
  } else if (now - started > (now - ended < 5000 ? 20 : 1000)) {
    started = 0;
    ended = now;
    throw new Error("A loop ran for more than a second and was stopped.");
  }
}
