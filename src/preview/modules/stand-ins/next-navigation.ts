import { useMemo } from "react";
import { previewLocation, useHref } from "./location.ts";

const router = {
  push: (href: string) => previewLocation().navigate(href),
  replace: (href: string) => previewLocation().navigate(href, true),
  back: () => previewLocation().navigate(".."),
  forward: () => {},
  refresh: () => {},
  prefetch: () => Promise.resolve(),
};

export const useRouter = () => router;
export const usePathname = (): string => useHref().pathname;
export function useSearchParams(): URLSearchParams {
  const { search } = useHref();
  return useMemo(() => new URLSearchParams(search), [search]);
}
export const useParams = (): Record<string, string> => ({});
export const useSelectedLayoutSegment = (): string | null => useHref().pathname.split("/").filter(Boolean)[0] ?? null;
export const useSelectedLayoutSegments = (): string[] => useHref().pathname.split("/").filter(Boolean);
export const useServerInsertedHTML = () => {};

export function redirect(href: string): void {
  previewLocation().navigate(href, true);
}
export const permanentRedirect = redirect;

export function notFound(): never {
  throw new Error("This page called notFound().");
}
export const forbidden = notFound;
export const unauthorized = notFound;
export const RedirectType = { push: "push", replace: "replace" };
export const ReadonlyURLSearchParams = URLSearchParams;
