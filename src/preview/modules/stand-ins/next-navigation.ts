import { useMemo } from "react";
import { previewLocation, useHref } from "./location.ts";
import { notFoundSignal, redirectSignal } from "./navigation-signals.ts";

const router = {
  push: (href: string) => previewLocation().navigate(href),
  replace: (href: string) => previewLocation().navigate(href, true),
  back: () => previewLocation().go?.(-1),
  forward: () => previewLocation().go?.(1),
  refresh: () => {},
  prefetch: () => Promise.resolve(),
};

export const useRouter = () => router;
export const usePathname = (): string => useHref().pathname;
export function useSearchParams(): URLSearchParams {
  const { search } = useHref();
  return useMemo(() => new URLSearchParams(search), [search]);
}
export function useParams(): Record<string, string | string[]> {
  useHref();
  return previewLocation().params ?? {};
}
export const useSelectedLayoutSegment = (): string | null => useHref().pathname.split("/").filter(Boolean)[0] ?? null;
export const useSelectedLayoutSegments = (): string[] => useHref().pathname.split("/").filter(Boolean);
export const useServerInsertedHTML = () => {};

/** Ends the render, as Next does; the boundary around the page leads on. */
export function redirect(href: string): never {
  throw redirectSignal(href);
}
export const permanentRedirect = redirect;

export function notFound(): never {
  throw notFoundSignal();
}
export const forbidden = notFound;
export const unauthorized = notFound;
export const RedirectType = { push: "push", replace: "replace" };
export const ReadonlyURLSearchParams = URLSearchParams;
