import type { ComponentProps } from "react";
import show, { Toaster as RealToaster } from "react-hot-toast";
import { lateToaster } from "@/lib/kit-late-toaster";

export * from "react-hot-toast";

const late = lateToaster(() => Promise.resolve(RealToaster));

/** The package's own, counted. */
export function Toaster(props: ComponentProps<typeof RealToaster>) {
  late.useCounted();
  return <RealToaster {...props} />;
}

const toast: typeof show = new Proxy(show, {
  apply(target, self, given) {
    late.ensure();
    return Reflect.apply(target, self, given);
  },
  get(target, key) {
    if (key !== "dismiss" && key !== "remove") late.ensure();
    return Reflect.get(target, key);
  },
});

export { toast };
export default toast;
