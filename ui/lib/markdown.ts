import DOMPurify from "dompurify";
import { Marked } from "marked";

const allowedTags = [
  ..."p br hr em strong del code pre blockquote ul ol li h1 h2 h3 h4 h5 h6 a table thead tbody tr th td".split(" "),
];

/** Somebody who writes of a `<button>` means its name: what is no formatting is shown as it was written. */
function formattingOrText({ text }: { text: string }): string {
  const tags = [...text.matchAll(/<\/?\s*([a-z][^\s/>]*)/giu)].map((found) => found[1]?.toLowerCase() ?? "");
  return tags.every((tag) => allowedTags.includes(tag)) ? text : escaped(text);
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const marked = new Marked({ gfm: true, breaks: false, renderer: { html: formattingOrText } });

/**
 * A model's words as safe HTML: no scripts, styles, images, forms or ids, and links only to http(s) and mailto.
 * Images are left out because loading one would send a request to wherever the model pleases.
 */
export function renderMarkdown(text: string): string {
  const dirty = marked.parse(text, { async: false });
  const clean = DOMPurify.sanitize(dirty, {
    ALLOWED_TAGS: allowedTags,
    ALLOWED_ATTR: ["href", "title", "start", "align"],
    ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
  });
  return clean.replaceAll("<a ", '<a target="_blank" rel="noopener noreferrer" ');
}
