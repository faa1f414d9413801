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

/** Stands for an export that its module does not have: a labelled box when rendered, a value that gives way when called. */
export function missingExport(name: string, module: string) {
  const what = name === "default" ? "The default export" : name;
  return missing(name, `${what} is not exported by "${module}".`);
}

/**
 * Stands for something from a module that is not there: a labelled box where a component is wanted, else a value that
 * can be called, read, listed and printed without ending the component that uses it.
 * @param called what the importing file calls it, which tells the two apart
 * @param why the end of a sentence about the module
 */
export function missingModule(name: string, module: string, called: string = name, why?: string) {
  const kind = why ?? (/^[./@~]/.test(module) ? "which is not there" : "which is not part of the preview");
  const message = `${called === "default" ? "This" : called} comes from "${module}", ${kind.startsWith("has ") ? `which ${kind}` : kind}.`;
  return /^[A-Z]/.test(called) || called === "default" ? missingComponent(called, message) : nothing(called, message);
}

function missing(name: string, message: string): unknown {
  // Hooks and helpers are called, components are rendered; a default export may be either.
  return name !== "default" && !/^[A-Z]/.test(name) ? nothing(name, message) : missingComponent(name, message);
}

function missingComponent(name: string, message: string): unknown {
  // biome-ignore lint/correctness/noComponentHookFactories: making components is what it is for
  function Missing({ children }: { children?: ReactNode }) {
    return (
      <div data-vitrine-missing={name} style={boxStyle}>
        {message}
        {children}
      </div>
    );
  }
  const passing = new Set(["Provider", "Consumer", "Root", "Fragment"]);
  // `axios.get(…)`, `Menu.Item`: what is taken from it stands in for itself.
  return new Proxy(Missing, {
    get(target, key) {
      if (key in target || typeof key === "symbol" || asked.has(key)) return Reflect.get(target, key);
      if (passing.has(key)) return Pending;
      return /^[A-Z]/.test(key) ? missingComponent(`${name}.${key}`, message) : nothing(`${name}.${key}`, message);
    },
    construct: () => Object(nothing(name, message)),
  });
}

const told = new Set<string>();

/** A value that stands for nothing: empty as a list, empty as a text, callable, and every member of it is alike. */
function nothing(name: string, message: string, given: unknown[] = []): unknown {
  const tell = () => {
    if (told.has(message) || told.size > 50) return;
    told.add(message);
    console.warn(message);
  };
  const list: unknown[] = [];
  return new Proxy(function standIn() {}, {
    get(_, key) {
      tell();
      if (key === Symbol.toPrimitive) return (hint: string) => (hint === "number" ? 0 : "");
      // `const [value, setValue] = useMissing(key, initial)`
      if (key === Symbol.iterator)
        return function* () {
          if (given.length > 0 || /(^|\.)use[A-Z]/.test(name))
            yield* [given.at(-1) ?? nothing(name, message), () => {}];
        };
      if (key === "toString" || key === "valueOf") return () => "";
      if (key === "toJSON") return () => null;
      if (key === "length" || key === "size") return 0;
      // What a call gives may be awaited; what comes of that may not, or waiting would never end.
      if (key === "then" && name.endsWith("()")) {
        return (resolve?: (value: unknown) => unknown) =>
          Promise.resolve(nothing(name.slice(0, -2), message)).then(resolve);
      }
      if (typeof key === "symbol" || asked.has(key) || key === "nodeType") return undefined;
      if (key in list && !/^(constructor|at|find|pop|shift)$/.test(key)) {
        const member: unknown = Reflect.get(list, key);
        return typeof member === "function" ? member.bind(list) : member;
      }
      return nothing(`${name}.${key}`, message);
    },
    apply(_, _self, args: unknown[]) {
      tell();
      const [first] = args;
      // `formatPrice(12)`: better the bare value than a gap.
      if (formatter.test(name) && (typeof first === "string" || typeof first === "number")) return String(first);
      if (formatter.test(name) && first instanceof Date) return first.toLocaleDateString();
      return nothing(`${name.replace(/\(\)$/, "")}()`, message, /(^|\.)use[A-Z]\w*$/.test(name) ? args : []);
    },
    construct: () => Object(nothing(name, message)),
    has: () => false,
    set: () => true,
  });
}

const formatter = /(^|\.)(format|capitali[sz]e|truncate|humani[sz]e|pluralize|slugify|trim|toTitle)\w*$/;

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
