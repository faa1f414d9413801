import { join } from "node:path";
import { answerApi, type FakeContext } from "./fake-routes.ts";
import { type FakeState, frameDocument, newState } from "./fake-state.ts";

export interface FakeServer {
  url: string;
  state: FakeState;
  /** Lets a script that waits at a gate go on. */
  open(gate: string): void;
  stop(): Promise<void>;
}

/** As strict as the real one: the page must live under it. */
export const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; font-src 'self'; img-src 'self' data: blob:; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** A small double of the server for tests of the page: real HTTP, real event streams, scripted generations. */
export function startFakeServer(pageDir: string, state: FakeState = newState()): FakeServer {
  const gates = new Map<string, () => void>();
  const context: FakeContext = {
    state,
    gate: (name) =>
      new Promise((resolve) => {
        gates.set(name, resolve);
      }),
  };
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    idleTimeout: 60,
    async fetch(request): Promise<Response> {
      const url = new URL(request.url);
      state.requests.push(`${request.method} ${url.pathname}`);
      if (url.pathname === "/preview/frame")
        return new Response(frameDocument, { headers: { "content-type": "text/html" } });
      const answer = await answerApi(context, request, url);
      if (answer) return answer;
      const file = Bun.file(join(pageDir, url.pathname));
      if (url.pathname !== "/" && (await file.exists())) return new Response(file);
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
    url: `http://127.0.0.1:${server.port}`,
    state,
    open(gate) {
      gates.get(gate)?.();
      gates.delete(gate);
    },
    stop: () => server.stop(true),
  };
}
