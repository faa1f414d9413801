import { palette3, shades } from "./palette3.ts";
import { isObject, text, type Value } from "./script-values.ts";

const colourFamilies =
  "bg text border ring from via to fill stroke divide placeholder shadow outline decoration accent caret".split(" ");
const numbered: [family: string, values: string[]][] = [
  ...["grid-cols", "grid-rows", "col-span", "row-span", "order"].map((family): [string, string[]] => [
    family,
    Array.from({ length: 12 }, (_, at) => String(at + 1)),
  ]),
  ...["p", "px", "py", "pt", "pr", "pb", "pl", "m", "mx", "my", "mt", "mr", "mb", "ml", "gap", "w", "h", "size"].map(
    (family): [string, string[]] => [
      family,
      "0 0.5 1 1.5 2 2.5 3 3.5 4 5 6 7 8 9 10 11 12 14 16 20 24 28 32 40 48 56 64 72 80 96".split(" "),
    ],
  ),
  ["text", "xs sm base lg xl 2xl 3xl 4xl 5xl 6xl 7xl 8xl 9xl left center right".split(" ")],
  ["opacity", Array.from({ length: 21 }, (_, at) => String(at * 5))],
];

/** The classes that a safelist keeps: those it names, and of its patterns the colours, sizes and columns they fit. */
export function safelisted(list: Value, theme: { [key: string]: Value }): string[] {
  const classes: string[] = [];
  for (const item of Array.isArray(list) ? list : []) {
    if (typeof item === "string") classes.push(...item.split(/\s+/));
    if (!isObject(item) || !isObject(item.pattern)) continue;
    const pattern = safePattern(text(item.pattern.regex), text(item.pattern.flags));
    if (!pattern) continue;
    const found = everyClass(theme).filter((name) => pattern.test(name));
    classes.push(...found);
    for (const variant of Array.isArray(item.variants) ? item.variants : []) {
      classes.push(...found.map((name) => `${text(variant)}:${name}`));
    }
  }
  return classes.slice(0, 5000);
}

/** A pattern that cannot take long: short, with few repetitions and none of a group. */
function safePattern(source: string, flags: string): RegExp | undefined {
  const repeats = source.match(/[*+{]/g)?.length ?? 0;
  if (source.length > 500 || repeats > 3 || /\)[*+{]/.test(source)) return undefined;
  try {
    return new RegExp(source, flags.replace(/[gy]/g, ""));
  } catch {
    return undefined;
  }
}

function everyClass(theme: { [key: string]: Value }): string[] {
  const extend = isObject(theme.extend) ? theme.extend : {};
  const colours = Object.keys(palette3).flatMap((name) => shades.map((shade) => `${name}-${shade}`));
  for (const section of [theme.colors, extend.colors]) {
    for (const [name, value] of isObject(section) ? Object.entries(section) : []) {
      if (isObject(value))
        colours.push(...Object.keys(value).map((key) => (key === "DEFAULT" ? name : `${name}-${key}`)));
      else colours.push(name);
    }
  }
  return [
    ...colourFamilies.flatMap((family) =>
      [...colours, "black", "white", "transparent"].map((one) => `${family}-${one}`),
    ),
    ...numbered.flatMap(([family, values]) => values.map((value) => `${family}-${value}`)),
  ];
}
