import * as runtime from "react-refresh/runtime";

/**
 * What is kept from one build to the next: the state of components whose hooks stayed the same (React Fast Refresh), the
 * instances of files that did not change, and contexts. React looks for the runtime when it is loaded, so this module is
 * the first that the frame runs.
 */
// When the modules are made it is only read for its names.
if (typeof window !== "undefined") runtime.injectIntoGlobalHook(window);

interface Instance {
  key: string;
  /** The bundle that it was evaluated in; its stack lines name it. */
  url: string;
  exports: object;
}

/** More files than a project may have. */
const mostInstances = 1200;

const names = new WeakMap<object, string>();
const contexts = new Map<string, { create: unknown; made: unknown }>();
const shared = new Map<string, unknown>();
const instances = new Map<string, Instance>();
/** Of the build that is being loaded: nothing counts before all of it has run. */
let staged = new Map<string, Instance>();
let registered: [part: object, name: string][] = [];
let first = new Map<string, () => void>();

const isPart = (value: unknown): value is object =>
  typeof value === "function" || (typeof value === "object" && value !== null && "$$typeof" in value);

/** Notes a component under a name that it has in every build. */
export function register(part: unknown, name: string): void {
  if (!isPart(part) || names.has(part)) return;
  names.set(part, name);
  registered.push([part, name]);
}

/** The name that a component is known by, or undefined. */
export const nameOf = (part: object): string | undefined => names.get(part);

/** Marks the hooks of a component, so that others in their place begin afresh. */
export const signature = runtime.createSignatureFunctionForTransform;

/**
 * Whether a file keeps the instance that it has; `restore` is then given what that instance exports.
 * @param key differs when the file or anything that it imports does; empty for a file that has to run every time
 */
export function kept(path: string, key: string, url: string, exports: object, restore: (old: object) => void): boolean {
  const known = instances.get(path);
  if (!known || key === "" || known.key !== key) {
    staged.set(path, { key, url, exports });
    return false;
  }
  restore(known.exports);
  return true;
}

/** `createContext` that gives the context of this name again, with a new default. */
export function context(name: string, create: (value: unknown) => unknown): (value: unknown) => unknown {
  return (value) => {
    const known = contexts.get(name);
    if (known?.create !== create) {
      const made = create(value);
      contexts.set(name, { create, made });
      return made;
    }
    const { made } = known;
    // What React reads where no provider is above; there is no other way to change it.
    if (typeof made === "object" && made !== null && "_currentValue" in made) made._currentValue = value;
    return made;
  };
}

/** What every build makes alike, such as an icon, is made once: another object would be another component. */
export function once<T>(name: string, make: () => T): T;
export function once(name: string, make: () => unknown): unknown {
  if (!shared.has(name)) shared.set(name, make());
  return shared.get(name);
}

/** Begins to load a build: what an earlier one that did not come through left behind is dropped. */
export function begin(): void {
  staged = new Map();
  registered = [];
  first = new Map();
}

/** Does something just before the next update; of several under one name the last. */
export function beforeUpdate(name: string, action: () => void): void {
  first.set(name, action);
}

/** Makes the build that was loaded the current one: mounted components go on with its code. */
export function update(): void {
  for (const [path, instance] of staged) {
    instances.delete(path);
    instances.set(path, instance);
  }
  for (const oldest of [...instances.keys()].slice(0, Math.max(0, instances.size - mostInstances))) {
    instances.delete(oldest);
  }
  for (const [part, name] of registered) runtime.register(part, name);
  const actions = [...first.values()];
  begin();
  for (const action of actions) action();
  runtime.performReactRefresh();
}

/** Lets the next build run every file again. */
export const forget = (): void => instances.clear();

/** The bundles that files are kept from. */
export const bundlesInUse = (): ReadonlySet<string> => new Set([...instances.values()].map(({ url }) => url));
