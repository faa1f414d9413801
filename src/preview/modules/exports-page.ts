import { join } from "node:path";
import type { ModuleManifest } from "../contract.ts";

/** What became of one export in the browser. */
export interface ExportReport {
  module: string;
  name: string;
  kind: "missing" | "value" | "component" | "unloadable";
  /** What a component said when it was mounted alone, without props. */
  error?: string;
}

/** Runs in the page: loads one module, looks at every export, and mounts the components among them. */
const script = `
import { Component, createElement } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";

const isComponent = (name, value) =>
  /^[A-Z]/.test(name) && !/^[A-Z0-9_]+$/.test(name) &&
  ((typeof value === "function" && !(value.prototype && Object.getOwnPropertyNames(value.prototype).length > 1 && !value.prototype.isReactComponent)) ||
    (typeof value === "object" && value !== null && "$$typeof" in value && !("props" in value)));

class Boundary extends Component {
  state = {};
  static getDerivedStateFromError(thrown) { return { error: String(thrown && thrown.message || thrown) }; }
  componentDidCatch(thrown) { this.props.caught(String(thrown && thrown.message || thrown)); }
  render() { return this.state.error ? null : this.props.children; }
}

function mounted(value) {
  const host = document.body.appendChild(document.createElement("div"));
  let error;
  const root = createRoot(host, { onCaughtError() {}, onUncaughtError(thrown) { error = String(thrown); } });
  try {
    flushSync(() => root.render(createElement(Boundary, { caught: (said) => (error = said) }, createElement(value, {}))));
    flushSync(() => root.unmount());
  } catch (thrown) { error ??= String(thrown); }
  host.remove();
  return error;
}

window.look = async (module, names, mount) => {
  let loaded;
  try { loaded = await import(module); } catch (thrown) { return [{ module, name: "*", kind: "unloadable", error: String(thrown) }]; }
  return names.map((name) => {
    const value = loaded[name];
    if (value === undefined) return { module, name, kind: "missing" };
    if (!isComponent(name, value)) return { module, name, kind: "value" };
    const error = mount ? mounted(value) : undefined;
    return error === undefined ? { module, name, kind: "component" } : { module, name, kind: "component", error };
  });
};
document.documentElement.dataset.ready = "yes";
`;

/** Serves the modules of built assets beside a page that has the frame's import map. */
export async function serveExportsPage(assets: string): Promise<{
  url: string;
  manifest: ModuleManifest;
  imports: Record<string, string>;
  stop(): Promise<void>;
}> {
  const read = (path: string) => Bun.file(join(assets, path)).json();
  const { imports }: { imports: Record<string, string> } = await read("importmap.json");
  const manifest: ModuleManifest = await read("manifest.json");
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Exports</title>
<link rel="icon" href="data:,"><script type="importmap">${JSON.stringify({ imports })}</script></head>
<body><script type="module">${script}</script></body></html>`;
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    routes: {
      "/": new Response(html, { headers: { "content-type": "text/html" } }),
      "/preview/modules/:name": (request) =>
        new Response(Bun.file(join(assets, "modules", request.params.name)), {
          headers: { "content-type": "text/javascript" },
        }),
    },
    fetch: () => new Response(null, { status: 404 }),
  });
  return { url: server.url.href, manifest, imports, stop: () => server.stop(true) };
}
