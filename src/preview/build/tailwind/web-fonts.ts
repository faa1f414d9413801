import type { Project } from "../project.ts";
import type { Resources } from "../resources.ts";

/** Families that the frame has under their own names. */
const embedded = /^(Inter|Geist( Sans| Mono)?|JetBrains Mono)$/;
const serif = /serif|slab|playfair|lora|merriweather|garamond|baskerville|bodoni|cormorant|fraunces|spectral|crimson/i;

/**
 * Rules for the families that a project would load from a font service: an installed font of the name, else the nearest
 * that the frame has.
 */
export function webFonts(project: Project, fonts: Resources["fonts"]): string {
  const families = new Set<string>();
  for (const text of project.files.values()) {
    if (!/fonts\.(googleapis|bunny)/.test(text)) continue;
    for (const [address] of text.matchAll(/fonts\.(?:googleapis|bunny)\.\w+\/css2?\?[^"'`)\s]+/g)) {
      for (const [, family = ""] of address.matchAll(/family=([^&:]+)/g)) families.add(readable(family));
    }
  }
  return [...families]
    .filter((family) => /^[\w -]{2,40}$/.test(family) && !embedded.test(family))
    .sort()
    .map((family) => {
      const source = /mono|code/i.test(family)
        ? `url(${fonts.mono}) format("woff2")`
        : serif.test(family) && !/sans/i.test(family)
          ? 'local("Georgia"), local("Times New Roman"), local("Liberation Serif"), local("DejaVu Serif")'
          : `url(${fonts.sans}) format("woff2")`;
      return `@font-face { font-family: "${family}"; font-weight: 100 900; font-display: swap; src: local("${family}"), ${source}; }`;
    })
    .join("\n");
}

const readable = (family: string): string => family.replaceAll("+", " ").replace(/%20/g, " ").trim();
