import typography from "@tailwindcss/typography";
import { compile } from "tailwindcss";
import type { Diagnostic } from "../contract.ts";
import type { Project } from "./project.ts";
import type { Resources } from "./resources.ts";
import { adaptSheet, type SheetAdaptation } from "./sheet-adaptation.ts";

type Compiler = Awaited<ReturnType<typeof compile>>;

interface Prepared {
  compiler: Compiler;
  /** Classes the compiler made rules for; it never forgets, so it may only serve a build that has all of them. */
  given: Set<string>;
}

export interface Styles {
  css: string;
  diagnostics: Diagnostic[];
}

const kept = 12;

/**
 * Tailwind for many builds. A compiler keeps every class it was ever given, so one is reused only for a build that
 * contains all of them (a component that is being streamed grows exactly so); other builds get a fresh one, of which
 * one is always prepared. Equal input therefore always gives equal CSS, and no project sees another's classes.
 */
export function createStyler(resources: Resources) {
  const used = new Map<string, Prepared[]>();
  const fresh = new Map<string, Promise<Compiler>>();

  const compileSheet = (sheet: string): Promise<Compiler> =>
    compile(sheet, {
      base: "/",
      loadStylesheet: async (id, base) => ({ path: id, base, content: importedSheet(resources, id) }),
      loadModule: async (id, base) => ({ path: id, base, module: tailwindModule(id) }),
    });

  async function take(sheet: string, candidates: ReadonlySet<string>): Promise<Prepared> {
    const pool = used.get(sheet) ?? [];
    let best: Prepared | undefined;
    for (const prepared of pool) {
      if ((best?.given.size ?? -1) < prepared.given.size && isSubset(prepared.given, candidates)) best = prepared;
    }
    if (best) {
      pool.splice(pool.indexOf(best), 1);
      return best;
    }
    const ready = fresh.get(sheet) ?? compileSheet(sheet);
    fresh.delete(sheet);
    return { compiler: await ready, given: new Set() };
  }

  function giveBack(sheet: string, prepared: Prepared): void {
    const pool = used.get(sheet) ?? [];
    pool.push(prepared);
    if (pool.length > 4) pool.shift();
    used.delete(sheet);
    used.set(sheet, pool);
    for (const oldest of [...used.keys()].slice(0, Math.max(0, used.size - kept))) used.delete(oldest);
  }

  /** Prepares the next fresh compiler for the sheet that most projects have; call it when nothing waits. */
  async function prepare(): Promise<void> {
    const sheet = fullSheet(resources, adaptSheet([]), false);
    if (fresh.has(sheet)) return;
    const compiler = compileSheet(sheet);
    compiler.catch(() => fresh.delete(sheet));
    fresh.set(sheet, compiler);
    await compiler;
  }

  async function build(project: Project, candidates: Iterable<string>): Promise<Styles> {
    const sheets = [...project.files].filter(([path]) => isSheet(path)).map(([path, text]) => ({ path, text }));
    const adapted = adaptSheet(sheets);
    const wanted = new Set(candidates);
    // The plugin alone costs three times as much as everything else.
    const prose = [...wanted].some((candidate) => /(^|:)prose/.test(candidate)) || adapted.css.includes("prose");
    try {
      return { css: await compiled(fullSheet(resources, adapted, prose), wanted), diagnostics: adapted.diagnostics };
    } catch (thrown) {
      // A broken style sheet must not take the rest of the styles away.
      const message = thrown instanceof Error ? thrown.message : String(thrown);
      const diagnostic: Diagnostic = {
        path: sheets[0]?.path ?? "",
        line: 1,
        column: 1,
        message: `The style sheet could not be compiled and was left out: ${message}`,
        severity: "error",
      };
      const css = await compiled(fullSheet(resources, adaptSheet([]), prose), wanted);
      return { css, diagnostics: [...adapted.diagnostics, diagnostic] };
    }
  }

  async function compiled(sheet: string, wanted: ReadonlySet<string>): Promise<string> {
    const prepared = await take(sheet, wanted);
    const css = prepared.compiler.build([...wanted].sort());
    prepared.given = classNames(css, wanted);
    giveBack(sheet, prepared);
    return css;
  }

  return { build, prepare };
}

function isSubset(small: ReadonlySet<string>, large: ReadonlySet<string>): boolean {
  if (small.size > large.size) return false;
  for (const item of small) if (!large.has(item)) return false;
  return true;
}

const isSheet = (path: string): boolean => /\.(css|scss)$/.test(path) && !/\.module\./.test(path);

/** Those of `among` that a style sheet has rules for. */
function classNames(css: string, among: ReadonlySet<string>): Set<string> {
  const found = new Set<string>();
  for (const match of css.matchAll(/\.((?:\\.|[\w-])+)/g)) {
    const name = (match[1] ?? "").replace(/\\(.)/g, "$1");
    if (among.has(name)) found.add(name);
  }
  return found;
}

const fullSheet = (resources: Resources, adapted: SheetAdaptation, prose: boolean): string =>
  [
    '@layer theme, base, components, utilities;\n@import "tailwindcss";\n@import "tw-animate-css";',
    prose ? '@plugin "@tailwindcss/typography";' : "",
    resources.styles.theme,
    adapted.css,
  ].join("\n");

function importedSheet(resources: Resources, id: string): string {
  if (id === "tailwindcss" || id === "tailwindcss/index.css") return resources.styles.tailwind;
  if (id === "tw-animate-css") return resources.styles.animate;
  return "";
}

function tailwindModule(id: string) {
  if (id === "@tailwindcss/typography") return typography;
  return () => {};
}
