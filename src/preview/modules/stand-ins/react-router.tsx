import { type ComponentProps, useEffect } from "react";
import { createMemoryRouter, MemoryRouter, type RouteObject, useLocation, useNavigate } from "react-router-dom";
import { previewLocation } from "./location.ts";

export * from "react-router-dom";

interface RouterProps extends ComponentProps<typeof MemoryRouter> {
  basename?: string;
}

/** The preview has no address bar: every router keeps its history in memory, and plain links lead through it. */
function PreviewRouter({ children, ...props }: RouterProps) {
  return (
    <MemoryRouter {...props}>
      <Follow />
      {children}
    </MemoryRouter>
  );
}

function Follow() {
  const navigate = useNavigate();
  const { pathname, search, hash } = useLocation();
  useEffect(() => previewLocation().subscribe(() => void navigate(previewLocation().href)), [navigate]);
  useEffect(() => previewLocation().arrived?.(pathname + search + hash), [pathname, search, hash]);
  return null;
}

function createPreviewRouter(routes: RouteObject[], options?: Parameters<typeof createMemoryRouter>[1]) {
  const router = createMemoryRouter(routes, options);
  previewLocation().subscribe(() => void router.navigate(previewLocation().href));
  router.subscribe(({ location }) => previewLocation().arrived?.(location.pathname + location.search + location.hash));
  return router;
}

export {
  createPreviewRouter as createBrowserRouter,
  createPreviewRouter as createHashRouter,
  PreviewRouter as BrowserRouter,
  PreviewRouter as HashRouter,
};
