import { css } from "@codemirror/lang-css";
import { html as htmlLanguage } from "@codemirror/lang-html";
import { javascript } from "@codemirror/lang-javascript";
import { json } from "@codemirror/lang-json";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** The page's tokens reach into the shadow root, so one theme serves light and dark. */
const look = EditorView.theme({
  "&": { height: "100%", color: "var(--ink)", backgroundColor: "var(--panel)", fontSize: "12.5px" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", fontVariantLigatures: "none", lineHeight: "20px", overflow: "auto" },
  ".cm-content": { padding: "10px 0", caretColor: "var(--accent)" },
  ".cm-gutters": { backgroundColor: "var(--panel)", color: "var(--ink-3)", border: "0", paddingLeft: "6px" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "30px", opacity: "0.8" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--sunken) 70%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--accent) 24%, transparent)",
  },
  ".cm-panels": { backgroundColor: "var(--bg)", color: "var(--ink)", borderColor: "var(--line)" },
  ".cm-panel input, .cm-panel button": { fontFamily: "var(--font)", fontSize: "12px", color: "var(--ink)" },
  ".cm-textfield": { border: "1px solid var(--line-strong)", borderRadius: "6px", backgroundColor: "var(--raised)" },
  ".cm-button": {
    backgroundImage: "none",
    backgroundColor: "var(--raised)",
    border: "1px solid var(--line)",
    borderRadius: "6px",
  },
  ".cm-searchMatch": { backgroundColor: "color-mix(in srgb, var(--warn) 30%, transparent)" },
  ".cm-searchMatch-selected": { backgroundColor: "color-mix(in srgb, var(--warn) 55%, transparent)" },
  ".cm-changedLine": { backgroundColor: "color-mix(in srgb, var(--ok) 10%, transparent) !important" },
  ".cm-changedText": { background: "color-mix(in srgb, var(--ok) 22%, transparent) !important" },
  ".cm-deletedChunk": { backgroundColor: "color-mix(in srgb, var(--bad) 9%, transparent) !important" },
  ".cm-deletedText": { background: "color-mix(in srgb, var(--bad) 22%, transparent) !important" },
  "&.cm-merge-a .cm-changedLine": { backgroundColor: "color-mix(in srgb, var(--bad) 9%, transparent) !important" },
  "&.cm-merge-a .cm-changedText": { background: "color-mix(in srgb, var(--bad) 22%, transparent) !important" },
  // The marks that the diff view puts around it are in few fonts.
  ".cm-collapsedLines:before, .cm-collapsedLines:after": { content: "none" },
  ".cm-collapsedLines": {
    color: "var(--ink-3)",
    background: "var(--sunken)",
    padding: "3px 10px",
    fontFamily: "var(--font)",
    fontSize: "12px",
  },
});

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: "var(--syn-keyword)" },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: "var(--syn-string)" },
  { tag: [tags.tagName, tags.angleBracket], color: "var(--syn-tag)" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: "var(--syn-number)" },
  { tag: [tags.comment, tags.lineComment, tags.blockComment], color: "var(--syn-comment)", fontStyle: "italic" },
  { tag: [tags.typeName, tags.className, tags.function(tags.variableName)], color: "var(--syn-name)" },
  { tag: [tags.propertyName, tags.attributeName], color: "var(--ink-2)" },
]);

export const appearance: Extension = [look, syntaxHighlighting(colours)];

export function languageOf(path: string): Extension {
  if (/\.[cm]?[jt]sx?$/u.test(path)) return javascript({ jsx: true, typescript: /\.[cm]?tsx?$/u.test(path) });
  if (path.endsWith(".css")) return css();
  if (path.endsWith(".json")) return json();
  if (/\.html?$/u.test(path)) return htmlLanguage();
  return [];
}

/**
 * A shadow root to put an editor into. CodeMirror brings its own styles; in a document it would add a style element,
 * which our content policy refuses, while in a shadow root it uses constructed sheets, which the policy allows.
 */
export function shadowOf(host: HTMLElement): ShadowRoot {
  return host.shadowRoot ?? host.attachShadow({ mode: "open" });
}
