import { type ComponentProps, useEffect } from "react";
import { Toaster as RealToaster, toast as show } from "sonner";
import { lateToaster } from "@/lib/kit-late-toaster";

export * from "sonner";

const late = lateToaster(() => Promise.resolve(LateToaster));

function LateToaster() {
  useEffect(() => {
    // What was said before anybody listened is said again, under the same ids.
    for (const said of show.getToasts()) if ("title" in said) show(said.title, said);
  }, []);
  return <RealToaster />;
}

/** Sonner's own, counted. */
export function Toaster(props: ComponentProps<typeof RealToaster>) {
  late.useCounted();
  return <RealToaster {...props} />;
}

export const toast: typeof show = new Proxy(show, {
  apply(target, self, given) {
    late.ensure();
    return Reflect.apply(target, self, given);
  },
  get(target, key) {
    if (key !== "dismiss" && key !== "getToasts" && key !== "getHistory") late.ensure();
    return Reflect.get(target, key);
  },
});
