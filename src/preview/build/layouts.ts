import { applyEdits } from "../repair/edit.ts";
import { text } from "../repair/imports.ts";
import { type CodeFile, type Project, readCode } from "./project.ts";

export const isLayout = (path: string): boolean => /(^|\/)layout\.[jt]sx?$/.test(path);

/** The layouts that Next would put around a page of the app folder, the outermost first. */
export function layoutsOf(project: Project, page: string): string[] {
  const folders = page.split("/").slice(0, -1);
  const app = folders.indexOf("app");
  if (app < 0 || !/(^|\/)page\.[jt]sx?$/.test(page)) return [];
  const found: string[] = [];
  for (let depth = app + 1; depth <= folders.length; depth++) {
    const base = `${folders.slice(0, depth).join("/")}/layout`;
    const path = [".tsx", ".jsx", ".ts", ".js"].map((ending) => base + ending).find((one) => project.files.has(one));
    if (path && project.code.get(path)?.shape.hasDefault) found.push(path);
  }
  return found;
}

const instead: Record<string, string> = { html: "div", body: "div", head: "template" };

/** A root layout brings a document of its own, which cannot stand inside the frame's: its tags become plain ones. */
export function withoutDocument(file: CodeFile): CodeFile {
  const edits = file.scan.tokens.flatMap((token) => {
    const plain = token.kind === "tagName" ? instead[text(file.scan, token)] : undefined;
    return plain ? [{ start: token.start, end: token.end, text: plain }] : [];
  });
  return edits.length === 0 ? file : readCode(file.path, applyEdits(file.text, edits));
}
