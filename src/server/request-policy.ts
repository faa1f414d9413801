import { Elysia } from "elysia";
import { Problem } from "../platform/problem.ts";
import { checkBodySize, checkBodyType } from "./body-limit.ts";
import { securityHeaders } from "./headers.ts";
import { requestId } from "./request-id.ts";

/** What holds for every request before any route sees it: its id, the security headers, draining, size and type of its body. */
export const requestPolicy = (app: { lifecycle: { draining: boolean } }) =>
  new Elysia({ name: "request-policy" }).onRequest(({ request, set }) => {
    Object.assign(set.headers, securityHeaders);
    set.headers["x-request-id"] = requestId(request);
    if (app.lifecycle.draining && request.method !== "GET") {
      throw new Problem("draining", "Vitrine is shutting down. Try again in a moment.", {
        headers: { "retry-after": "5" },
      });
    }
    checkBodySize(request);
    checkBodyType(request);
  });
