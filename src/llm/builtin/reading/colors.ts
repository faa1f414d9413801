/** Static Tailwind classes of one accent colour; `solid` keeps AA contrast for its text. */
export interface Accent {
  name: string;
  /** Background and text of a filled control, with its hover state. */
  solid: string;
  /** A plain fill: dots, bars, marks. */
  fill: string;
  text: string;
  /** A quiet tinted surface with readable text. */
  soft: string;
  border: string;
  ring: string;
  /** A CSS colour for charts. */
  css: string;
}

const accent = (
  name: string,
  solid: string,
  fill: string,
  text: string,
  soft: string,
  border: string,
  ring: string,
  css: string,
): Accent => ({
  name,
  solid,
  fill,
  text,
  soft,
  border,
  ring,
  css,
});

const solids: [name: string, base: string, hover: string, ink: string, css: string][] = [
  ["red", "700", "800", "white", "#b91c1c"],
  ["orange", "700", "800", "white", "#c2410c"],
  ["amber", "400", "500", "black", "#fbbf24"],
  ["yellow", "400", "500", "black", "#facc15"],
  ["lime", "400", "500", "black", "#a3e635"],
  ["green", "700", "800", "white", "#15803d"],
  ["emerald", "700", "800", "white", "#047857"],
  ["teal", "700", "800", "white", "#0f766e"],
  ["cyan", "700", "800", "white", "#0e7490"],
  ["sky", "700", "800", "white", "#0369a1"],
  ["blue", "600", "700", "white", "#2563eb"],
  ["indigo", "600", "700", "white", "#4f46e5"],
  ["violet", "600", "700", "white", "#7c3aed"],
  ["purple", "600", "700", "white", "#9333ea"],
  ["fuchsia", "700", "800", "white", "#a21caf"],
  ["pink", "700", "800", "white", "#be185d"],
  ["rose", "700", "800", "white", "#be123c"],
];

export const accents: Record<string, Accent> = Object.fromEntries(
  solids.map(([name, base, hover, ink, css]) => [
    name,
    accent(
      name,
      `bg-${name}-${base} text-${ink} hover:bg-${name}-${hover}`,
      `bg-${name}-${base}`,
      `text-${name}-700 dark:text-${name}-400`,
      `bg-${name}-500/10 text-${name}-800 dark:text-${name}-300`,
      `border-${name}-${base}`,
      `ring-${name}-${base}`,
      css,
    ),
  ]),
);

/** What the tokens of the theme give when no colour was asked for. */
export const plain: Accent = accent(
  "",
  "",
  "bg-primary",
  "text-primary",
  "bg-muted text-foreground",
  "border-primary",
  "ring-primary",
  "var(--chart-2)",
);

const black = accent(
  "black",
  "bg-black text-white hover:bg-black/85 dark:bg-white dark:text-black dark:hover:bg-white/85",
  "bg-black dark:bg-white",
  "text-foreground",
  "bg-foreground/10 text-foreground",
  "border-foreground",
  "ring-foreground",
  "#404040",
);
const white = accent(
  "white",
  "bg-white text-black hover:bg-white/85 border",
  "bg-white",
  "text-foreground",
  "bg-muted text-foreground",
  "border-border",
  "ring-border",
  "#d4d4d4",
);
const gray = accent(
  "gray",
  "bg-gray-700 text-white hover:bg-gray-800",
  "bg-gray-700",
  "text-gray-700 dark:text-gray-300",
  "bg-gray-500/10 text-gray-800 dark:text-gray-200",
  "border-gray-700",
  "ring-gray-700",
  "#4b5563",
);
Object.assign(accents, { black, white, gray });

const synonyms: Record<string, string> = {
  grey: "gray",
  slate: "gray",
  zinc: "gray",
  neutral: "gray",
  silver: "gray",
  navy: "indigo",
  turquoise: "teal",
  mint: "emerald",
  olive: "lime",
  gold: "amber",
  golden: "amber",
  crimson: "rose",
  scarlet: "red",
  maroon: "red",
  magenta: "fuchsia",
  lavender: "violet",
  lilac: "violet",
  aqua: "cyan",
  azure: "sky",
  coral: "orange",
  salmon: "rose",
  burgundy: "rose",
  brown: "orange",
  forest: "green",
  royal: "blue",
  blau: "blue",
  rot: "red",
  grun: "green",
  gelb: "yellow",
  lila: "purple",
  schwarz: "black",
  weiss: "white",
  grau: "gray",
  rosa: "pink",
  bleu: "blue",
  rouge: "red",
  vert: "green",
  verte: "green",
  jaune: "yellow",
  noir: "black",
  violett: "violet",
  azul: "blue",
  rojo: "red",
  roja: "red",
  verde: "green",
  amarillo: "yellow",
  morado: "purple",
  naranja: "orange",
  negro: "black",
};

/** The accent that a word or a `#hex` names, if it names one. */
export function accentOf(norm: string): Accent | undefined {
  if (norm.startsWith("#")) return hexAccent(norm);
  const name = Object.hasOwn(synonyms, norm) ? synonyms[norm] : norm;
  return name !== undefined && Object.hasOwn(accents, name) ? accents[name] : undefined;
}

function hexAccent(value: string): Accent {
  const hex =
    value.length === 4 ? `#${[...value.slice(1)].map((digit) => digit + digit).join("")}` : value.toLowerCase();
  const ink = luminance(hex) > 0.3 ? "black" : "white";
  return accent(
    hex,
    `bg-[${hex}] text-${ink} hover:bg-[${hex}]/90`,
    `bg-[${hex}]`,
    `text-[${hex}]`,
    `bg-[${hex}]/10 text-foreground`,
    `border-[${hex}]`,
    `ring-[${hex}]`,
    hex,
  );
}

/** Relative luminance (WCAG 2), 0 to 1. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
