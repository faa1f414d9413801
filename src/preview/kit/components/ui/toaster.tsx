import { ToastList } from "@/lib/kit-toast-list";
import { useCountedToaster } from "@/lib/kit-toast-store";

/** Where the toasts of `@/hooks/use-toast` appear. */
function Toaster() {
  useCountedToaster();
  return <ToastList />;
}

export { Toaster };
