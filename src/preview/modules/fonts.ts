import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

interface Face {
  /** The folder of the package, and how its files begin. */
  name: string;
  weights: string;
  subsets: (keyof typeof ranges)[];
  /** Every name under which generated code asks for it or for something like it. */
  families: string[];
}

/** Which letters each file has; the browser loads one only for a page that shows such a letter. */
const ranges = {
  latin:
    "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+0304, U+0308, U+0329, U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215, U+FEFF, U+FFFD",
  "latin-ext":
    "U+0100-02BA, U+02BD-02C5, U+02C7-02CC, U+02CE-02D7, U+02DD-02FF, U+0304, U+0308, U+0329, U+1D00-1DBF, U+1E00-1E9F, U+1EF2-1EFF, U+2020, U+20A0-20AB, U+20AD-20C0, U+2113, U+2C60-2C7F, U+A720-A7FF",
};

const faces: Face[] = [
  {
    name: "inter",
    weights: "100 900",
    subsets: ["latin", "latin-ext"],
    families: ["Inter Variable", "Inter", "Geist", "Geist Sans"],
  },
  {
    name: "jetbrains-mono",
    weights: "100 800",
    subsets: ["latin"],
    families: ["JetBrains Mono Variable", "JetBrains Mono", "Geist Mono"],
  },
];

/** Arial in the width and height of Inter, so that nothing moves when Inter arrives. */
const fallback =
  '@font-face{font-family:"Inter Fallback";src:local("Arial"),local("Liberation Sans"),local("Arimo");size-adjust:107%;ascent-override:90.5%;descent-override:22.5%;line-gap-override:0%}';

export interface FrameFonts {
  /** Rules for the frame's document. */
  css: string;
  /** Addresses to ask for before the first component. */
  preload: string[];
  /** The address of the plain letters of each kind. */
  files: { sans: string; mono: string };
}

/** Writes the frame's fonts into `modules/fonts/`, with hashes in their names. */
export async function writeFonts(outDir: string, packages: string): Promise<FrameFonts> {
  await mkdir(join(outDir, "modules/fonts"), { recursive: true });
  const rules = [fallback];
  const latin: string[] = [];
  for (const face of faces) {
    for (const subset of face.subsets) {
      const from = join(
        packages,
        "@fontsource-variable",
        face.name,
        "files",
        `${face.name}-${subset}-wght-normal.woff2`,
      );
      const bytes = await Bun.file(from).bytes();
      const hash = new Bun.CryptoHasher("sha256").update(bytes).digest("hex").slice(0, 10);
      const file = `modules/fonts/${face.name}-${subset}-${hash}.woff2`;
      await writeFile(join(outDir, file), bytes);
      if (subset === "latin") latin.push(`/preview/${file}`);
      for (const family of face.families) {
        rules.push(
          `@font-face{font-family:"${family}";font-weight:${face.weights};font-display:swap;src:url(/preview/${file}) format("woff2");unicode-range:${ranges[subset]}}`,
        );
      }
    }
  }
  const [sans = "", mono = ""] = latin;
  return { css: rules.join("\n"), preload: [sans], files: { sans, mono } };
}
