import { placeholderSvg } from "../../src/preview/placeholder.ts";

const xhtml = "http://www.w3.org/1999/xhtml";
const mostElements = 8000;
const left = "script, noscript, template, iframe, object, embed, link, meta, base, title, style, audio";
/** What an animation or a transition may be in the middle of. */
const moving = ["opacity", "transform", "translate", "scale", "rotate", "filter", "clip-path", "visibility"];

/** Characters that XML does not allow. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const notXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/**
 * The document as an SVG with its style sheets inside. It is a picture of its own for the browser: media queries and
 * viewport units see the given size, and nothing in it is loaded or run.
 * @param fonts `data:` addresses in place of those that the style sheets name
 * @returns undefined when it has too many elements to be worth it
 */
export function copyDocument(
  document: Document,
  { width, height }: { width: number; height: number },
  fonts: Record<string, string>,
): string | undefined {
  const root = document.documentElement;
  const originals = [...root.querySelectorAll("*")];
  if (originals.length > mostElements) return undefined;
  // In a document without a window nothing is loaded and no custom element comes to life.
  const inert = document.implementation.createHTMLDocument("");
  const copy = inert.importNode(root, true);
  const copies = [...copy.querySelectorAll("*")];
  const animated = new Set(
    document.getAnimations().map(({ effect }) => (effect instanceof KeyframeEffect ? effect.target : null)),
  );
  for (const [index, original] of originals.entries()) {
    const twin = copies[index];
    if (!twin) continue;
    if (animated.has(original)) holdStill(original, twin);
    asItIs(original, twin, inert);
  }
  for (const element of [copy, ...copies]) dropOddAttributes(element);
  for (const element of copy.querySelectorAll(left)) element.remove();
  let sheets = styleSheets(document);
  for (const [path, data] of Object.entries(fonts)) sheets = sheets.replaceAll(path, data);
  const style = inert.createElementNS(xhtml, "style");
  style.textContent = `${sheets}\n*, ::before, ::after { animation: none !important; transition: none !important; caret-color: transparent !important }`;
  copy.querySelector("head")?.append(style);
  const computed = getComputedStyle(root);
  const ofRoot = background(computed);
  const behind = ofRoot ?? background(getComputedStyle(document.body)) ?? "";
  // It lies behind everything here as well, also behind what has a negative place in the stack.
  addStyle(copy, `min-height: ${height}px; isolation: isolate; ${behind}`);
  if (ofRoot === undefined) addStyle(copy.querySelector("body"), "background: none !important");
  // `:root` is the SVG here, so that it gets what the document's own root has.
  const names = ["class", "data-theme", "dir", "lang"].map((name) => [name, root.getAttribute(name)] as const);
  const same = names.map(([name, value]) => (value ? ` ${name}="${escaped(value)}"` : "")).join("");
  const look = `${root.getAttribute("style") ?? ""}; font-size: ${computed.fontSize}; ${behind}`;
  const inside = new XMLSerializer().serializeToString(copy);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"${same} style="${escaped(look)}"><foreignObject x="0" y="0" width="${width}" height="${height}">${inside}</foreignObject></svg>`;
  return svg.toWellFormed().replace(notXml, "");
}

const escaped = (text: string): string => text.replace(/[&<"]/g, (char) => `&#${char.charCodeAt(0)};`);

/** Written out rule by rule, as libraries that insert rules leave nothing in their elements' text. */
function styleSheets(document: Document): string {
  return [...document.styleSheets, ...document.adoptedStyleSheets]
    .filter((sheet) => !sheet.disabled)
    .map((sheet) => {
      try {
        const rules = [...sheet.cssRules].map((rule) => rule.cssText).join("\n");
        return sheet.media.mediaText ? `@media ${sheet.media.mediaText} {\n${rules}\n}` : rules;
      } catch {
        // A sheet of another origin tells nothing of itself.
        return "";
      }
    })
    .join("\n");
}

/** What lies behind everything, which in a document comes from its root or its body. */
function background(style: CSSStyleDeclaration): string | undefined {
  const none = style.backgroundImage === "none" && /^rgba\(.*, 0\)$|^transparent$/.test(style.backgroundColor);
  return none ? undefined : `background: ${style.background}`;
}

function holdStill(original: Element, copy: Element): void {
  const style = getComputedStyle(original);
  const now = moving.map((name) => `${name}: ${style.getPropertyValue(name)} !important`).join("; ");
  addStyle(copy, now);
}

function addStyle(element: Element | null, text: string): void {
  element?.setAttribute("style", `${element.getAttribute("style") ?? ""}; ${text}`);
}

/** Takes over what an element shows and its attributes do not tell. */
function asItIs(original: Element, copy: Element, inert: Document): void {
  if (original instanceof HTMLImageElement) {
    copy.setAttribute("src", pictureOf(original, original.currentSrc || original.src));
    for (const name of ["srcset", "sizes", "loading"]) copy.removeAttribute(name);
  } else if (original instanceof HTMLCanvasElement) {
    const image = inert.createElementNS(xhtml, "img");
    for (const { name, value } of original.attributes) image.setAttribute(name, value);
    const { width, height } = original.getBoundingClientRect();
    image.setAttribute("src", readable(() => original.toDataURL()) ?? emptyPicture(width, height));
    image.setAttribute("style", `${original.getAttribute("style") ?? ""}; width: ${width}px; height: ${height}px`);
    copy.replaceWith(image);
  } else if (original instanceof HTMLInputElement) {
    copy.setAttribute("value", original.value);
    copy.toggleAttribute("checked", original.checked);
  } else if (original instanceof HTMLTextAreaElement) copy.textContent = original.value;
  else if (original instanceof HTMLOptionElement) copy.toggleAttribute("selected", original.selected);
}

function pictureOf(image: HTMLImageElement, address: string): string {
  if (address.startsWith("data:")) return address;
  const { naturalWidth: width, naturalHeight: height } = image;
  const drawn = readable(() => {
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    canvas.getContext("2d")?.drawImage(image, 0, 0);
    return canvas.toDataURL();
  });
  const box = image.getBoundingClientRect();
  return (width > 0 ? drawn : undefined) ?? emptyPicture(width || box.width, height || box.height);
}

const emptyPicture = (width: number, height: number): string =>
  `data:image/svg+xml,${encodeURIComponent(placeholderSvg(width, height))}`;

/** A picture of elsewhere makes a canvas unreadable. */
function readable(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Names such as `@click` and `x:on` are no XML, which one of them would make of the whole. */
function dropOddAttributes(element: Element): void {
  for (const { name, namespaceURI } of [...element.attributes]) {
    if (namespaceURI === null && !/^[A-Za-z_][\w.-]*$/.test(name)) element.removeAttribute(name);
  }
}
