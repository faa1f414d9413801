import type { Diagnostic } from "../contract.ts";
import type { Project } from "./project.ts";

const kept = 400;
const known = new Map<string, Omit<Diagnostic, "path"> | undefined>();

/**
 * The first syntax error of a source, or undefined. Answers are remembered: most files of a project are the same in the
 * next build.
 */
export function syntaxError(source: string): Omit<Diagnostic, "path"> | undefined {
  if (known.has(source)) return known.get(source);
  const found = firstError(source);
  known.set(source, found);
  for (const oldest of known.keys()) {
    if (known.size <= kept) break;
    known.delete(oldest);
  }
  return found;
}

const transpiler = new Bun.Transpiler({ loader: "tsx" });

function firstError(source: string): Omit<Diagnostic, "path"> | undefined {
  try {
    transpiler.transformSync(source);
    return undefined;
  } catch (thrown) {
    const first = thrown instanceof AggregateError ? thrown.errors[0] : thrown;
    // An exhausted stack is not the fault of one line; the worker has its own answer to it.
    if (/maximum call stack/i.test(String(first))) throw thrown;
    const position = first instanceof BuildMessage ? first.position : null;
    return {
      line: Math.max(1, position?.line ?? 1),
      column: Math.max(1, position?.column ?? 1),
      message: first instanceof Error ? first.message : String(first),
      severity: "error",
    };
  }
}

/** Files of code that no bundler could read, with what is wrong in them. */
export function brokenFiles(project: Project): Map<string, Diagnostic> {
  const found = new Map<string, Diagnostic>();
  for (const file of project.code.values()) {
    const error = syntaxError(file.text);
    if (error) found.set(file.path, { path: file.path, ...error });
  }
  return found;
}
