import { openapi } from "@elysiajs/openapi";
import { Elysia } from "elysia";
import { openToAll } from "../accounts/index.ts";
import { version } from "../platform/version.ts";

const docsPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>Vitrine API</title>
</head>
<body>
<div id="reference"></div>
<script src="/docs/scalar.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

/** `GET /api/openapi.json`, and an interactive page over it at `/api/docs` that loads nothing from outside. */
export const docs = () =>
  new Elysia({ name: "docs" })
    .use(
      openapi({
        provider: null,
        specPath: "/api/openapi.json",
        path: "/api/docs",
        // Nothing is left out for having a dot in its address.
        exclude: { staticFile: false, paths: ["/api/docs", "/api/openapi.json", "/*", "/"] },
        documentation: {
          info: {
            title: "Vitrine",
            version,
            description:
              "Sentences become React components on your own machine. Errors are `application/problem+json`; lists are `{items, nextCursor}`; times are ISO 8601 UTC; ids are UUIDv7.",
          },
          components: {
            securitySchemes: { bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
          },
          security: [{ bearer: [] }],
        },
      }),
    )
    .get(
      "/api/docs",
      () =>
        new Response(page, {
          headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": docsPolicy },
        }),
      { detail: { ...openToAll, hide: true } },
    );
