import { createElement, type ReactNode } from "react";
import { type ExternalToast, toast as show, Toaster } from "sonner";

interface Options {
  toastId?: string | number;
  autoClose?: number | false;
  position?: string;
}

/** `top-right` and the like mean the same in both. */
const options = ({ toastId, autoClose, position }: Options = {}): ExternalToast => ({
  ...(toastId === undefined ? {} : { id: toastId }),
  ...(autoClose === undefined ? {} : { duration: autoClose === false ? Number.POSITIVE_INFINITY : autoClose }),
  ...(isPosition(position) ? { position } : {}),
});

type Position = NonNullable<ExternalToast["position"]>;
const isPosition = (text: string | undefined): text is Position =>
  /^(top|bottom)-(left|center|right)$/.test(text ?? "");

const kind =
  (call: (message: ReactNode, data?: ExternalToast) => string | number) => (message: ReactNode, given?: Options) =>
    call(message, options(given));

interface Steps {
  pending?: ReactNode;
  success?: ReactNode;
  error?: ReactNode;
}

/** The calls of react-toastify, shown by sonner. */
export const toast = Object.assign(kind(show), {
  success: kind(show.success),
  error: kind(show.error),
  info: kind(show.info),
  warn: kind(show.warning),
  warning: kind(show.warning),
  loading: kind(show.loading),
  dismiss: (id?: string | number) => show.dismiss(id),
  update: (id: string | number, { render, ...rest }: Options & { render?: ReactNode }) =>
    show(render, { ...options(rest), id }),
  isActive: (id: string | number) => show.getToasts().some((one) => one.id === id),
  promise<T>(promise: Promise<T> | (() => Promise<T>), { pending, success, error }: Steps) {
    const running = typeof promise === "function" ? promise() : promise;
    show.promise(running, { loading: pending, success: () => success, error: () => error });
    return running;
  },
});

export const ToastContainer = ({ position, theme }: { position?: string; theme?: string }) =>
  createElement(Toaster, {
    ...(isPosition(position) ? { position } : { position: "top-right" as const }),
    ...(theme === "dark" ? { theme: "dark" as const } : {}),
  });

const none = () => null;
export const Slide = none;
export const Zoom = none;
export const Bounce = none;
export const Flip = none;
export default toast;
