import { join } from "node:path";
import { Elysia } from "elysia";
import { guard } from "../accounts/index.ts";
import { silentLogger } from "../platform/logger.ts";
import { temporaryFolder, testApp } from "../platform/testing.ts";
import { createPreviewBuilder } from "./build/builder.ts";
import type { PreviewBuilder, SourceFile } from "./contract.ts";
import { buildPreviewAssets } from "./modules/build.ts";
import { previewRoutes } from "./routes.ts";

let built: Promise<string> | undefined;

/** Freshly built preview assets, once for all tests of a process. */
export function testAssets(): Promise<string> {
  built ??= (async () => {
    const folder = temporaryFolder();
    process.on("exit", folder.remove);
    await buildPreviewAssets(join(folder.path, "preview"));
    return join(folder.path, "preview");
  })();
  return built;
}

/** A file of `fixtures/`, under the path that it stands for. */
export async function fixture(name: string, path = name): Promise<SourceFile> {
  return { path, text: await Bun.file(join(import.meta.dir, "fixtures", `${name}.txt`)).text() };
}

export interface PreviewServer {
  url: string;
  builder: PreviewBuilder;
  /** Every request that came in, as `METHOD path`. */
  requests: string[];
  stop(): Promise<void>;
}

/** The preview's routes and a bare host page over real HTTP. The page puts `createPreviewFrame` on `window`. */
export async function startPreviewServer(assetsDir: string): Promise<PreviewServer> {
  const app = testApp();
  const builder = await createPreviewBuilder({ log: silentLogger, assetsDir });
  const script = await hostScript();
  const requests: string[] = [];
  const server = new Elysia({ serve: { reusePort: false } })
    .onRequest(({ request }) => {
      const { pathname, search } = new URL(request.url);
      requests.push(`${request.method} ${pathname}${search}`);
    })
    .use(previewRoutes({ builder, guard: guard(app), assetsDir }))
    .get("/", () => hostPage())
    .get("/favicon.ico", () => new Response(null, { status: 204 }))
    .get("/host.js", () => new Response(script, { headers: { "content-type": "text/javascript" } }))
    .listen({ port: 0, hostname: "127.0.0.1" });
  return {
    url: `http://127.0.0.1:${server.server?.port}/`,
    builder,
    requests,
    async stop() {
      await builder.close();
      await server.stop(true);
      app.dispose();
    },
  };
}

const hostPage = (): Response =>
  new Response('<!doctype html><title>Host</title><body><script type="module" src="/host.js"></script></body>', {
    headers: {
      "content-type": "text/html",
      "set-cookie": "session=secret; Path=/",
      "content-security-policy": "default-src 'self'; style-src 'unsafe-inline'; frame-src 'self'",
    },
  });

async function hostScript(): Promise<string> {
  const controller = JSON.stringify(join(import.meta.dir, "../../ui/lib/preview-frame.ts"));
  const source = `import { createPreviewFrame } from ${controller};
    const log = [];
    const note = (name) => (data) => log.push({ ...data, name });
    const frame = createPreviewFrame({
      onReady: note("ready"), onRendered: note("rendered"), onKept: note("kept"), onError: note("error"),
      onConsole: note("console"), onOffline: note("offline"), onNavigate: note("navigate"), onSize: note("size"),
      onHung: note("hung"), onOpenSource: note("open-source"), onLocation: note("location"), onChoose: note("choose"),
      onPointed: (element) => log.push({ name: "pointed", element }),
    });
    frame.element.style.cssText = "width: 1000px; height: 700px; border: 0";
    document.body.append(frame.element);
    Object.assign(window, { preview: frame, previewLog: log, secret: "host" });`;
  const result = await Bun.build({
    entrypoints: ["vitrine:host"],
    target: "browser",
    plugins: [
      {
        name: "host",
        setup(build) {
          build.onResolve({ filter: /^vitrine:host$/ }, () => ({ path: "host", namespace: "host" }));
          build.onLoad({ filter: /.*/, namespace: "host" }, () => ({ contents: source, loader: "js" }));
        },
      },
    ],
  });
  return (await result.outputs[0]?.text()) ?? "";
}
