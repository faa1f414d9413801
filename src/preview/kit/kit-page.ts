import { join } from "node:path";
import { compile } from "tailwindcss";

const here = import.meta.dir;
const modules = join(here, "../../../node_modules");
const stylesheets: Record<string, string> = {
  tailwindcss: join(modules, "tailwindcss/index.css"),
  "tw-animate-css": join(modules, "tw-animate-css/dist/tw-animate.css"),
};

async function bundle(): Promise<string> {
  const built = await Bun.build({
    entrypoints: [join(here, "kit-mounts.tsx")],
    target: "browser",
    // React's own warnings (keys, nesting, unknown attributes) only exist in a development build.
    define: { "process.env.NODE_ENV": '"development"' },
  });
  const [output] = built.outputs;
  if (!output) throw new Error("the bundle is empty");
  return output.text();
}

async function styles(): Promise<string> {
  const theme = await Bun.file(join(here, "theme.css")).text();
  const compiler = await compile(`@import "tailwindcss";\n@import "tw-animate-css";\n${theme}`, {
    loadStylesheet: async (id, base) => {
      const path = stylesheets[id] ?? join(base, id);
      return { path, base: join(path, ".."), content: await Bun.file(path).text() };
    },
  });
  const candidates = new Set<string>();
  for await (const path of new Bun.Glob("**/*.{ts,tsx}").scan(here)) {
    const text = await Bun.file(join(here, path)).text();
    for (const word of text.split(/[\s"`]+/)) candidates.add(word);
  }
  return compiler.build([...candidates]);
}

const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Kit</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/kit.css"></head>
<body><div id="root"></div><script type="module" src="/kit.js"></script></body></html>`;

/** Serves a page with every example on a free port of this host; `#card,tabs` names some of them, `?dark` turns it dark. */
export async function serveKitPage(): Promise<{ url: string; stop(): Promise<void> }> {
  const [js, css] = await Promise.all([bundle(), styles()]);
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    routes: {
      "/": new Response(html, { headers: { "content-type": "text/html" } }),
      "/kit.js": new Response(js, { headers: { "content-type": "text/javascript" } }),
      "/kit.css": new Response(css, { headers: { "content-type": "text/css" } }),
    },
  });
  return { url: server.url.href, stop: () => server.stop(true) };
}
