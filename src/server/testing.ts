import { createEngineRoom } from "../engine/index.ts";
import { createGenerations } from "../generation/index.ts";
import { quietPreview } from "../generation/testing.ts";
import type { App } from "../platform/app.ts";
import { testApp } from "../platform/testing.ts";
import { assemble } from "./app.ts";
import { connectModels } from "./models.ts";
import type { ServerApp } from "./server-app.ts";

export interface TestServer {
  app: ServerApp;
  /** Every route of the appliance, behind its real policy. */
  server: ReturnType<typeof assemble>;
  /** Listens on a free port of this machine; the base URL. */
  listen(): string;
  stop(): Promise<void>;
}

/** The whole appliance over a real database, with the pattern engine alone and no engine process. */
export function testServer(overrides: Partial<App> = {}, env: Record<string, string> = {}): TestServer {
  const base = testApp(overrides, env);
  const engines = createEngineRoom(base, { env: {} });
  const app: ServerApp = {
    ...base,
    llm: connectModels(base, engines),
    engines,
    preview: quietPreview(),
    generations: createGenerations(base),
    lifecycle: { draining: false, startedAt: base.clock.now() },
  };
  const server = assemble(app);
  return {
    app,
    server,
    listen() {
      server.listen({ port: 0, hostname: "127.0.0.1", reusePort: false });
      return `http://127.0.0.1:${server.server?.port}`;
    },
    async stop() {
      await app.generations.park();
      if (server.server) await server.stop(true);
      await engines.close(1000);
      app.bus.close();
      base.dispose();
    },
  };
}
