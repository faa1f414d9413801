import type { CodeFile } from "../build/project.ts";
import { mended, type Repair } from "./edit.ts";
import { text } from "./imports.ts";

/** HTML's spelling → React's. */
const spelling: Record<string, string> = {
  class: "className",
  for: "htmlFor",
  tabindex: "tabIndex",
  readonly: "readOnly",
  maxlength: "maxLength",
  minlength: "minLength",
  autocomplete: "autoComplete",
  autofocus: "autoFocus",
  autoplay: "autoPlay",
  colspan: "colSpan",
  rowspan: "rowSpan",
  contenteditable: "contentEditable",
  crossorigin: "crossOrigin",
  datetime: "dateTime",
  enctype: "encType",
  frameborder: "frameBorder",
  novalidate: "noValidate",
  playsinline: "playsInline",
  spellcheck: "spellCheck",
  srcset: "srcSet",
  usemap: "useMap",
  "accept-charset": "acceptCharset",
  "clip-path": "clipPath",
  "clip-rule": "clipRule",
  "fill-opacity": "fillOpacity",
  "fill-rule": "fillRule",
  "font-family": "fontFamily",
  "font-size": "fontSize",
  "font-weight": "fontWeight",
  "stop-color": "stopColor",
  "stop-opacity": "stopOpacity",
  "stroke-dasharray": "strokeDasharray",
  "stroke-dashoffset": "strokeDashoffset",
  "stroke-linecap": "strokeLinecap",
  "stroke-linejoin": "strokeLinejoin",
  "stroke-opacity": "strokeOpacity",
  "stroke-width": "strokeWidth",
  "text-anchor": "textAnchor",
  "xlink:href": "xlinkHref",
  "xml:space": "xmlSpace",
  onclick: "onClick",
  ondblclick: "onDoubleClick",
  onmouseover: "onMouseOver",
  onmouseout: "onMouseOut",
  onmousedown: "onMouseDown",
  onmouseup: "onMouseUp",
  onkeypress: "onKeyPress",
  onload: "onLoad",
  onerror: "onError",
  onscroll: "onScroll",
  ontouchstart: "onTouchStart",
  ontouchend: "onTouchEnd",
  ondragstart: "onDragStart",
  ondragover: "onDragOver",
  ondrop: "onDrop",
  allowfullscreen: "allowFullScreen",
  srcdoc: "srcDoc",
  inputmode: "inputMode",
  enterkeyhint: "enterKeyHint",
  formaction: "formAction",
  cellpadding: "cellPadding",
  cellspacing: "cellSpacing",
  hreflang: "hrefLang",
  itemprop: "itemProp",
  "http-equiv": "httpEquiv",
  "letter-spacing": "letterSpacing",
  "dominant-baseline": "dominantBaseline",
  "alignment-baseline": "alignmentBaseline",
  "flood-color": "floodColor",
  "flood-opacity": "floodOpacity",
  "marker-end": "markerEnd",
  "marker-start": "markerStart",
  "stroke-miterlimit": "strokeMiterlimit",
  "vector-effect": "vectorEffect",
  "xmlns:xlink": "xmlnsXlink",
  viewbox: "viewBox",
  preserveaspectratio: "preserveAspectRatio",
  gradientunits: "gradientUnits",
  gradienttransform: "gradientTransform",
  onchange: "onChange",
  onsubmit: "onSubmit",
  oninput: "onInput",
  onblur: "onBlur",
  onfocus: "onFocus",
  onkeydown: "onKeyDown",
  onkeyup: "onKeyUp",
  onmouseenter: "onMouseEnter",
  onmouseleave: "onMouseLeave",
};

/** Attributes written as in HTML become React's, and `style="…"` an object. */
export function repairAttributes(file: CodeFile): Repair {
  const repair: Repair = { edits: [], diagnostics: [] };
  const { tokens } = file.scan;
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== "attribute") continue;
    const name = text(file.scan, token);
    const wanted = spelling[name];
    const handler = tokens[index + 2];
    if (/^on[a-z]/i.test(name) && handler?.kind === "string" && text(file.scan, tokens[index + 1] ?? handler) === "=") {
      const code = handlerCode(file, text(file.scan, handler).slice(1, -1));
      repair.edits.push({ start: handler.start, end: handler.end, text: `{${code}}` });
      if (!wanted)
        repair.diagnostics.push(
          mended(file, token.start, `${name} takes a function in React.`, `${code} is used instead.`),
        );
    }
    if (wanted) {
      repair.edits.push({ start: token.start, end: token.end, text: wanted });
      repair.diagnostics.push(mended(file, token.start, `${name} is HTML's spelling.`, `${wanted} is used instead.`));
    } else if (name === "style" && tokens[index + 2]?.kind === "string") {
      const value = tokens[index + 2];
      if (!value) continue;
      const object = styleObject(text(file.scan, value).slice(1, -1));
      repair.edits.push({ start: value.start, end: value.end, text: `{${object}}` });
      repair.diagnostics.push(
        mended(file, token.start, "style takes an object in React.", `${object} is used instead.`),
      );
    }
  }
  return repair;
}

/** `save()` as a function, when there is one of that name; else one that only says what it stands for. */
function handlerCode(file: CodeFile, source: string): string {
  const called = /^\s*(?:return\s+)?([A-Za-z_$][\w$]*)\s*\(([^()]*)\)\s*;?\s*$/.exec(source);
  const [, name = "", args = ""] = called ?? [];
  const known = new RegExp(`\\b(function|const|let|var)\\s+${name.replaceAll("$", "\\$")}\\b`).test(file.text);
  if (called && known) return `() => ${name}(${/^[\w$.'", ]*$/.test(args) ? args : ""})`;
  return `() => console.log(${JSON.stringify(source)})`;
}

function styleObject(css: string): string {
  const pairs = css.split(";").flatMap((declaration) => {
    const [property = "", ...value] = declaration.split(":");
    if (value.length === 0) return [];
    const name = property
      .trim()
      .replace(/^-(?=ms-)/, "")
      .replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const key = property.trim().startsWith("--") ? JSON.stringify(property.trim()) : name;
    return [`${key}: ${JSON.stringify(value.join(":").trim())}`];
  });
  return `{ ${pairs.join(", ")} }`;
}
