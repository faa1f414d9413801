import type { Diagnostic, SourceFile } from "../contract.ts";
import { type Project, position } from "./project.ts";
import type { Resources } from "./resources.ts";
import { adaptSheets, noSheets, type SheetAdaptation } from "./sheet-adaptation.ts";
import { namesIn, renamed } from "./tailwind/class-names.ts";
import { createCompilers, type Sheet } from "./tailwind/compilers.ts";
import { type ProjectConfig, readConfig } from "./tailwind/config.ts";
import { joinFlat, projectBase, splitLayers } from "./tailwind/flatten.ts";
import { masterSheet } from "./tailwind/master.ts";
import { withoutFault } from "./tailwind/mended.ts";
import { asVersion3 } from "./tailwind/output3.ts";
import { withOwnClasses } from "./tailwind/own-classes.ts";
import { pluginSheets } from "./tailwind/plugins.ts";
import { recalled } from "./tailwind/recalled.ts";
import { borderColour, themeFor } from "./tailwind/theme-values.ts";
import { type TailwindVersion, tailwindVersion } from "./tailwind/version.ts";
import { vocabulary } from "./tailwind/vocabulary.ts";
import { webFonts } from "./tailwind/web-fonts.ts";

export interface Styles {
  css: string;
  diagnostics: Diagnostic[];
}

/** A project's style sheets and configuration, ready to be compiled. */
interface Setting {
  version: TailwindVersion;
  config: ProjectConfig | undefined;
  adapted: SheetAdaptation;
  /** The project's own CSS. */
  css: string;
  ownUtilities: ReadonlyMap<string, string>;
}

/** How many mistakes are taken out of a style sheet before it is left out whole. */
const mendings = 12;

/** Makes the style sheets of builds. Equal input always gives equal CSS. */
export function createStyler(resources: Resources) {
  const compilers = createCompilers(resources);
  const kit = new Set(Object.values(resources.kitCandidates).flat());
  const configOf = recalled(readConfig, (project) => configKey(project));
  /** Sheets that had to be mended, by what they were. */
  const mended = new Map<string, { css: string; diagnostics: Diagnostic[] }>();

  const prepare = (): Promise<void> => compilers.prepare(sheetOf(bare(4), new Set()));

  /**
   * @param candidates words that may be classes, of the project and of the kit modules that it reaches
   * @param asked the version of Tailwind, where it is not to be found out
   */
  async function build(project: Project, candidates: Iterable<string>, asked?: TailwindVersion): Promise<Styles> {
    const version = asked ?? tailwindVersion(project);
    const { config, diagnostics } = configOf(project);
    const sheets = [...project.files].filter(([path]) => isSheet(path)).map(([path, text]) => ({ path, text }));
    const words = new Set(candidates);
    const setting = settingOf(version, config, sheets, words);
    const { css, notes, unknown } = await compiled(setting, sheets, words, project);
    const lacking = pluginSheets([...(config?.packages ?? []), ...setting.adapted.plugins]).lacking;
    return {
      css: [css, webFonts(project, resources.fonts)].filter((part) => part !== "").join("\n"),
      diagnostics: [
        ...diagnostics,
        ...setting.adapted.diagnostics,
        ...lacking.map((name) => noPlugin(name, project)),
        ...unknownNumbers(project, unknown),
        ...notes,
      ],
    };
  }

  function settingOf(
    version: TailwindVersion,
    config: ProjectConfig | undefined,
    sheets: SourceFile[],
    words: ReadonlySet<string>,
  ): Setting {
    const adapted = adaptSheets(sheets);
    const variants = new Set(
      [...words].flatMap((word) => (word.includes(":") ? [word.slice(word.lastIndexOf(":") + 1)] : [])),
    );
    const prefix = version === 3 ? (config?.prefix ?? "") : "";
    const own = withOwnClasses(adapted.css, prefix, (name) => version === 3 && variants.has(name));
    const css = version === 3 ? own.css.replace(/@layer\s+base\s*\{/g, `@layer ${projectBase} {`) : own.css;
    return { version, config, adapted, css, ownUtilities: own.utilities };
  }

  const bare = (version: TailwindVersion, config?: ProjectConfig): Setting => ({
    version,
    config,
    adapted: noSheets,
    css: "",
    ownUtilities: new Map(),
  });

  function sheetOf({ version, config, adapted, css }: Setting, words: ReadonlySet<string>): Sheet {
    // The plugin alone costs three times as much as everything else.
    const prose = css.includes("prose") || [...words].some((word) => /(^|:)!?[\w-]*prose/.test(word));
    const master = masterSheet(resources, {
      version,
      // In 3 a configuration says it, unless it was left at home.
      tokenCorners: version === 4 ? !adapted.setsUp || adapted.hasRadius : adapted.hasRadius && config === undefined,
      preflight: config?.preflight ?? true,
      borderColour: config && borderColour(config.theme),
      darkSelectors: [...adapted.darkSelectors, ...(config?.darkSelectors ?? [])],
      prose,
      config: config !== undefined,
    });
    const plugins = pluginSheets([...(config?.packages ?? []), ...adapted.plugins]).css;
    const triples = adapted.triples.filter((name) => !config?.keys.has(name));
    const theme = triples.length > 0 ? `@theme inline {\n${triples.map(tripleColour).join("\n")}\n}` : "";
    const text = [master, plugins, css, theme].join("\n");
    if (!config) return { css: text, key: text };
    const whole = themeFor(config, adapted.triples, resources.styles.theme);
    return { css: text, config: whole, key: `${text}\0${config.source}` };
  }

  /** Compiles a project's sheets; of those with mistakes as much as can be, and says what was left out. */
  async function compiled(
    setting: Setting,
    sheets: SourceFile[],
    words: ReadonlySet<string>,
    project: Project,
  ): Promise<{ css: string; notes: Diagnostic[]; unknown: string[] }> {
    const known = mended.get(setting.css);
    let css = known?.css ?? setting.css;
    let left = sheets;
    const notes = new Map((known?.diagnostics ?? []).map((note) => [note.message, note]));
    const note = (one: Diagnostic) => notes.set(one.message, one);
    for (let round = 0; ; round++) {
      try {
        const made = await finished({ ...setting, css }, words, project);
        const diagnostics = [...notes.values()];
        if (diagnostics.length > 0) remember(setting.css, { css, diagnostics });
        return { ...made, notes: diagnostics };
      } catch (thrown) {
        const message = thrown instanceof Error ? thrown.message : String(thrown);
        const rest = round < mendings ? withoutFault(css, message) : undefined;
        if (rest) {
          css = rest.css;
          note({ ...placeOf(left, rest.note.search), ...wordsOf(rest.note), severity: "warning" });
        } else if (css !== "") {
          // A broken style sheet must not take the rest of the styles away.
          const culprit = round < mendings ? await culpritOf(setting, left, words, message) : undefined;
          left = culprit ? left.filter((sheet) => sheet !== culprit) : [];
          css = left.length > 0 ? settingOf(setting.version, setting.config, left, words).css : "";
          note({
            ...placeOf(culprit ? [culprit] : sheets, ""),
            message: `The style sheet could not be compiled and was left out: ${message.split("\n")[0]}`,
            severity: "error",
          });
        } else if (setting.config) return compiled({ ...setting, config: undefined }, sheets, words, project);
        else throw thrown;
      }
    }
  }

  function remember(key: string, value: { css: string; diagnostics: Diagnostic[] }): void {
    mended.set(key, value);
    for (const oldest of [...mended.keys()].slice(0, Math.max(0, mended.size - 8))) mended.delete(oldest);
  }

  /** The one sheet without which the complaint is gone. */
  async function culpritOf(setting: Setting, sheets: SourceFile[], words: ReadonlySet<string>, message: string) {
    if (sheets.length < 2) return sheets[0];
    for (const sheet of sheets.slice(0, mendings)) {
      const others = settingOf(
        setting.version,
        setting.config,
        sheets.filter((one) => one !== sheet),
        words,
      );
      try {
        await compilers.css(sheetOf(others, words), new Set());
        return sheet;
      } catch (thrown) {
        if (!(thrown instanceof Error) || thrown.message !== message) return sheet;
      }
    }
    return undefined;
  }

  async function finished(setting: Setting, words: ReadonlySet<string>, project: Project) {
    const { version, config, ownUtilities } = setting;
    const { wanted, names, unknown } = vocabulary({ version, config, candidates: words, kit, ownUtilities });
    const css = await compilers.css(sheetOf(setting, words), wanted);
    if (version === 4) return { css, unknown };
    const { layers, rest } = splitLayers(css);
    const opacities = opacitiesIn(wanted);
    // Our own components animate `transform` itself, so their classes have to leave it alone.
    const keepsTransforms = (selector: string): boolean =>
      /translate|scale|rotate|skew|transform/.test(selector) &&
      namesIn(selector).some(
        (name) => kit.has(name) && ![...project.files.values()].some((text) => text.includes(name)),
      );
    const convert = (text: string) => asVersion3(text, { keepsTransforms, opacities });
    for (const name of ["base", projectBase, "components", "utilities"])
      layers.set(name, convert(layers.get(name) ?? ""));
    layers.set("utilities", renamed(layers.get("utilities") ?? "", names));
    return { css: joinFlat({ layers, rest: convert(rest) }), unknown };
  }

  return { build, prepare };
}

const isSheet = (path: string): boolean => /\.(css|scss|pcss)$/.test(path) && !/\.module\./.test(path);

const tripleColour = (name: string): string => `  --color-${name.replace(/^color-/, "")}: hsl(var(--${name}));`;

const configKey = (project: Project): string =>
  [...project.files]
    .flatMap(([path, text]) => (path.includes("tailwind.config") ? [`${path}\0${text}`] : []))
    .join("\0");

/** Families of which an opacity class is used. */
function opacitiesIn(words: Iterable<string>): Set<string> {
  const families = new Set<string>();
  for (const word of words) {
    const family = /(?:^|:)!?(bg|text|border|ring|divide|placeholder)-opacity-/.exec(word)?.[1];
    if (family) families.add(family);
  }
  return families;
}

const wordsOf = ({ message, fix }: { message: string; fix?: string }) => ({ message, ...(fix ? { fix } : {}) });

function placeOf(sheets: SourceFile[], search: string): Pick<Diagnostic, "path" | "line" | "column"> {
  const sheet = sheets.find(({ text }) => text.includes(search)) ?? sheets[0];
  if (!sheet) return { path: "", line: 1, column: 1 };
  return { path: sheet.path, ...position(sheet.text, Math.max(0, sheet.text.indexOf(search))) };
}

/** Says of classes with a number that Tailwind 3 lacks where they stand; of words in a text nothing. */
function unknownNumbers(project: Project, classes: string[]): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const [path, text] of classes.length > 0 ? project.files : []) {
    if (!project.code.has(path)) continue;
    const here = classes.filter((name) => text.includes(name));
    for (const [at, line] of here.length > 0 ? text.split("\n").entries() : []) {
      if (!/class(Name)?=|\b(cn|clsx|cva|twMerge)\(/.test(line)) continue;
      const names = here.filter((name) => line.split(/[\s"'`{}()]+/).includes(name));
      if (names.length === 0) continue;
      found.push({
        path,
        line: at + 1,
        column: line.indexOf(names[0] ?? "") + 1,
        message: `Tailwind 3 has no class ${names.join(", ")}, so it has no effect.`,
        severity: "info",
        fix: "Take the nearest number of its scale, or write the value in square brackets.",
      });
    }
  }
  return found;
}

function noPlugin(name: string, project: Project): Diagnostic {
  const sources = [...project.files]
    .filter(([path]) => /tailwind\.config|\.css$/.test(path))
    .map(([path, text]) => ({ path, text }));
  return {
    ...placeOf(sources, name),
    message: `The Tailwind plugin ${name} is not part of the preview: the classes it would add have no effect.`,
    severity: "info",
  };
}
