import { palette3, shades } from "./palette3.ts";
import { isObject, type ScriptFunction, text, type Value } from "./script-values.ts";

const colours: { [key: string]: Value } = {
  inherit: "inherit",
  current: "currentColor",
  transparent: "transparent",
  black: "#000",
  white: "#fff",
};
for (const [name, values] of Object.entries(palette3)) {
  colours[name] = Object.fromEntries(values.split(" ").map((value, at) => [shades[at], `#${value}`]));
}
Object.assign(colours, {
  lightBlue: colours.sky,
  warmGray: colours.stone,
  trueGray: colours.neutral,
  coolGray: colours.gray,
  blueGray: colours.slate,
});

const defaultTheme: { [key: string]: Value } = {
  colors: colours,
  fontFamily: {
    sans: ["ui-sans-serif", "system-ui", "sans-serif"],
    serif: ["ui-serif", "Georgia", "Cambria", "Times New Roman", "Times", "serif"],
    mono: [
      "ui-monospace",
      "SFMono-Regular",
      "Menlo",
      "Monaco",
      "Consolas",
      "Liberation Mono",
      "Courier New",
      "monospace",
    ],
  },
  screens: { sm: "640px", md: "768px", lg: "1024px", xl: "1280px", "2xl": "1536px" },
};

const inModule = (values: { [key: string]: Value }, name: string): Value =>
  name === "*" || name === "default" ? values : values[name];

/** `plugin(handler)` is its handler; `plugin.withOptions(make)` is given no options. */
const pluginHelper: ScriptFunction = (handler) => handler;

/** Nested colours as one level: `gray: { 500: x }` becomes `gray-500: x`. */
const flattenColours: ScriptFunction = (nested) => {
  const flat: { [key: string]: Value } = {};
  const visit = (value: Value, name: string, depth: number) => {
    if (!isObject(value)) flat[name] = value;
    else if (depth < 6)
      for (const [key, one] of Object.entries(value)) {
        visit(one, key === "DEFAULT" ? name : name === "" ? key : `${name}-${key}`, depth + 1);
      }
  };
  visit(nested, "", 0);
  return flat;
};

const dataUri: ScriptFunction = (svg) => `data:image/svg+xml,${encodeURIComponent(text(svg).trim())}`;

const pluginNames = new WeakMap<object, string>();

/** The package that a value of `plugins` came from, or undefined for a plugin that stands in the file itself. */
export const pluginName = (value: Value): string | undefined =>
  typeof value === "function" || isObject(value) ? pluginNames.get(value) : undefined;

/** What a configuration can import: Tailwind's own modules as they are, every other package as a plugin of that name. */
export function configModules(module: string, name: string): Value {
  if (module === "tailwindcss/colors") return inModule(colours, name);
  if (/^tailwindcss\/defaultTheme(\.js)?$/.test(module)) return inModule(defaultTheme, name);
  if (/^tailwindcss\/plugin(\.js)?$/.test(module)) return pluginHelper;
  if (/flattenColorPalette(\.js)?$/.test(module)) {
    return name === "*" ? { default: flattenColours } : flattenColours;
  }
  if (module === "mini-svg-data-uri") return dataUri;
  // What a package's function makes of its options is a plugin of that package too.
  const plugin: ScriptFunction = () => {
    const made: { [key: string]: Value } = {};
    pluginNames.set(made, module);
    return made;
  };
  pluginNames.set(plugin, module);
  return plugin;
}
