import type { AnyElysia } from "elysia";
import { openToAll } from "../accounts/index.ts";
import { Problem } from "../platform/problem.ts";

interface Pattern {
  matches: RegExp;
  methods: Set<string>;
}

const everything = "/*";

function patternsOf(app: AnyElysia): Pattern[] {
  const byPath = new Map<string, Pattern>();
  for (const { path, method } of app.routes) {
    if (path === everything || method === "WS") continue;
    const source = path
      .replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&")
      .replaceAll(/:[^/]+/g, "[^/]+")
      .replaceAll("*", ".*");
    const known = byPath.get(path) ?? { matches: new RegExp(`^${source}$`), methods: new Set() };
    known.methods.add(method);
    byPath.set(path, known);
  }
  return [...byPath.values()];
}

/** Gives a known address that was asked with a wrong method its 405 with `Allow`; Elysia alone answers 404. */
export function methodNotAllowed(app: AnyElysia): AnyElysia {
  const patterns = patternsOf(app);
  app.all(
    everything,
    ({ request }) => {
      const { pathname } = new URL(request.url);
      const allowed = new Set(
        patterns.filter(({ matches }) => matches.test(pathname)).flatMap(({ methods }) => [...methods]),
      );
      if (allowed.size === 0) throw new Problem("not_found", "There is nothing at this address.");
      const allow = [...allowed].sort().join(", ");
      throw new Problem("method_not_allowed", `This address takes ${allow}, not ${request.method}.`, {
        headers: { allow },
      });
    },
    { detail: { ...openToAll, hide: true } },
  );
  return app;
}
