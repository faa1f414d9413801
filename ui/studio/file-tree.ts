import { Icon } from "../kit/icon.ts";
import { html, type View } from "../lib/html.ts";
import type { SourceFile } from "../lib/types.ts";

interface Folder {
  name: string;
  folders: Map<string, Folder>;
  files: SourceFile[];
}

export interface FileTreeProps {
  files: SourceFile[];
  active: string;
  changed: ReadonlyMap<string, string>;
  writing: string[];
  onPick(path: string): void;
}

export function FileTree({ files, active, changed, writing, onPick }: FileTreeProps): View {
  const root = fold(files);
  function key(event: KeyboardEvent): void {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const box = event.currentTarget;
    if (step === 0 || !(box instanceof HTMLElement)) return;
    event.preventDefault();
    const all = [...box.querySelectorAll<HTMLElement>("button")];
    const at = document.activeElement instanceof HTMLElement ? all.indexOf(document.activeElement) : -1;
    all.at((at + step) % all.length)?.focus();
  }
  const leaf = (file: SourceFile, depth: number) => {
    const name = file.path.slice(file.path.lastIndexOf("/") + 1);
    return html`<li key=${file.path}><button type="button" class=${`leaf ${file.path === active ? "on" : ""}`} aria-current=${file.path === active ? "true" : undefined} style=${{ paddingLeft: `${10 + depth * 14}px` }} onClick=${() => onPick(file.path)}>
      <${Icon} name="file" size=${14} /><span class="cut">${name}</span>
      ${writing.includes(file.path) ? html`<span class="dot live"></span>` : changed.has(file.path) ? html`<span class="dot warn" aria-label="unsaved"></span>` : null}
    </button></li>`;
  };
  const branch = (folder: Folder, depth: number): unknown =>
    html`${[...folder.folders.values()].map(
      (inner) =>
        html`<li key=${inner.name}><div class="branch" style=${{ paddingLeft: `${10 + depth * 14}px` }}><${Icon} name="folder" size=${14} />${inner.name}</div><ul>${branch(inner, depth + 1)}</ul></li>`,
    )}${folder.files.map((file) => leaf(file, depth))}`;
  return html`<nav class="tree wide-only" aria-label="Files"><ul onKeyDown=${key}>${branch(root, 0)}</ul></nav>`;
}

/** Folders by path; a folder that holds only one folder is shown joined with it. */
export function fold(files: SourceFile[]): Folder {
  const root: Folder = { name: "", folders: new Map(), files: [] };
  for (const file of files.toSorted((a, b) => a.path.localeCompare(b.path))) {
    let at = root;
    for (const part of file.path.split("/").slice(0, -1)) {
      const next = at.folders.get(part) ?? { name: part, folders: new Map(), files: [] };
      at.folders.set(part, next);
      at = next;
    }
    at.files.push(file);
  }
  join(root);
  return root;
}

function join(folder: Folder): void {
  for (const inner of folder.folders.values()) {
    let only = inner.folders.values().next();
    while (inner.files.length === 0 && inner.folders.size === 1 && !only.done) {
      inner.name = `${inner.name}/${only.value.name}`;
      inner.files = only.value.files;
      inner.folders = only.value.folders;
      only = inner.folders.values().next();
    }
    join(inner);
  }
}
