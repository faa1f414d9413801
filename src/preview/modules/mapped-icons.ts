import { nearest } from "../repair/nearest.ts";
import type { IconTable } from "./icon-table.ts";
import { mappedSynonyms } from "./icon-words.ts";

interface MappedPackage {
  /** What its names begin with. */
  prefix: RegExp;
  filled?: boolean;
  /** Logos: a name that is merely similar would be another company's. */
  exact?: boolean;
}

const none = /^(?!)/;
const suffixes =
  /(Outline|Outlined|Sharp|Fill|Filled|Line|Solid|Rounded|Round|TwoTone|Regular|Light|Thin|Bold|Duotone|Alt|Icon|Simple|Variant|\d+)$/;

/** Icon packages that are not part of the preview; their icons are drawn with Lucide's. */
const packages: Record<string, MappedPackage> = {
  "react-icons/fa": { prefix: /^Fa(Reg)?(?=[A-Z0-9])/, filled: true },
  "react-icons/fa6": { prefix: /^Fa(Reg)?(?=[A-Z0-9])/, filled: true },
  "react-icons/fi": { prefix: /^Fi(?=[A-Z])/ },
  "react-icons/md": { prefix: /^Md(Outline)?(?=[A-Z0-9])/, filled: true },
  "react-icons/hi": { prefix: /^Hi(Outline|Solid)?(?=[A-Z])/ },
  "react-icons/hi2": { prefix: /^Hi2?(Mini|Outline|Solid)?(?=[A-Z])/ },
  "react-icons/ai": { prefix: /^Ai(Outline|Fill|TwoTone|Twotone)?(?=[A-Z])/ },
  "react-icons/bs": { prefix: /^Bs(?=[A-Z0-9])/ },
  "react-icons/bi": { prefix: /^Bi(Solid|Logo|s|l)?(?=[A-Z])/ },
  "react-icons/io": { prefix: /^Io(Ios|Md|Logo)?(?=[A-Z])/ },
  "react-icons/io5": { prefix: /^Io(Logo)?(?=[A-Z])/ },
  "react-icons/ri": { prefix: /^Ri(?=[A-Z0-9])/ },
  "react-icons/si": { prefix: /^Si(?=[A-Z0-9])/, exact: true },
  "react-icons/lu": { prefix: /^Lu(?=[A-Z])/ },
  "react-icons/tb": { prefix: /^Tb(Brand)?(?=[A-Z0-9])/ },
  "react-icons/gi": { prefix: /^Gi(?=[A-Z0-9])/, filled: true },
  "react-icons/go": { prefix: /^Go(?=[A-Z])/ },
  "react-icons/gr": { prefix: /^Gr(?=[A-Z])/ },
  "react-icons/im": { prefix: /^Im(?=[A-Z0-9])/ },
  "react-icons/pi": { prefix: /^Pi(?=[A-Z])/ },
  "react-icons/rx": { prefix: /^Rx(?=[A-Z])/ },
  "react-icons/ti": { prefix: /^Ti(?=[A-Z])/ },
  "react-icons/vsc": { prefix: /^Vsc(?=[A-Z])/ },
  "react-icons/cg": { prefix: /^Cg(?=[A-Z])/ },
  "react-icons/ci": { prefix: /^Ci(?=[A-Z])/ },
  "react-icons/fc": { prefix: /^Fc(?=[A-Z])/ },
  "react-icons/di": { prefix: /^Di(?=[A-Z])/, exact: true },
  "react-icons/lia": { prefix: /^Lia(?=[A-Z])/ },
  "react-icons/sl": { prefix: /^Sl(?=[A-Z])/ },
  "react-icons/wi": { prefix: /^Wi(Day|Night)?(?=[A-Z])/ },
  "react-feather": { prefix: none },
  "@phosphor-icons/react": { prefix: none },
  "@phosphor-icons/react/dist/ssr": { prefix: none },
  "phosphor-react": { prefix: none },
  "@remixicon/react": { prefix: /^Ri(?=[A-Z0-9])/ },
  "@mui/icons-material": { prefix: none, filled: true },
};

/** Their names, for the manifest. */
export const mappedIconModules: readonly string[] = Object.keys(packages);

/** `react-icons/fi`, `@mui/icons-material/Home`, `react-icons/fa/index.js` */
function packageOf(specifier: string): MappedPackage | undefined {
  return packages[specifier] ?? packages[specifier.replace(/\/[A-Z]\w*$|\/index(\.m?js)?$/, "")];
}

export const isMappedIcons = (specifier: string): boolean => packageOf(specifier) !== undefined;

/**
 * The source of a module that exports `names`, each drawn with the Lucide icon that means the same; what Lucide has
 * nothing like becomes its first letter in a square.
 */
export function mappedIconSource(specifier: string, lucide: IconTable, names: Iterable<string>): string {
  const found = packageOf(specifier) ?? { prefix: none };
  const lines = [
    'import { createLucideIcon as $lucide } from "lucide-react/create";',
    'import { createLetterIcon as $letter, createMappedIcon as $mapped } from "vitrine/runtime/icon";',
  ];
  for (const name of [...new Set(names)].sort()) {
    const wanted = name === "default" ? (/\/([A-Z]\w*)$/.exec(specifier)?.[1] ?? "Icon") : name;
    const start = name === "default" ? "export default" : `export const ${name} =`;
    if (wanted === "IconContext") lines.push(`${start} { Provider: ({ children }) => children };`);
    else lines.push(`${start} /* @__PURE__ */ ${drawing(wanted, found, lucide)};`);
  }
  return lines.join("\n");
}

function drawing(name: string, { prefix, filled = false, exact = false }: MappedPackage, lucide: IconTable): string {
  const bare = name.replace(prefix, "");
  const place = lucide.names[lucideName(bare, lucide, exact) ?? ""];
  if (place === undefined) return `$letter(${JSON.stringify(bare.charAt(0).toUpperCase())}, ${JSON.stringify(bare)})`;
  return `$mapped($lucide(${lucide.sources[place]}), ${filled})`;
}

/** The Lucide name that means the same as a name of another set without its prefix. */
function lucideName(bare: string, { names }: IconTable, exact: boolean): string | undefined {
  for (let word = bare; word !== ""; ) {
    const synonym = mappedSynonyms[word];
    if (synonym && names[synonym] !== undefined) return synonym;
    if (names[word] !== undefined) return word;
    const shorter = word.replace(suffixes, "");
    if (shorter === word) break;
    word = shorter;
  }
  if (exact) return undefined;
  const plain = Object.keys(names).filter((name) => !/^Lucide.|.Icon$/.test(name));
  return nearest(bare.replace(suffixes, "").replace(suffixes, ""), plain, 0.58);
}
