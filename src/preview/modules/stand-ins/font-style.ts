export interface FontOptions {
  variable?: string;
  weight?: string | string[];
  style?: string | string[];
}

const monospaced = /mono|code|consol|courier/i;
const serif =
  /serif|slab|playfair|lora|merriweather|garamond|baskerville|bodoni|cormorant|fraunces|spectral|crimson|newsreader|times|georgia|didot|libre_caslon/i;
const handwritten =
  /script|caveat|pacifico|satisfy|kalam|hand|brush|shadows_into|indie_flower|great_vibes|sacramento|lobster/i;

const sansStack = '"Inter Variable", "Inter Fallback", ui-sans-serif, system-ui, sans-serif';
const monoStack = '"JetBrains Mono Variable", ui-monospace, SFMono-Regular, Menlo, monospace';

/** The nearest family to a font that cannot be loaded: the font itself where it is installed, else one of the frame's. */
export function familyFor(name: string): string {
  const spoken = name.replaceAll("_", " ");
  if (/^(inter(_tight)?|geist(_sans)?)$/i.test(name)) return sansStack;
  if (/^(jetbrains_mono|geist_mono)$/i.test(name)) return monoStack;
  const like = monospaced.test(name)
    ? monoStack
    : handwritten.test(name)
      ? `cursive, ${sansStack}`
      : serif.test(name) && !/sans/i.test(name)
        ? "ui-serif, Georgia, Cambria, serif"
        : sansStack;
  return name === "" ? like : `"${spoken}", ${like}`;
}

/** What `next/font` gives a project: a class that sets the family, and one that sets its variable. */
export function fontStyle(name: string, family: string, options: FontOptions = {}) {
  const single = (value: string | string[] | undefined) =>
    typeof value === "string" && !value.includes(" ") ? value : undefined;
  const weight = single(options.weight);
  const style = single(options.style) ?? "normal";
  const className = `font-of-${slug(name)}${weight && weight !== "variable" ? `-${slug(weight)}` : ""}`;
  const weightRule = weight && /^\d+$/.test(weight) ? `font-weight:${weight};` : "";
  addRule(`.${className}{font-family:${family};${weightRule}font-style:${style === "italic" ? "italic" : "normal"}}`);
  const variable = options.variable && /^--[\w-]+$/.test(options.variable) ? options.variable : undefined;
  const variableClass = variable ? `variable-of-${slug(name)}-${slug(variable)}` : "";
  // The root has it too: a layout's html element does not become the frame's own.
  if (variable) addRule(`:root,.${variableClass}{${variable}:${family}}`);
  return {
    className,
    variable: variableClass,
    style: { fontFamily: family, fontStyle: style, ...(weightRule ? { fontWeight: Number(weight) } : {}) },
  };
}

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");

function addRule(rule: string): void {
  // The names of this module are learnt by loading it where there is no page.
  if (typeof document === "undefined") return;
  const id = "vitrine-fonts";
  const sheet =
    document.getElementById(id) ?? document.head.appendChild(Object.assign(document.createElement("style"), { id }));
  if (!(sheet.textContent ?? "").includes(rule)) sheet.append(`${rule}\n`);
}
