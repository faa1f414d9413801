import { Elysia } from "elysia";
import type { App } from "../platform/app.ts";
import { noteClient } from "../platform/client.ts";
import { requireOwnPage } from "../platform/own-page.ts";
import { Problem } from "../platform/problem.ts";
import { spendForAddress } from "../platform/rate-limit.ts";
import { requestId } from "../platform/request-id.ts";
import { pathOf } from "../platform/request-path.ts";
import { checkBodySize, checkBodyType } from "./body-limit.ts";
import { securityHeaders, strictTransport } from "./headers.ts";
import { hostCheck } from "./host.ts";

export interface PolicyApp extends Pick<App, "config" | "clock"> {
  lifecycle: { draining: boolean };
}

/** Load balancers ask for health under whatever name they know. */
const anyHost = /^\/health(?:\/|$)/;

/** What holds for every request before any route sees it: its id, who sent it, the host it is for, security headers, draining, which page made it, size and type of its body. */
export const requestPolicy = (app: PolicyApp) => {
  const requireOurHost = hostCheck(app.config);
  return new Elysia({ name: "request-policy" }).onRequest(({ request, set, server }) => {
    Object.assign(set.headers, securityHeaders);
    set.headers["x-request-id"] = requestId(request);
    const client = noteClient(app.config, request, server?.requestIP(request)?.address ?? "");
    if (client.protocol === "https") set.headers["strict-transport-security"] = strictTransport;
    const path = pathOf(request);
    if (!anyHost.test(path)) requireOurHost(client.host);
    Object.assign(set.headers, spendForAddress(app, { method: request.method, path, address: client.address }));
    if (app.lifecycle.draining && request.method !== "GET") {
      throw new Problem("draining", "Vitrine is shutting down. Try again in a moment.", {
        headers: { "retry-after": "5" },
      });
    }
    // With a token nobody sends it by accident; without one there is a cookie, or nothing but the network.
    const changes = request.method !== "GET" && request.method !== "HEAD" && request.method !== "OPTIONS";
    if (changes && !request.headers.has("authorization")) requireOwnPage(app.config, request);
    checkBodySize(request);
    checkBodyType(request);
  });
};
