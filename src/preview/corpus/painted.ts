/**
 * Whether anything of the document can be seen: text, an image, a drawing, a control, or a box with a size and a
 * colour. Runs in the frame, so it may use nothing from outside of itself.
 */
export function somethingPainted(): boolean {
  const colourless = (colour: string) => colour === "transparent" || /[,/]\s*0(\.0+)?%?\)$/.test(colour);
  const sized = (element: Element) => {
    const { width, height } = element.getBoundingClientRect();
    return width >= 2 && height >= 2;
  };
  const shows = (element: Element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && sized(element);
  const drawn = /^(img|svg|canvas|video|picture|input|textarea|select|progress|meter|hr)$/i;

  for (const element of document.body.querySelectorAll("*")) {
    if (/^(script|style|template|noscript)$/i.test(element.localName) || !shows(element)) continue;
    if (drawn.test(element.localName)) return true;
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && (node.nodeValue ?? "").trim() !== "");
    if (hasText) return true;
    if (element.closest("svg")) continue;
    const style = getComputedStyle(element);
    if (style.backgroundImage !== "none" || style.boxShadow !== "none") return true;
    if (!colourless(style.backgroundColor)) return true;
    for (const side of ["top", "right", "bottom", "left"]) {
      const width = Number.parseFloat(style.getPropertyValue(`border-${side}-width`));
      if (width > 0 && !colourless(style.getPropertyValue(`border-${side}-color`))) return true;
    }
  }
  return false;
}
