import { Elysia } from "elysia";
import { openToAll } from "../accounts/index.ts";
import { answers } from "../platform/openapi.ts";
import { requestId } from "../platform/request-id.ts";
import { pathOf } from "../platform/request-path.ts";
import type { ServerApp } from "./server-app.ts";

const quiet = /^\/(health|metrics|assets|preview\/modules)/;

/** A stream's first event is on its way while its answer starts: it must not wait for the log line. */
const recordAfterMs = 20;

/** Request counts and times by route, a log line for each request that matters, and `GET /metrics`. */
export const telemetry = (app: ServerApp) => {
  const requests = app.metrics.counter(
    "vitrine_http_requests_total",
    "HTTP requests answered, by method, route and status.",
  );
  const seconds = app.metrics.histogram("vitrine_http_request_seconds", "Seconds until an answer started, by route.");
  app.metrics.gauge(
    "vitrine_start_time_seconds",
    "When this process became ready, seconds since 1970.",
    () => app.lifecycle.startedAt / 1000,
  );
  app.metrics.gauge("process_resident_memory_bytes", "Resident memory of the server process.", () =>
    process.memoryUsage.rss(),
  );
  const began = new WeakMap<Request, number>();
  function record(request: Request, route: string, status: number, elapsedMs: number): void {
    requests.add(1, { method: request.method, route, status });
    seconds.observe(elapsedMs / 1000, { route });
    const path = pathOf(request);
    const ms = Math.round(elapsedMs * 10) / 10;
    const fields = { requestId: requestId(request), method: request.method, path, status, ms };
    if (quiet.test(path) && status < 400) app.log.debug(fields, "request");
    else app.log.info(fields, "request");
  }

  return new Elysia({ name: "telemetry" })
    .onRequest(({ request }) => {
      began.set(request, performance.now());
    })
    .onAfterResponse({ as: "global" }, ({ request, route, set, responseValue }) => {
      const elapsedMs = performance.now() - (began.get(request) ?? performance.now());
      const status = responseValue instanceof Response ? responseValue.status : Number(set.status ?? 200);
      setTimeout(() => record(request, route || "unknown", status, elapsedMs), recordAfterMs);
    })
    .get(
      "/metrics",
      () =>
        new Response(app.metrics.text(), { headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" } }),
      {
        detail: {
          ...openToAll,
          summary: "Metrics in Prometheus text format",
          tags: ["operations"],
          responses: answers("text/plain", "The metrics."),
        },
      },
    );
};
