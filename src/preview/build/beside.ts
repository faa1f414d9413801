import type { Diagnostic } from "../contract.ts";
import type { Project } from "./project.ts";

/** Configuration, tests, stories and what answers requests: no preview ever runs them. */
export const neverShown =
  /(^|\/)(middleware|instrumentation|route|next-env|[\w-]+\.(config|setup|test|spec|stories|cy)|(pages|src\/pages)\/api\/.*|vite-env)\.[cm]?[jt]sx?$|(^|\/)(__tests__|__mocks__|cypress|e2e|tests?)\//;

/** How the message of a mistake in such a file ends. */
export const besideNote = "The file is not part of this preview.";

/**
 * Says of everything that is wrong in a file outside of the preview that it does not touch what is shown. What tools and
 * tests import is none of the preview's business.
 */
export function besidePreview(project: Project, reached: ReadonlySet<string>, found: Diagnostic[]): Diagnostic[] {
  return found.flatMap((diagnostic) => {
    const { path, severity, repaired } = diagnostic;
    if (repaired || reached.has(path) || !project.code.has(path) || severity === "info") return [diagnostic];
    const isSyntax = diagnostic.fix === undefined;
    if (neverShown.test(path) && !isSyntax) return [];
    const message = `${diagnostic.message.replace(/\.?$/, ".")} ${besideNote}`;
    return [{ ...diagnostic, message, severity: "warning" as const }];
  });
}
