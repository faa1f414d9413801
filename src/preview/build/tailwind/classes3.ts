const list = (text: string): ReadonlySet<string> => new Set(text.split(" "));
const range = (from: number, to: number): ReadonlySet<string> =>
  new Set(Array.from({ length: to - from + 1 }, (_, at) => String(from + at)));

const spacing = list("0 0.5 1 1.5 2 2.5 3 3.5 4 5 6 7 8 9 10 11 12 14 16 20 24 28 32 36 40 44 48 52 56 60 64 72 80 96");
const twelfths = [2, 3, 4, 5, 6, 12];
const opacities = new Set(Array.from({ length: 21 }, (_, at) => String(at * 5)));
const widths = list("0 2 4 8");
const lines = list("0 1 2 4 8");

/** The numbers that each family of classes had in Tailwind 3; 4 takes any. */
const numbers: [families: string, numbers: ReadonlySet<string>][] = [
  [
    "p px py pt pr pb pl ps pe m mx my mt mr mb ml ms me gap gap-x gap-y space-x space-y w h size min-w min-h max-w max-h inset inset-x inset-y top right bottom left start end translate-x translate-y basis indent border-spacing border-spacing-x border-spacing-y",
    spacing,
  ],
  [
    "scroll-m scroll-mx scroll-my scroll-mt scroll-mr scroll-mb scroll-ml scroll-p scroll-px scroll-py scroll-pt",
    spacing,
  ],
  ["z", list("0 10 20 30 40 50")],
  [
    "opacity backdrop-opacity bg-opacity text-opacity border-opacity ring-opacity divide-opacity placeholder-opacity",
    opacities,
  ],
  ["duration delay", list("0 75 100 150 200 300 500 700 1000")],
  ["grid-cols grid-rows col-span row-span order columns", range(1, 12)],
  ["col-start col-end row-start row-end", range(1, 13)],
  ["border border-x border-y border-t border-r border-b border-l border-s border-e divide-x divide-y", widths],
  ["ring ring-offset outline outline-offset decoration underline-offset", lines],
  ["stroke", range(0, 2)],
  ["scale scale-x scale-y", list("0 50 75 90 95 100 105 110 125 150")],
  ["rotate", list("0 1 2 3 6 12 45 90 180")],
  ["skew-x skew-y", list("0 1 2 3 6 12")],
  ["hue-rotate backdrop-hue-rotate", list("0 15 30 60 90 180")],
  ["brightness backdrop-brightness", list("0 50 75 90 95 100 105 110 125 150 200")],
  ["contrast backdrop-contrast", list("0 50 75 100 125 150 200")],
  ["saturate backdrop-saturate", list("0 50 100 150 200")],
  [
    "grayscale invert sepia backdrop-grayscale backdrop-invert backdrop-sepia grow shrink flex-grow flex-shrink",
    list("0"),
  ],
  ["line-clamp", range(1, 6)],
  ["leading", range(3, 10)],
  ["flex", list("1")],
];
const numbersOf = new Map(numbers.flatMap(([families, known]) => families.split(" ").map((family) => [family, known])));

/** Denominators of the fractions that each family had. */
const fractions: [families: string, denominators: number[]][] = [
  ["w size basis", twelfths],
  ["h", [2, 3, 4, 5, 6]],
  ["inset inset-x inset-y top right bottom left start end translate-x translate-y", [2, 3, 4]],
];
const fractionsOf = new Map(
  fractions.flatMap(([families, known]) => families.split(" ").map((family) => [family, known])),
);
const withFractions = new Set([...fractionsOf.keys(), ..."min-w min-h max-w max-h aspect p m gap".split(" ")]);

/**
 * Whether Tailwind 3 had a class of this number; classes that have none are not judged.
 * @param keys names that the project's own theme adds
 */
export function knownTo3(candidate: string, keys: ReadonlySet<string>): boolean {
  const colon = candidate.includes("[") ? -1 : candidate.lastIndexOf(":");
  if (candidate.includes("[")) return true;
  const base = candidate.slice(colon + 1).replace(/^!?-?/, "");
  const alpha = /^[a-z-]+-(?:\d+|black|white|[a-z]+)\/(\d+(?:\.\d+)?)$/.exec(base);
  const found = /^([a-z-]+?)-(\d+(?:\.\d+)?)(?:\/(\d+))?$/.exec(base);
  if (found) {
    const [, family = "", number = "", denominator] = found;
    if (denominator !== undefined && withFractions.has(family)) {
      if (keys.has(`${number}/${denominator}`)) return true;
      const known = fractionsOf.get(family);
      return known?.includes(Number(denominator)) === true && Number(number) < Number(denominator);
    }
    const known = denominator === undefined ? numbersOf.get(family) : undefined;
    if (known) return known.has(number) || keys.has(number);
  }
  return alpha?.[1] === undefined || opacities.has(alpha[1]) || keys.has(alpha[1]) || base.startsWith("text-");
}
