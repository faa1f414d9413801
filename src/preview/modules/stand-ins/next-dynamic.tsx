import { type ComponentType, lazy, Suspense } from "react";

type Loaded<P> = ComponentType<P> | { default: ComponentType<P> };
interface Options {
  loading?: ComponentType;
  ssr?: boolean;
}

const isModule = <P,>(loaded: Loaded<P>): loaded is { default: ComponentType<P> } =>
  typeof loaded === "object" && loaded !== null && "default" in loaded;

/** `next/dynamic` over React's own lazy loading. */
export default function dynamic<P extends object>(load: () => Promise<Loaded<P>>, options: Options = {}) {
  const Lazy = lazy(async () => {
    const loaded = await load();
    return isModule(loaded) ? loaded : { default: loaded };
  });
  const Waiting = options.loading;
  // biome-ignore lint/correctness/noComponentHookFactories: making components is what it is for
  return function Dynamic(props: P) {
    return (
      <Suspense fallback={Waiting ? <Waiting /> : null}>
        <Lazy {...props} />
      </Suspense>
    );
  };
}
