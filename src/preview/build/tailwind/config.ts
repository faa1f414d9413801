import type { Diagnostic } from "../../contract.ts";
import { type Project, position } from "../project.ts";
import { configModules, pluginName } from "./config-modules.ts";
import { safelisted } from "./safelist.ts";
import { parseScript } from "./script-parser.ts";
import { isObject, NotStatic, type ScriptFunction, scriptValue, text, type Value } from "./script-values.ts";
import { isTailwindConfig } from "./version.ts";

/** A project's tailwind.config, as far as it can be read without running it. */
export interface ProjectConfig {
  path: string;
  source: string;
  /** Theme and inline plugins, in the shape that Tailwind takes. */
  theme: { [key: string]: Value };
  plugins: ScriptFunction[];
  /** Packages that it names as plugins. */
  packages: string[];
  /** Classes that are always made. */
  safelist: string[];
  /** `tw-` where every class begins with it. */
  prefix: string;
  important: boolean;
  preflight: boolean;
  /** Selectors under which `dark:` holds, besides `.dark`. */
  darkSelectors: string[];
  /** Every key of the theme, such as the `18` of `spacing: { 18: "4.5rem" }`. */
  keys: ReadonlySet<string>;
}

export interface ReadConfig {
  config: ProjectConfig | undefined;
  diagnostics: Diagnostic[];
}

/** Reads the configuration by looking at it; what only running it would tell is left out and reported. */
export function readConfig(project: Project): ReadConfig {
  const path = [...project.files.keys()].filter(isTailwindConfig).sort((a, b) => a.length - b.length)[0];
  if (path === undefined) return { config: undefined, diagnostics: [] };
  const source = project.files.get(path) ?? "";
  const missed = new Set<string>();
  let value: Value;
  try {
    const plain = new Bun.Transpiler({ loader: "ts" }).transformSync(source);
    value = scriptValue(parseScript(plain), configModules, (what) => missed.add(what));
  } catch (thrown) {
    if (!(thrown instanceof NotStatic || thrown instanceof SyntaxError || thrown instanceof Error)) throw thrown;
    missed.add(thrown instanceof NotStatic ? thrown.message : "it has a mistake in its syntax");
  }
  const diagnostics: Diagnostic[] = [];
  if (missed.size > 0 || !isObject(value)) {
    const reasons = missed.size > 0 ? [...missed].slice(0, 3).join("; ") : "it exports no object";
    diagnostics.push({
      path,
      ...position(source, Math.max(0, source.search(/\btheme\b/))),
      message: `Not everything in this file could be read without running it: ${reasons}. The rest of it is in effect.`,
      severity: "info",
      fix: "Write these values as plain text, numbers, lists and objects.",
    });
  }
  return { config: isObject(value) ? configOf(path, source, value) : undefined, diagnostics };
}

function configOf(path: string, source: string, value: { [key: string]: Value }): ProjectConfig {
  const theme = isObject(value.theme) ? value.theme : {};
  const plugins = Array.isArray(value.plugins) ? value.plugins : [];
  const inline: ScriptFunction[] = [];
  const packages: string[] = [];
  for (const plugin of plugins) {
    const name = pluginName(plugin);
    if (name !== undefined) packages.push(name);
    else if (typeof plugin === "function") inline.push(plugin);
    else if (isObject(plugin) && typeof plugin.handler === "function") inline.push(plugin.handler);
  }
  const core = value.corePlugins;
  return {
    path,
    source,
    theme,
    plugins: inline,
    packages,
    safelist: safelisted(value.safelist, theme),
    prefix: text(value.prefix),
    important: value.important === true,
    preflight: !(isObject(core) && core.preflight === false),
    darkSelectors: darkSelectors(value.darkMode),
    keys: keysOf(theme),
  };
}

/** `["class", '[data-theme="dark"]']`, or `["variant", "&:is(.night *)"]`. */
function darkSelectors(mode: Value): string[] {
  if (!Array.isArray(mode)) return [];
  const [, second] = mode;
  const selectors = (Array.isArray(second) ? second : [second]).map(text);
  return selectors
    .map((selector) => /^&?:(?:is|where)\((.*?)(?: \*)?(?:,.*)?\)$/.exec(selector)?.[1] ?? selector)
    .filter((selector) => selector !== "" && selector !== ".dark" && /^[\w.#[\]="'-]+$/.test(selector));
}

function keysOf(theme: { [key: string]: Value }): Set<string> {
  const keys = new Set<string>();
  const sections = [theme, isObject(theme.extend) ? theme.extend : {}];
  for (const section of sections.flatMap((one) => Object.values(one))) {
    if (isObject(section)) for (const key of Object.keys(section)) keys.add(key);
  }
  return keys;
}
