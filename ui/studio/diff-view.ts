import { MergeView, unifiedMergeView } from "@codemirror/merge";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { useEffect, useRef } from "preact/hooks";
import { html, type View } from "../lib/html.ts";
import { appearance, languageOf, shadowOf } from "./editor-setup.ts";

export interface DiffViewProps {
  path: string;
  before: string;
  after: string;
  layout: "unified" | "split";
}

export function DiffView({ path, before, after, layout }: DiffViewProps): View {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return;
    const root = shadowOf(host.current);
    const quiet: Extension = [
      EditorState.readOnly.of(true),
      EditorView.editable.of(false),
      EditorView.contentAttributes.of({ tabindex: "0", "aria-label": `Differences in ${path}` }),
    ];
    const extensions: Extension = [lineNumbers(), languageOf(path), appearance, quiet];
    const collapse = { margin: 3, minSize: 6 };
    if (layout === "unified") {
      const view = new EditorView({
        root,
        parent: root,
        state: EditorState.create({
          doc: after,
          extensions: [
            extensions,
            unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged: collapse, gutter: true }),
          ],
        }),
      });
      return () => view.destroy();
    }
    const view = new MergeView({
      root,
      parent: root,
      a: { doc: before, extensions },
      b: { doc: after, extensions },
      collapseUnchanged: collapse,
      gutter: true,
      highlightChanges: true,
    });
    view.dom.style.height = "100%";
    view.dom.style.overflow = "auto";
    return () => view.destroy();
  }, [path, before, after, layout]);
  return html`<div class="editor" ref=${host}></div>`;
}
