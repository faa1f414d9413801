import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, foldGutter, indentOnInput } from "@codemirror/language";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Annotation, Compartment, EditorState } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import type { Signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { html, type View } from "../lib/html.ts";
import type { Place } from "../lib/store-stage.ts";
import { appearance, languageOf, shadowOf } from "./editor-setup.ts";

export interface CodeEditorProps {
  path: string;
  text: string;
  editable: boolean;
  /** The text grows at its end, and the view goes with it. */
  follow: boolean;
  target: Signal<Place | null>;
  onEdit(text: string): void;
}

const fromOutside = Annotation.define<boolean>();

/** One editor for the open file. Text that comes from outside is applied as the smallest change at its end. */
export function CodeEditor({ path, text, editable, follow, target, onEdit }: CodeEditorProps): View {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const access = useRef(new Compartment());
  const edit = useRef(onEdit);
  edit.current = onEdit;
  const emitted = useRef(0);
  const emittedAtRender = emitted.current;

  // biome-ignore lint/correctness/useExhaustiveDependencies: one editor for each file; text and access follow below
  useEffect(() => {
    if (!host.current) return;
    const root = shadowOf(host.current);
    const editor = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: text,
        extensions: [
          lineNumbers(),
          foldGutter(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          highlightSelectionMatches(),
          search({ top: true }),
          // Tab indents here; Escape then Tab leaves, as CodeMirror documents.
          keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, indentWithTab]),
          languageOf(path),
          appearance,
          access.current.of(accessTo(editable)),
          EditorView.contentAttributes.of({ "aria-label": `Code of ${path}` }),
          EditorView.updateListener.of((update) => {
            const outside = update.transactions.some((one) => one.annotation(fromOutside));
            if (!update.docChanged || outside) return;
            emitted.current++;
            edit.current(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => {
      editor.destroy();
      view.current = null;
    };
  }, [path]);

  useEffect(() => {
    view.current?.dispatch({ effects: access.current.reconfigure(accessTo(editable)) });
  }, [editable]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the count belongs to this render of `text`
  useEffect(() => {
    const editor = view.current;
    // Typed since this render: `text` is already old, and the next render brings the new one.
    if (!editor || emitted.current !== emittedAtRender) return;
    const current = editor.state.doc.toString();
    if (current === text) return;
    const grown = text.startsWith(current);
    editor.dispatch({
      annotations: fromOutside.of(true),
      changes: grown
        ? { from: current.length, insert: text.slice(current.length) }
        : { from: 0, to: current.length, insert: text },
      ...(follow ? { effects: EditorView.scrollIntoView(text.length, { y: "end", yMargin: 24 }) } : {}),
    });
  }, [text, follow]);

  const wanted = target.value;
  useEffect(() => {
    const editor = view.current;
    if (!editor || wanted === null || wanted.path !== path) return;
    target.value = null;
    if (wanted.line === undefined) return;
    const line = editor.state.doc.line(Math.min(wanted.line, editor.state.doc.lines));
    const at = Math.min(line.to, line.from + Math.max(0, (wanted.column ?? 1) - 1));
    editor.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
    editor.focus();
  }, [wanted, path, target]);

  return html`<div class="editor" ref=${host}></div>`;
}

function accessTo(editable: boolean) {
  return [EditorState.readOnly.of(!editable), EditorView.editable.of(editable)];
}
