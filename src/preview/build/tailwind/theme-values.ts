import type { Sheet } from "./compilers.ts";
import type { ProjectConfig } from "./config.ts";
import { palette3 } from "./palette3.ts";
import { isObject, NotStatic, type ScriptFunction, text, type Value } from "./script-values.ts";

/** What Tailwind is given of a configuration. */
export function themeFor(
  config: ProjectConfig,
  triples: readonly string[],
  tokenSheet: string,
): NonNullable<Sheet["config"]> {
  const whole = (value: Value): Value => wholeTokens(value, new Set(triples), tokenSheet);
  const theme = whole(config.theme);
  return {
    theme: isObject(theme) ? theme : {},
    plugins: config.plugins.map((plugin) => (api) => void harmless(plugin)(readable(api))),
    important: config.important,
  };
}

/** The colour of borders that have none, where a theme says so. */
export function borderColour(theme: { [key: string]: Value }): string | undefined {
  for (const section of [isObject(theme.extend) ? theme.extend : {}, theme]) {
    const colours = section.borderColor;
    const own = isObject(colours) ? text(colours.DEFAULT) : "";
    if (own !== "") return own.replace("<alpha-value>", "1");
    const grey = isObject(section.colors) && isObject(section.colors.gray) ? text(section.colors.gray["200"]) : "";
    if (grey !== "") return grey;
  }
  return `#${palette3.gray?.split(" ")[2]}`;
}

/**
 * `hsl(var(--primary))` is for tokens that hold bare triples. Where the project's sheets do not make it one, the token is
 * ours and holds a whole colour.
 */
function wholeTokens(value: Value, triples: ReadonlySet<string>, tokenSheet: string): Value {
  if (typeof value === "string") {
    return value.replace(/hsla?\(\s*var\(--([\w-]+)\)\s*(?:\/\s*<alpha-value>\s*)?\)/g, (whole, name: string) =>
      !triples.has(name) && tokenSheet.includes(`--${name}:`) ? `var(--${name})` : whole,
    );
  }
  if (Array.isArray(value)) return value.map((one) => wholeTokens(one, triples, tokenSheet));
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, wholeTokens(one, triples, tokenSheet)]));
  }
  return typeof value === "function" ? harmless(value) : value;
}

/** What cannot be followed when Tailwind asks for it comes to nothing. */
const harmless =
  (run: ScriptFunction): ScriptFunction =>
  (...args) => {
    try {
      return run(...args);
    } catch (thrown) {
      if (thrown instanceof NotStatic) return {};
      throw thrown;
    }
  };

/** Without variables that stand for themselves, which come of turning every colour of a theme into a variable. */
function withoutCircles(rules: Value): Value {
  if (!isObject(rules)) return rules;
  const sound = Object.entries(rules).filter(([name, value]) => !text(value).includes(`var(${name})`));
  return Object.fromEntries(sound.map(([name, value]) => [name, withoutCircles(value)]));
}

/** Tailwind's functions for plugins, as values of a script. */
function readable(api: object): { [key: string]: Value } {
  const names = [
    "addBase",
    "addUtilities",
    "addComponents",
    "addVariant",
    "matchUtilities",
    "matchComponents",
    "matchVariant",
    "theme",
    "config",
    "prefix",
    "e",
  ];
  return Object.fromEntries(
    names.flatMap((name): [string, ScriptFunction][] => {
      const run: unknown = Reflect.get(api, name);
      if (typeof run !== "function") return [];
      return [[name, (...args) => Reflect.apply(run, api, name === "addBase" ? args.map(withoutCircles) : args)]];
    }),
  );
}
