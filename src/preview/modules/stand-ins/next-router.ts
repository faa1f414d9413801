import { previewLocation, useHref } from "./location.ts";

/** The old pages router, as far as components ask for it. */
export function useRouter() {
  const url = useHref();
  return {
    pathname: url.pathname,
    route: url.pathname,
    asPath: url.pathname + url.search,
    query: { ...Object.fromEntries(url.searchParams), ...previewLocation().params },
    isReady: true,
    push: (href: string) => Promise.resolve(previewLocation().navigate(href)).then(() => true),
    replace: (href: string) => Promise.resolve(previewLocation().navigate(href, true)).then(() => true),
    back: () => previewLocation().go?.(-1),
    reload: () => {},
    prefetch: () => Promise.resolve(),
    events: { on: () => {}, off: () => {}, emit: () => {} },
  };
}

export default { push: (href: string) => previewLocation().navigate(href) };
