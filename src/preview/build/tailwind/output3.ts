/** What a rule of Tailwind 4 has to become so that it does what the same class did in 3. */
export interface Output3Options {
  /** Class names, escaped as in the sheet, whose transforms stay the single properties of 4. */
  keepsTransforms: (selector: string) => boolean;
  /** Families (`bg`, `text`, …) of which the project uses an opacity utility. */
  opacities: ReadonlySet<string>;
}

const transform =
  "transform: translate(var(--tw-translate-x), var(--tw-translate-y)) rotate(var(--tw-rotate)) " +
  "var(--tw-skew-x,) var(--tw-skew-y,) scaleX(var(--tw-scale-x)) scaleY(var(--tw-scale-y));";

const transitions: [wide: RegExp, narrow: string][] = [
  [
    /^color, background-color, .*\bopacity,.*$/,
    "color, background-color, border-color, text-decoration-color, fill, stroke, opacity, box-shadow, transform, filter, backdrop-filter",
  ],
  [
    /^color, background-color, border-color, outline-color,.*$/,
    "color, background-color, border-color, text-decoration-color, fill, stroke",
  ],
  [/^transform, translate, scale, rotate$/, "transform"],
];

const opposite: Record<string, string> = { start: "end", end: "start", top: "bottom", bottom: "top" };

/** Rewrites the utilities of a compiled sheet, which has one declaration or brace on each line. */
export function asVersion3(utilities: string, options: Output3Options): string {
  const lines = utilities.split("\n");
  let selector = "";
  let gradient = "";
  let direction = "";
  let keeps = false;
  let keyframes = "";
  for (const [at, line] of lines.entries()) {
    if (keyframes !== "") {
      if (line === keyframes) keyframes = "";
      continue;
    }
    if (line.endsWith(" {")) {
      if (line.includes("@keyframes")) keyframes = `${/^\s*/.exec(line)?.[0] ?? ""}}`;
      if (line.trimStart().startsWith("@")) continue;
      selector = line;
      gradient = "";
      direction = "";
      keeps = options.keepsTransforms(selector);
      if (selector.includes(" > :not(:last-child)) {")) {
        lines[at] = line.replace(/:where\((.*) > :not\(:last-child\)\) \{$/, "$1 > :not([hidden]) ~ :not([hidden]) {");
      }
      continue;
    }
    const found = /^(\s+)([\w-]+): (.*);$/.exec(line);
    if (!found) continue;
    const [, indent = "", property = "", written = ""] = found;
    if (property === "--tw-gradient-position") direction = written;
    else if (/^--tw-gradient-(from|via|to)$/.test(property)) gradient = property;
    const rule = { selector, gradient, direction, keeps, opacities: options.opacities };
    const changed = declaration(property, variable(written), rule);
    if (changed !== undefined) lines[at] = changed === "" ? "" : indent + changed;
    else if (!/-name$|timeline|anchor/.test(property)) lines[at] = `${indent}${property}: ${variable(written)};`;
  }
  return lines.join("\n");
}

interface Rule {
  selector: string;
  /** The last of `--tw-gradient-from`, `-via` and `-to` in this rule. */
  gradient: string;
  /** What `--tw-gradient-position` is in this rule. */
  direction: string;
  keeps: boolean;
  opacities: ReadonlySet<string>;
}

/** `bg-[--brand]` meant `bg-[var(--brand)]`. */
const variable = (value: string): string =>
  value.replace(/^(--[\w-]+)(?=$| !)/, "var($1)").replace(/(?<=color-mix\(in \w+, )(--[\w-]+)(?=[ ,])/g, "var($1)");

/** The declaration as 3 had it, "" for none at all, undefined where both agree. */
function declaration(property: string, value: string, rule: Rule): string | undefined {
  switch (property) {
    case "line-height":
    case "letter-spacing":
    case "font-weight": {
      const own = /^var\(--tw-(?:leading|tracking|font-weight), (.*)\)( !important)?$/.exec(value);
      return own ? `${property}: ${own[1]}${own[2] ?? ""};` : undefined;
    }
    case "translate":
    case "scale":
    case "rotate":
    case "transform":
    case "--tw-skew-x":
    case "--tw-skew-y":
      return rule.keeps ? undefined : transformed(property, value);
    case "transition-property": {
      const narrow = transitions.find(([wide]) => wide.test(value))?.[1];
      return narrow && `transition-property: ${narrow};`;
    }
    case "--tw-outline-style":
      return value.startsWith("none") ? "" : undefined;
    case "outline-style":
    case "outline-width":
      return outlined(property, value, rule.selector);
    case "--tw-gradient-position":
    case "--tw-gradient-from":
    case "--tw-gradient-via":
    case "--tw-gradient-via-stops":
    case "--tw-gradient-stops":
    case "background-image":
      return gradientOf(property, value, rule);
    default:
      return sibling(property, value, rule.selector) ?? translucent(property, value, rule);
  }
}

const importance = (value: string): string => (value.endsWith(" !important") ? " !important" : "");

function transformed(property: string, value: string): string | undefined {
  const important = importance(value);
  const whole = transform.replace(";", `${important};`);
  if (property === "rotate") return value.startsWith("none") ? undefined : `--tw-rotate: ${value}; ${whole}`;
  if (property === "transform") {
    if (!value.includes("var(--tw-skew-x")) return undefined;
    return value.startsWith("translateZ(0)") ? whole.replace("translate(", "translateZ(0) translate(") : whole;
  }
  if (property.startsWith("--") || value.startsWith("none")) return undefined;
  if (value.startsWith("var(--tw-")) return whole;
  return property === "scale" ? `--tw-scale-x: ${value}; --tw-scale-y: ${value}; ${whole}` : undefined;
}

function outlined(property: string, value: string, selector: string): string | undefined {
  const important = importance(value);
  if (property === "outline-style" && value.startsWith("none")) {
    return `outline: 2px solid transparent${important}; outline-offset: 2px${important};`;
  }
  const hasWidth = /outline-(?:\d|\\\[)/.test(selector);
  if (property === "outline-style" && value.startsWith("var(--tw-outline-style)")) {
    return hasWidth ? "" : `outline-style: solid${important};`;
  }
  return property === "outline-width" && !hasWidth ? "" : undefined;
}

/** In 3 colours mix in sRGB, every `from` and `via` starts the gradient anew, and `to` is no gradient by itself. */
function gradientOf(property: string, value: string, { gradient, direction }: Rule): string | undefined {
  const important = importance(value);
  const clean = (stops: string) => stops.replace("var(--tw-gradient-position), ", "");
  if (property === "--tw-gradient-position") return /^to .* in oklab( !important)?$/.test(value) ? "" : undefined;
  if (property === "background-image") {
    const side = /^(to .*) in oklab/.exec(direction)?.[1];
    if (side === undefined || !value.startsWith("linear-gradient(var(--tw-gradient-stops))")) return undefined;
    return `background-image: linear-gradient(${side}, var(--tw-gradient-stops))${important};`;
  }
  if (property === "--tw-gradient-via-stops") return `--tw-gradient-stops: ${clean(value)};`;
  if (property === "--tw-gradient-stops") {
    if (gradient === "--tw-gradient-to" || value.startsWith("var(--tw-gradient-via-stops)")) return "";
    const alone = /^var\(--tw-gradient-via-stops, (.*)\)( !important)?$/.exec(value);
    return alone ? `--tw-gradient-stops: ${clean(alone[1] ?? "")}${alone[2] ?? ""};` : undefined;
  }
  return `${property}: ${value}; --tw-gradient-to: transparent${important};`;
}

/** `space-*` and `divide-*` gave their width to every child but the first, those of 4 to every child but the last. */
function sibling(property: string, value: string, selector: string): string | undefined {
  if (!selector.includes(" > :not(:last-child)) {")) return undefined;
  const swapped = property.replace(/(?<=^(?:margin|border)-(?:(?:block|inline)-)?)(start|end|top|bottom)\b/, (side) => {
    return opposite[side] ?? side;
  });
  return swapped === property ? undefined : `${swapped}: ${value};`;
}

const families: Record<string, RegExp> = {
  bg: /^background-color$/,
  text: /^color$/,
  border: /^border(-(top|right|bottom|left|inline|block))?(-(start|end))?-color$/,
  divide: /^border-color$/,
  placeholder: /^color$/,
  ring: /^--tw-ring-color$/,
};

const standsFor = (selector: string): string =>
  selector.includes(" > :not(:last-child)") ? "divide" : selector.includes("::placeholder") ? "placeholder" : "text";

/** Gives a colour the opacity that `bg-opacity-50` and the like set, where the project uses these at all. */
function translucent(property: string, value: string, { selector, opacities }: Rule): string | undefined {
  for (const family of opacities) {
    if (!families[family]?.test(property)) continue;
    if (family !== "border" && family !== "bg" && family !== "ring" && family !== standsFor(selector)) continue;
    if (family === "border" && standsFor(selector) === "divide") continue;
    if (/color-mix|transparent|inherit|currentcolor/i.test(value)) continue;
    const important = importance(value);
    const plain = important ? value.slice(0, -important.length) : value;
    const opacity = `--tw-${family}-opacity`;
    return `${opacity}: 1; ${property}: color-mix(in srgb, ${plain} calc(var(${opacity}) * 100%), transparent)${important};`;
  }
  return undefined;
}
