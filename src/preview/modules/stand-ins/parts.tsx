import { type ComponentType, createElement, Suspense, use } from "react";
import { sync } from "./async-component.ts";
import { register } from "./hot.ts";

/** Files of a project that are loaded when they are first shown, and the components in them. */
export type Part = ComponentType<Record<string, unknown>>;
export type Loader = () => Promise<object>;

const loaded = new WeakMap<Loader, Promise<object>>();
/** Those that have arrived: reading them must not make React wait once more. */
export const arrived = new WeakMap<Loader, object>();

export function module(loader: Loader): Promise<object> {
  const known = loaded.get(loader);
  if (known) return known;
  const loading = loader();
  loaded.set(loader, loading);
  loading.then(
    (value) => arrived.set(loader, value),
    () => {},
  );
  return loading;
}
export const readModule = (loader: Loader): object => arrived.get(loader) ?? use(module(loader));

export const isPart = (value: unknown): value is Part =>
  typeof value === "function" || (typeof value === "object" && value !== null && "$$typeof" in value);
export const partOf = (loadedModule: object): Part => {
  const part: unknown = Reflect.get(loadedModule, "default");
  if (!isPart(part)) throw new TypeError("The file has no component as its default export.");
  return sync(part);
};
export const readPart = (loader: Loader | undefined): Part | undefined =>
  loader ? partOf(readModule(loader)) : undefined;

export function Loading({ loader }: { loader: Loader | undefined }) {
  return loader ? (
    <Suspense fallback={null}>
      <Loaded loader={loader} />
    </Suspense>
  ) : null;
}
export const Loaded = ({ loader, ...props }: { loader: Loader; [name: string]: unknown }) =>
  createElement(partOf(readModule(loader)), props);

/** A component that is made anew for every build, and that React takes for the one before. */
export function stable<P>(name: string, part: ComponentType<P>): ComponentType<P> {
  register(part, `stage:${name}`);
  return part;
}
