import { applyEdits, type Edit } from "../repair/edit.ts";
import { text } from "../repair/imports.ts";
import { addressedAsset, assetUrl, isAsset } from "./assets.ts";
import { type CodeFile, type Project, readCode } from "./project.ts";

/** Where the style sheet of a CSS module stands once its classes are unique, so that Tailwind reads it as a sheet. */
export const scopedPath = (path: string): string => path.replace(/\.module\.(css|scss|sass|less)$/, ".scoped.css");

/** Puts uploaded pictures and fonts into a style sheet in place of their addresses. */
export const withAssets = (project: Project, path: string, sheet: string): string =>
  sheet.replace(/url\(\s*["']?([^"')]+)["']?\s*\)/g, (whole, address: string) => {
    const found = addressedAsset(project, address, path);
    return found === undefined ? whole : `url("${assetUrl(found, project.files.get(found))}")`;
  });

/** Puts uploaded pictures in place of addresses such as `src="/logo.svg"`; imports keep theirs. */
export function addressAssets(project: Project, file: CodeFile): CodeFile {
  if (![...project.files.keys()].some((path) => isAsset(path))) return file;
  const edits: Edit[] = [];
  for (const [index, token] of file.scan.tokens.entries()) {
    if (token.kind !== "string") continue;
    const before = file.scan.tokens[index - 1];
    const word = before ? text(file.scan, before) : "";
    const value = text(file.scan, token).slice(1, -1);
    if (!value.startsWith("/") || word === "from" || word === "import" || word === "(") continue;
    const found = addressedAsset(project, value, file.path);
    if (found === undefined) continue;
    const url = assetUrl(found, project.files.get(found)).replaceAll('"', "%22");
    edits.push({ start: token.start, end: token.end, text: `"${url}"` });
  }
  return edits.length === 0 ? file : readCode(file.path, applyEdits(file.text, edits));
}
