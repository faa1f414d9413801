import type { ComponentProps, ReactNode } from "react";
import {
  Navigate,
  Outlet,
  Link as PlainLink,
  useLocation as usePlainLocation,
  useNavigate as usePlainNavigate,
  useParams as usePlainParams,
  useSearchParams,
} from "react-router-dom";

type Params = Record<string, string | number | undefined>;
interface To {
  to?: string;
  params?: Params;
  search?: Record<string, unknown>;
  hash?: string;
  replace?: boolean;
}

/** `/posts/$postId` with its parameters filled in. */
function address({ to = ".", params = {}, search, hash }: To): string {
  const path = to.replace(/\$([\w-]+)/g, (whole, name: string) => String(params[name] ?? whole));
  const query =
    typeof search === "object"
      ? new URLSearchParams(Object.entries(search).map(([key, value]) => [key, String(value)])).toString()
      : "";
  return `${path}${query ? `?${query}` : ""}${hash ? `#${hash}` : ""}`;
}

type LinkProps = To & Omit<ComponentProps<"a">, "href" | "children"> & { children?: ReactNode; activeProps?: unknown };

export function Link({ to, params, search, hash, replace, activeProps: _, ...rest }: LinkProps) {
  const target = address({
    ...(to ? { to } : {}),
    ...(params ? { params } : {}),
    ...(search ? { search } : {}),
    ...(hash ? { hash } : {}),
  });
  return <PlainLink to={target} {...(replace ? { replace } : {})} {...rest} />;
}

export function useNavigate() {
  const navigate = usePlainNavigate();
  return async (to: To) => {
    navigate(address(to), to.replace ? { replace: true } : {});
  };
}

export const useParams = () => usePlainParams();
export const useSearch = () => Object.fromEntries(useSearchParams()[0]);
export const useLoaderData = () => undefined;
export const useLocation = () => usePlainLocation();
export function useRouterState({ select }: { select?: (state: object) => unknown } = {}) {
  const location = usePlainLocation();
  const state = { location, isLoading: false, status: "idle", matches: [] };
  return select ? select(state) : state;
}
export function useRouter() {
  const navigate = useNavigate();
  const go = (steps: number) => () => window.history.go(steps);
  return {
    navigate,
    invalidate: async () => {},
    history: { back: go(-1), forward: go(1), go: (n: number) => window.history.go(n) },
  };
}
export const useCanGoBack = () => false;
export const useMatchRoute = () => () => false;

/** A route is what it was declared with; the builder mounts its component. */
const route = (options: object = {}) => ({
  options,
  useParams,
  useSearch,
  useNavigate,
  useLoaderData,
  useRouteContext: () => ({}),
  addChildren: () => route(options),
  update: (more: object) => route({ ...options, ...more }),
});

export const createFileRoute = (_path: string) => route;
export const createLazyFileRoute = createFileRoute;
export const createRoute = route;
export const createRootRoute = route;
export const createRootRouteWithContext = () => route;
export const createRouter = (options: object) => options;
export const getRouteApi = () => route();
export const redirect = (to: To) => Object.assign(new Error("redirect"), { to });
export const notFound = () => new Error("not found");
export const Scripts = () => null;
export const HeadContent = () => null;
export const ScrollRestoration = () => null;
export const ClientOnly = ({ children }: { children?: ReactNode }) => <>{children}</>;
export { Navigate, Outlet };
