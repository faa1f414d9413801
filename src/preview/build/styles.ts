import typography from "@tailwindcss/typography";
import { compile } from "tailwindcss";
import type { Diagnostic, SourceFile } from "../contract.ts";
import type { Project } from "./project.ts";
import type { Resources } from "./resources.ts";
import { adaptSheets } from "./sheet-adaptation.ts";
import { joinFlat, splitLayers } from "./tailwind/flatten.ts";
import { masterSheet } from "./tailwind/master.ts";
import { asVersion3 } from "./tailwind/output3.ts";
import { type TailwindVersion, tailwindVersion } from "./tailwind/version.ts";

type Compiler = Awaited<ReturnType<typeof compile>>;

interface Prepared {
  compiler: Compiler;
  /** Classes the compiler made rules for; it never forgets, so it may only serve a build that has all of them. */
  given: Set<string>;
}

/** All that decides what a compiler makes of a class. */
interface Sheet {
  css: string;
}

export interface Styles {
  css: string;
  diagnostics: Diagnostic[];
}

/** Sheets of which used compilers are kept, and of which a fresh one is prepared. */
const kept = 12;
const preparedSheets = 3;

/**
 * Tailwind for many builds. A compiler keeps every class it was ever given, so one is reused only for a build that
 * contains all of them (a component that is being streamed grows exactly so); other builds get a fresh one, of which
 * one is always prepared for each of the last sheets. Equal input therefore always gives equal CSS, and no project sees
 * another's classes.
 */
export function createStyler(resources: Resources) {
  const kitClasses = new Set(Object.values(resources.kitCandidates).flat());
  const used = new Map<string, Prepared[]>();
  const fresh = new Map<string, Promise<Compiler>>();
  /** The sheets of the last builds, the latest last. */
  let recent: Sheet[] = [];

  const compileSheet = ({ css }: Sheet): Promise<Compiler> =>
    compile(css, {
      base: "/",
      loadStylesheet: async (id, base) => ({
        path: id,
        base,
        content: id === "tw-animate-css" ? resources.styles.animate : "",
      }),
      loadModule: async (id, base) => ({ path: id, base, module: tailwindModule(id) }),
    });

  async function take(sheet: Sheet, candidates: ReadonlySet<string>): Promise<Prepared> {
    const pool = used.get(sheet.css) ?? [];
    let best: Prepared | undefined;
    for (const prepared of pool) {
      if ((best?.given.size ?? -1) < prepared.given.size && isSubset(prepared.given, candidates)) best = prepared;
    }
    if (best) {
      pool.splice(pool.indexOf(best), 1);
      return best;
    }
    const ready = fresh.get(sheet.css) ?? compileSheet(sheet);
    fresh.delete(sheet.css);
    return { compiler: await ready, given: new Set() };
  }

  function giveBack(sheet: Sheet, prepared: Prepared): void {
    const pool = used.get(sheet.css) ?? [];
    pool.push(prepared);
    if (pool.length > 4) pool.shift();
    used.delete(sheet.css);
    used.set(sheet.css, pool);
    for (const oldest of [...used.keys()].slice(0, Math.max(0, used.size - kept))) used.delete(oldest);
  }

  /** Prepares the next fresh compilers for the sheet that most projects have and for the last ones; call it idle. */
  async function prepare(): Promise<void> {
    const plain = sheetOf({ version: 4, css: "", triples: [], hasTokens: true }, new Set());
    const wanted = [plain, ...recent.filter((sheet) => sheet.css !== plain.css)];
    for (const css of fresh.keys()) if (!wanted.some((sheet) => sheet.css === css)) fresh.delete(css);
    for (const sheet of wanted) {
      if (fresh.has(sheet.css)) continue;
      const compiler = compileSheet(sheet);
      compiler.catch(() => fresh.delete(sheet.css));
      fresh.set(sheet.css, compiler);
      await compiler;
    }
  }

  /**
   * @param candidates words that may be classes, of the project and of the kit modules that it reaches
   * @param asked the version of Tailwind, where it is not to be found out
   */
  async function build(project: Project, candidates: Iterable<string>, asked?: TailwindVersion): Promise<Styles> {
    const version = asked ?? tailwindVersion(project);
    const sheets: SourceFile[] = [...project.files]
      .filter(([path]) => isSheet(path))
      .map(([path, text]) => ({ path, text }));
    const adapted = adaptSheets(sheets);
    const wanted = new Set(candidates);
    const make = async (sheet: Sheet): Promise<string> => {
      const css = await compiled(sheet, wanted);
      recent = [...recent.filter((one) => one.css !== sheet.css), sheet].slice(-preparedSheets);
      return version === 3 ? finish3(css, wanted, isOnlyKits(project)) : css;
    };
    try {
      return { css: await make(sheetOf({ version, ...adapted }, wanted)), diagnostics: adapted.diagnostics };
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
      const bare = sheetOf({ version, css: "", triples: [], hasTokens: true }, wanted);
      return { css: await make(bare), diagnostics: [...adapted.diagnostics, diagnostic] };
    }
  }

  interface SheetParts {
    version: TailwindVersion;
    css: string;
    /** Custom properties that hold bare colour triples. */
    triples: string[];
    hasTokens: boolean;
  }

  function sheetOf({ version, css, triples, hasTokens }: SheetParts, wanted: ReadonlySet<string>): Sheet {
    // The plugin alone costs three times as much as everything else.
    const prose = css.includes("prose") || [...wanted].some((candidate) => /(^|:)!?prose/.test(candidate));
    const tokenCorners = version === 4 ? hasTokens : hasTokens && css !== "";
    const master = masterSheet(resources, { version, tokenCorners, preflight: true, prose, config: false });
    const theme = triples.length > 0 ? `@theme inline {\n${triples.map(tripleColour).join("\n")}\n}` : "";
    return { css: [master, css, theme].join("\n") };
  }

  async function compiled(sheet: Sheet, wanted: ReadonlySet<string>): Promise<string> {
    const prepared = await take(sheet, wanted);
    const css = prepared.compiler.build([...wanted].sort());
    prepared.given = classNames(css, wanted);
    giveBack(sheet, prepared);
    return css;
  }

  /** Whether a class stands in the kit and nowhere in a project. */
  const isOnlyKits = (project: Project) => (name: string) =>
    kitClasses.has(name) && ![...project.files.values()].some((text) => text.includes(name));

  return { build, prepare };
}

function isSubset(small: ReadonlySet<string>, large: ReadonlySet<string>): boolean {
  if (small.size > large.size) return false;
  for (const item of small) if (!large.has(item)) return false;
  return true;
}

const isSheet = (path: string): boolean => /\.(css|scss)$/.test(path) && !/\.module\./.test(path);

const tripleColour = (name: string): string => `  --color-${name.replace(/^color-/, "")}: hsl(var(--${name}));`;

const classPattern = /\.((?:\\.|[\w-])+)/g;
const unescaped = (name: string): string => name.replace(/\\(.)/g, "$1");

/** Those of `among` that a style sheet has rules for. */
function classNames(css: string, among: ReadonlySet<string>): Set<string> {
  const found = new Set<string>();
  for (const match of css.matchAll(classPattern)) {
    const name = unescaped(match[1] ?? "");
    if (among.has(name)) found.add(name);
  }
  return found;
}

const opacityFamily = /(?:^|:)!?(bg|text|border|ring|divide|placeholder)-opacity-/;

/** What 4 compiled, with the defaults and in the order of 3. */
function finish3(css: string, wanted: ReadonlySet<string>, isKits: (name: string) => boolean): string {
  const opacities = new Set<string>();
  for (const candidate of wanted) {
    const family = opacityFamily.exec(candidate)?.[1];
    if (family) opacities.add(family);
  }
  // Our own components animate `transform` itself, so their classes have to leave it alone.
  const keepsTransforms = (selector: string): boolean =>
    /translate|scale|rotate|skew|transform/.test(selector) &&
    [...selector.matchAll(classPattern)].some((match) => isKits(unescaped(match[1] ?? "")));
  const { layers, rest } = splitLayers(css);
  const convert = (text: string) => asVersion3(text, { keepsTransforms, opacities });
  for (const name of ["base", "components", "utilities"]) layers.set(name, convert(layers.get(name) ?? ""));
  return joinFlat({ layers, rest: convert(rest) });
}

function tailwindModule(id: string) {
  if (id === "@tailwindcss/typography") return typography;
  return () => {};
}
