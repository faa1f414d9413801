import { join } from "node:path";
import { testServer } from "../../src/server/testing.ts";
import { pagePolicy } from "./fake-server.ts";

export type Appliance = ReturnType<typeof startAppliance>;

/** The real server behind the page of `pageDir`, as it was just built: real database, real routes, no double. */
export function startAppliance(pageDir: string) {
  const { app, server, stop } = testServer();
  const front = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    idleTimeout: 60,
    async fetch(request): Promise<Response> {
      const { pathname } = new URL(request.url);
      if (/^\/(api|health|metrics|preview|v1)(\/|$)/u.test(pathname)) return server.handle(request);
      const file = Bun.file(join(pageDir, pathname));
      if (pathname !== "/" && (await file.exists())) return new Response(file);
      return new Response(Bun.file(join(pageDir, "index.html")), {
        headers: {
          "content-type": "text/html; charset=utf-8",
          "content-security-policy": pagePolicy,
          "cache-control": "no-store",
        },
      });
    },
  });
  return {
    app,
    url: `http://127.0.0.1:${front.port}`,
    async stop() {
      await front.stop(true);
      await stop();
    },
  };
}
