import typography from "@tailwindcss/typography";
import { compile } from "tailwindcss";
import type { Resources } from "../resources.ts";
import { classNames } from "./class-names.ts";

type Compiler = Awaited<ReturnType<typeof compile>>;

interface Prepared {
  compiler: Compiler;
  /** Classes the compiler made rules for; it never forgets, so it may only serve a build that has all of them. */
  given: Set<string>;
}

/** All that decides what a compiler makes of a class. */
export interface Sheet {
  css: string;
  /** What `@config "vitrine:config"` of the sheet stands for. */
  config?: { theme: object; plugins: ((api: object) => void)[]; important: boolean };
  /** Equal for equal sheets. */
  key: string;
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
export function createCompilers(resources: Resources) {
  const used = new Map<string, Prepared[]>();
  const fresh = new Map<string, Promise<Compiler>>();
  /** The sheets of the last builds, the latest last. */
  let recent: Sheet[] = [];

  const compileSheet = ({ css, config }: Sheet): Promise<Compiler> =>
    compile(css, {
      base: "/",
      loadStylesheet: async (id, base) => ({
        path: id,
        base,
        content: id === "tw-animate-css" ? resources.styles.animate : "",
      }),
      loadModule: async (id, base) => ({
        path: id,
        base,
        module: id === "vitrine:config" ? (config ?? {}) : typography,
      }),
    });

  async function take(sheet: Sheet, candidates: ReadonlySet<string>): Promise<Prepared> {
    const pool = used.get(sheet.key) ?? [];
    let best: Prepared | undefined;
    for (const prepared of pool) {
      if ((best?.given.size ?? -1) < prepared.given.size && prepared.given.isSubsetOf(candidates)) best = prepared;
    }
    if (best) {
      pool.splice(pool.indexOf(best), 1);
      return best;
    }
    const ready = fresh.get(sheet.key) ?? compileSheet(sheet);
    fresh.delete(sheet.key);
    return { compiler: await ready, given: new Set() };
  }

  function giveBack(sheet: Sheet, prepared: Prepared): void {
    const pool = used.get(sheet.key) ?? [];
    pool.push(prepared);
    if (pool.length > 4) pool.shift();
    used.delete(sheet.key);
    used.set(sheet.key, pool);
    for (const oldest of [...used.keys()].slice(0, Math.max(0, used.size - kept))) used.delete(oldest);
    recent = [...recent.filter((one) => one.key !== sheet.key), sheet].slice(-preparedSheets);
  }

  /**
   * The sheet with the rules of `wanted`.
   * @throws Error from Tailwind when the sheet has a mistake
   */
  async function css(sheet: Sheet, wanted: ReadonlySet<string>): Promise<string> {
    const prepared = await take(sheet, wanted);
    const made = prepared.compiler.build([...wanted].sort());
    prepared.given = classNames(made, wanted);
    giveBack(sheet, prepared);
    return made;
  }

  /** Makes the next fresh compilers for `plain`, which most projects have, and for the last sheets; call it idle. */
  async function prepare(plain: Sheet): Promise<void> {
    const wanted = [plain, ...recent.filter((sheet) => sheet.key !== plain.key)];
    for (const key of fresh.keys()) if (!wanted.some((sheet) => sheet.key === key)) fresh.delete(key);
    for (const sheet of wanted) {
      if (fresh.has(sheet.key)) continue;
      const compiler = compileSheet(sheet);
      compiler.catch(() => fresh.delete(sheet.key));
      fresh.set(sheet.key, compiler);
      await compiler;
    }
  }

  return { css, prepare };
}
