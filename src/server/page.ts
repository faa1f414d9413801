import { join } from "node:path";
import { Elysia } from "elysia";
import { openToAll } from "../accounts/index.ts";
import { assetsDir } from "../platform/assets.ts";
import { answers } from "../platform/openapi.ts";
import { Problem } from "../platform/problem.ts";
import { hasHashInName, loadStaticFiles } from "../platform/static-files.ts";

/** Addresses under which a miss is an error and never the page. */
const notThePage = /^\/(api|health|metrics|preview|docs|assets|v1|r|mcp)(\/|$)/;

/**
 * The page and the files it is made of. Any other address that a browser asks for gets the page as well, because the
 * page has addresses of its own; everything else is a 404.
 */
export const page = () => {
  const ui = loadStaticFiles(join(assetsDir, "ui"), { immutable: hasHashInName });
  const docs = loadStaticFiles(join(assetsDir, "docs"));
  const licences = loadStaticFiles(assetsDir);

  const answer = (request: Request): Response => {
    const path = decodePath(request);
    const found = path.startsWith("docs/")
      ? docs.respond(request, path.slice("docs/".length))
      : ui.respond(request, path);
    if (found) return found;
    if (!notThePage.test(`/${path}`) && !/\.[a-z0-9]{2,5}$/.test(path)) {
      const index = ui.respond(request, "index.html");
      if (index) return index;
      throw new Problem(
        "unavailable",
        "The page was not built into this checkout. Run ./scripts/build --assets and start again.",
      );
    }
    throw new Problem("not_found", "There is nothing at this address.");
  };

  const hidden = { detail: { ...openToAll, hide: true } };
  return new Elysia({ name: "page" })
    .get(
      "/api/licences",
      ({ request }) => {
        const notices = licences.respond(request, "licences.txt");
        if (!notices) throw new Problem("not_found", "The notices were not built into this checkout.");
        return notices;
      },
      {
        detail: {
          ...openToAll,
          summary: "The notices of everything inside the executable",
          tags: ["operations"],
          responses: answers("text/plain", "The notices."),
        },
      },
    )
    .get("/", ({ request }) => answer(request), hidden)
    .get("/*", ({ request }) => answer(request), hidden)
    .head("/", ({ request }) => answer(request), hidden)
    .head("/*", ({ request }) => answer(request), hidden);
};

function decodePath(request: Request): string {
  try {
    return decodeURIComponent(new URL(request.url).pathname).slice(1);
  } catch {
    throw new Problem("bad_request", "The address is not valid.");
  }
}
