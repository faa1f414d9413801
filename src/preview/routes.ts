import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Elysia, t } from "elysia";
import type { guard } from "../accounts/index.ts";
import { clientOf } from "../platform/client.ts";
import { answers } from "../platform/openapi.ts";
import { Problem } from "../platform/problem.ts";
import { hasHashInName, loadStaticFiles } from "../platform/static-files.ts";
import { buildLimits } from "./build/limits.ts";
import { defaultPreviewAssets } from "./build/resources.ts";
import type { PreviewBuilder } from "./contract.ts";
import { frameConnections, framePermissions, framePolicy } from "./frame-policy.ts";
import { placeholderSvg } from "./placeholder.ts";

export interface PreviewRoutesDeps {
  builder: PreviewBuilder;
  guard: ReturnType<typeof guard>;
  /** The folder that `buildPreviewAssets` filled. */
  assetsDir?: string;
}

const buildBody = t.Object({
  files: t.Array(t.Object({ path: t.String({ maxLength: 4096 }), text: t.String() }), {
    minItems: 1,
    maxItems: 2 * buildLimits.files,
  }),
  entry: t.Optional(t.String({ maxLength: 4096 })),
  component: t.Optional(t.String({ maxLength: 200 })),
  partial: t.Optional(t.Boolean()),
  tailwind: t.Optional(t.Union([t.Literal(3), t.Literal(4)])),
  props: t.Optional(t.Record(t.String({ maxLength: 200 }), t.Unknown())),
});

/**
 * Building for signed-in people, and in public what the sandboxed frame loads: it has an opaque origin, sends no cookie
 * and can only fetch with CORS.
 */
export const previewRoutes = ({ builder, guard, assetsDir = defaultPreviewAssets() }: PreviewRoutesDeps) => {
  const modules = loadStaticFiles(join(assetsDir, "modules"), {
    immutable: hasHashInName,
    headers: { "access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin" },
  });
  const frame = loadFrame(assetsDir);
  const publicDetail = (summary: string, mediaType: string) => ({
    detail: { summary, tags: ["preview"], responses: answers(mediaType, "The file.") },
    public: true as const,
  });

  return new Elysia({ name: "preview" })
    .use(guard)
    .post(
      "/api/preview/build",
      ({ body, request }) =>
        builder.build(
          {
            files: body.files,
            ...(body.entry === undefined ? {} : { entry: body.entry }),
            ...(body.component === undefined ? {} : { component: body.component }),
            ...(body.partial === undefined ? {} : { partial: body.partial }),
            ...(body.tailwind === undefined ? {} : { tailwind: body.tailwind }),
            ...(body.props === undefined ? {} : { props: body.props }),
          },
          request.signal,
        ),
      {
        permission: "preview.build",
        body: buildBody,
        detail: {
          summary: "Bundle files for the preview frame",
          tags: ["preview"],
          responses: answers("application/json", "The module, its style sheet and what was found on the way."),
        },
      },
    )
    .get(
      "/preview/frame",
      ({ request }) =>
        new Response(frame.html, {
          headers: {
            "content-type": "text/html; charset=utf-8",
            "content-security-policy": framePolicy(clientOf(request).host, frame.scripts),
            "connection-allowlist": frameConnections,
            "permissions-policy": framePermissions,
            "x-frame-options": "SAMEORIGIN",
            "referrer-policy": "no-referrer",
            "x-content-type-options": "nosniff",
            "cache-control": "no-cache",
            vary: "Host",
          },
        }),
      publicDetail("The document of the sandboxed preview frame", "text/html"),
    )
    .get(
      "/preview/modules/*",
      ({ request, params }) => {
        const found = modules.respond(request, params["*"]);
        if (!found) throw new Problem("not_found", "There is no such preview module.");
        return found;
      },
      publicDetail("A library module for the preview frame", "text/javascript"),
    )
    .get("/placeholder.svg", ({ query }) => placeholderResponse(query), {
      query: t.Object({
        width: t.Optional(t.String({ maxLength: 12 })),
        height: t.Optional(t.String({ maxLength: 12 })),
        text: t.Optional(t.String({ maxLength: 200 })),
        query: t.Optional(t.String({ maxLength: 400 })),
      }),
      ...publicDetail("A neutral picture of the asked size", "image/svg+xml"),
    });
};

function placeholderResponse(query: {
  width?: string | undefined;
  height?: string | undefined;
  text?: string | undefined;
}) {
  const width = Number(query.width ?? 400);
  const svg = placeholderSvg(width, Number(query.height ?? query.width ?? 300), query.text ?? "");
  return new Response(svg, {
    headers: {
      "content-type": "image/svg+xml",
      "cache-control": "public, max-age=86400",
      "access-control-allow-origin": "*",
      "cross-origin-resource-policy": "cross-origin",
      // Should somebody open it as a page: it holds no script, and may run none.
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    },
  });
}

function loadFrame(assetsDir: string): { html: string; scripts: string[] } {
  const read = (name: string) => readFileSync(join(assetsDir, "frame", name), "utf8");
  const policy: { scripts: string[] } = JSON.parse(read("policy.json"));
  return { html: read("index.html"), scripts: policy.scripts };
}
