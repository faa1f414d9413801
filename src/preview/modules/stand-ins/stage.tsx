// biome-ignore-all lint/correctness/noComponentHookFactories: making components is what it is for
import { type ComponentType, createElement, type ReactNode, Suspense, useSyncExternalStore } from "react";
import { sync, warm } from "./async-component.ts";
import { Boundary, boxStyle } from "./boundary.tsx";
import { beforeUpdate } from "./hot.ts";
import { previewLocation, useHref } from "./location.ts";
import {
  arrived,
  isPart,
  type Loader,
  Loading,
  module,
  type Part,
  partOf,
  readModule,
  readPart,
  stable,
} from "./parts.tsx";
import { handed } from "./self-mount.ts";

/**
 * What the builder mounts when there is more to show than one component: all pages of a project with a router in
 * memory, or a gallery. Every part has a boundary of its own, so that one that fails does not blank the rest.
 */
interface Route {
  pattern: string;
  path: string;
  load: Loader;
  layouts: Loader[];
  loading: Loader | undefined;
  error: Loader | undefined;
}

interface Pages {
  routes: Route[];
  start: string;
  /** The file that was asked for; another one begins at its own address. */
  path: string;
  notFound: Loader | undefined;
  app: Loader | undefined;
  props: Record<string, unknown>;
}

interface Match {
  route: Route;
  params: Record<string, string | string[]>;
}

/** A component with all pages of a project, at the page that was asked for or where the person is already. */
export async function pages(table: Pages): Promise<ComponentType> {
  const location = previewLocation();
  if (location.startedAt !== table.path || !match(table.routes, pathOf(location.href))) {
    location.startedAt = table.path;
    location.href = await address(table);
  }
  // What is shown first is there before anything is rendered, so that no empty page flashes.
  const first = match(table.routes, pathOf(location.href));
  const { load, layouts = [], loading, error } = first?.route ?? {};
  const wanted = [load, loading, error, table.app, table.notFound, ...layouts].filter((one) => one !== undefined);
  await Promise.allSettled(wanted.map(module));
  const page: unknown = load && Reflect.get(arrived.get(load) ?? {}, "default");
  if (first && isPart(page))
    await warm(page, pageProps(table, first.route, first.params, new URL(location.href, base).search));

  return stable("pages", function Pages() {
    const { pathname, search } = useHref();
    const found = match(table.routes, pathname);
    location.params = found?.params ?? {};
    if (!found) return <NotFound table={table} />;
    const key = `${found.route.pattern} ${pathname}${search}`;
    const page = (
      <Boundary
        key={key}
        build={table}
        label={found.route.path}
        error={found.route.error}
        notFound={() => <NotFound table={table} />}
      >
        <Suspense fallback={<Loading loader={found.route.loading} />}>
          <Page table={table} route={found.route} params={found.params} search={search} />
        </Suspense>
      </Boundary>
    );
    return found.route.layouts.reduceRight<ReactNode>(
      (inner, layout, index) => (
        <Boundary
          // biome-ignore lint/suspicious/noArrayIndexKey: layouts have no other name, and keep their order
          key={`layout ${index}`}
          build={table}
          label="The layout"
          notFound={() => <NotFound table={table} />}
          instead={inner}
        >
          <Suspense fallback={null}>
            <Layout loader={layout} params={found.params}>
              {inner}
            </Layout>
          </Suspense>
        </Boundary>
      ),
      page,
    );
  });
}

const base = "http://preview.invalid";
const pathOf = (href: string): string => new URL(href, base).pathname;

/** The address of the page to begin with; parameters come from its own list of them, else they are made up. */
async function address({ routes, start }: Pages): Promise<string> {
  const route = routes.find((one) => one.pattern === start);
  if (!route || !start.includes("[")) return start;
  let given: Record<string, unknown> = {};
  try {
    const list: unknown = Reflect.get(await module(route.load), "generateStaticParams");
    const all: unknown = typeof list === "function" ? await list({ params: {} }) : [];
    if (Array.isArray(all) && typeof all[0] === "object" && all[0] !== null) given = all[0];
  } catch {
    // The page itself will say what is wrong with it.
  }
  return start.replace(/\/\[\[?(\.\.\.)?([\w-]+)\]\]?/g, (whole, _, name: string) => {
    const value = given[name];
    if (value === undefined && whole.startsWith("/[[")) return "";
    return `/${Array.isArray(value) ? value.join("/") : String(value ?? (/id$/i.test(name) ? "1" : "sample"))}`;
  });
}

function match(routes: Route[], pathname: string): Match | undefined {
  const parts = pathname.split("/").filter(Boolean).map(decodeURIComponent);
  const ranked = routes.toSorted((a, b) => weight(a.pattern) - weight(b.pattern));
  for (const route of ranked) {
    const params = matchOne(route.pattern.split("/").filter(Boolean), parts);
    if (params) return { route, params };
  }
  return undefined;
}

/** Fixed addresses before those with parameters, and those before the ones that take everything. */
const weight = (pattern: string): number =>
  (pattern.match(/\[\[\.\.\./g)?.length ?? 0) * 100 +
  (pattern.match(/\[\.\.\./g)?.length ?? 0) * 10 +
  (pattern.match(/\[/g)?.length ?? 0);

function matchOne(pattern: string[], parts: string[]): Match["params"] | undefined {
  const params: Match["params"] = {};
  for (const [index, segment] of pattern.entries()) {
    const rest = /^\[(\[)?\.\.\.([\w-]+)\]\]?$/.exec(segment);
    if (rest?.[2]) {
      if (index >= parts.length && !rest[1]) return undefined;
      if (index < parts.length) params[rest[2]] = parts.slice(index);
      return params;
    }
    const part = parts[index];
    const name = /^\[([\w-]+)\]$/.exec(segment)?.[1];
    if (part === undefined || (name === undefined && part !== segment)) return undefined;
    if (name !== undefined) params[name] = part;
  }
  return pattern.length === parts.length ? params : undefined;
}

const promises = new Map<string, object>();

/** Parameters as Next 15 gives them, a promise, that can also be read as Next 14 does. */
function promised(values: Record<string, unknown>): object {
  const key = JSON.stringify(values);
  const known = promises.get(key);
  if (known) return known;
  const made = Object.assign(Promise.resolve(values), { status: "fulfilled", value: values });
  // Names such as `then` must not be taken over.
  for (const [name, value] of Object.entries(values))
    if (!(name in made)) Object.defineProperty(made, name, { value, enumerable: true });
  promises.set(key, made);
  return made;
}

const query = (search: string): Record<string, string | string[]> => {
  const all = new URLSearchParams(search);
  return Object.fromEntries(
    [...new Set(all.keys())].map((name) => [
      name,
      all.getAll(name).length > 1 ? all.getAll(name) : (all.get(name) ?? ""),
    ]),
  );
};

function Page({
  table,
  route,
  params,
  search,
}: {
  table: Pages;
  route: Route;
  params: Match["params"];
  search: string;
}) {
  const Shown = partOf(readModule(route.load));
  const App = readPart(table.app);
  const props = pageProps(table, route, params, search);
  return App ? (
    <App Component={Shown} pageProps={props} router={{ pathname: pathOf(previewLocation().href) }} />
  ) : (
    <Shown {...props} />
  );
}

const pageProps = (table: Pages, route: Route, params: Match["params"], search: string): Record<string, unknown> => ({
  ...(route.pattern === table.start ? table.props : {}),
  params: promised(params),
  searchParams: promised(query(search)),
});

function Layout({ loader, params, children }: { loader: Loader; params: Match["params"]; children: ReactNode }) {
  const Shown = partOf(readModule(loader));
  return <Shown params={promised(params)}>{children}</Shown>;
}

function NotFound({ table }: { table: Pages }) {
  const { pathname } = useHref();
  if (table.notFound) return <Loading loader={table.notFound} />;
  const back = () => {
    void address(table).then((href) => previewLocation().navigate(href));
  };
  return (
    <div style={boxStyle} data-vitrine-not-found={pathname}>
      <strong>There is no page at {pathname}</strong>
      <p style={{ margin: "6px 0" }}>The project has {table.routes.map((one) => one.pattern).join(", ")}.</p>
      <button type="button" onClick={back} style={{ textDecoration: "underline" }}>
        Back to {table.start}
      </button>
    </div>
  );
}

interface Tile {
  path: string;
  name: string;
  line: number;
  from: { module?: object; error?: unknown } | undefined;
  /** Called while the tile renders, since some props come from hooks. */
  props: () => Record<string, unknown>;
}

/** All of several components, each in a tile with its name and the place where it is declared. */
export function gallery(tiles: Tile[]): ComponentType {
  return stable("gallery", function Gallery() {
    return (
      <main data-vitrine-gallery={tiles.length} style={{ display: "grid", gap: 24, padding: 24 }}>
        {tiles.map((tile) => (
          <section key={`${tile.path}#${tile.name}`} data-vitrine-component={tile.name} style={{ minWidth: 0 }}>
            <header style={{ font: "12px/1.4 ui-sans-serif, system-ui, sans-serif", opacity: 0.7, marginBottom: 8 }}>
              <strong>{tile.name === "default" ? tile.path.split("/").at(-1) : tile.name}</strong>{" "}
              <span>{`${tile.path}:${tile.line}`}</span>
              {previewLocation().choose && <OpenAlone tile={tile} />}
            </header>
            <Boundary build={tiles} label={tile.name === "default" ? tile.path : tile.name}>
              <Suspense fallback={null}>
                <TileContent tile={tile} />
              </Suspense>
            </Boundary>
          </section>
        ))}
      </main>
    );
  });
}

function OpenAlone({ tile }: { tile: Tile }) {
  const title = `Show ${tile.name === "default" ? tile.path : tile.name} alone`;
  return (
    <button
      type="button"
      aria-label={title}
      style={{ marginLeft: 8, font: "inherit", textDecoration: "underline", cursor: "pointer" }}
      onClick={() => previewLocation().choose?.(tile.path, tile.name)}
    >
      open alone
    </button>
  );
}

function TileContent({ tile }: { tile: Tile }) {
  if (tile.from?.error !== undefined) throw tile.from.error;
  const part: unknown = Reflect.get(tile.from?.module ?? {}, tile.name);
  if (!isPart(part)) throw new TypeError(`${tile.name} is no component.`);
  return <WithProps part={sync(part)} make={tile.props} />;
}

/** The hooks of `make` are called here alone, and always the same ones. */
const WithProps = ({ part, make }: { part: Part; make: () => Record<string, unknown> }) => createElement(part, make());

/** A component with props that come from hooks, such as a form or a table that it is given. */
export const withHookedProps = (part: unknown, make: () => Record<string, unknown>): unknown =>
  isPart(part) ? stable("hooked", () => <WithProps part={part} make={make} />) : part;

/** A component whose `redirect()` and `notFound()` end in a message instead of an empty page. */
export function guarded(part: unknown): unknown {
  if (!isPart(part)) return part;
  const Shown = sync(part);
  return stable("guarded", function Guarded(props: Record<string, unknown>) {
    const { pathname } = useHref();
    return (
      <Boundary key={pathname} build={Shown} label="The component" notFound={undefined}>
        <Suspense fallback={null}>
          <Shown {...props} />
        </Suspense>
      </Boundary>
    );
  });
}

/** Runs a file that mounts itself, and shows what it rendered into the page's root. */
export async function selfMounted(load: Loader): Promise<ComponentType> {
  const state = handed();
  state.loading = true;
  state.next = null;
  try {
    await load();
  } finally {
    state.loading = false;
  }
  const { next } = state;
  // Together with the code that it is made of: React knows its components only from then on.
  beforeUpdate("self-mounted", () => {
    state.element = next;
    for (const listener of [...state.listeners]) listener();
  });
  return stable("self-mounted", function SelfMounted() {
    return useSyncExternalStore(
      (listener) => {
        state.listeners.add(listener);
        return () => void state.listeners.delete(listener);
      },
      () => state.element,
    );
  });
}
