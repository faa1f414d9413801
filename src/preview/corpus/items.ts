import { type Dirent, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SourceFile } from "../contract.ts";

/** What is mounted on its own: one file, or a project of several. */
export interface CorpusItem {
  /** The file or folder, relative to the corpus. */
  file: string;
  files: SourceFile[];
}

const skippedFolders = new Set(["node_modules", "dist", "build", "out", "coverage", "__tests__", "__MACOSX"]);
const projectText = /\.(tsx?|jsx?|mjs|mts|css|scss|json|svg|mdx?|html)$/;
const startFile = /^(index|app|page)\.[jt]sx$/i;
const largestFile = 512 * 1024;

/**
 * Every component of a folder, in the order of their paths. A folder with a package.json, an `app` or `src` folder, or an
 * index, App or page file is one project; every other `.tsx` and `.jsx` file stands for itself. Files may carry a
 * further `.txt` that hides them from tools and is not part of their name.
 * @throws ENOENT, ENOTDIR
 */
export function readCorpus(folder: string): CorpusItem[] {
  return itemsIn(folder, "").sort((a, b) => (a.file < b.file ? -1 : 1));
}

function itemsIn(root: string, folder: string): CorpusItem[] {
  const entries = list(join(root, folder));
  if (isProject(entries, folder === "")) return [{ file: folder || ".", files: projectFiles(root, folder, folder) }];
  return entries.flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return itemsIn(root, path);
    const name = plainName(entry.name);
    if (!/\.[jt]sx$/.test(name)) return [];
    return [{ file: path, files: [{ path: name, text: readFileSync(join(root, path), "utf8") }] }];
  });
}

/** The corpus itself is only a project when nothing but a package.json beside sources is there. */
function isProject(entries: Dirent[], isRoot: boolean): boolean {
  const names = entries.map((entry) => ({ name: plainName(entry.name), isFolder: entry.isDirectory() }));
  const sources = names.some(({ name, isFolder }) => isFolder && (name === "app" || name === "src"));
  const described = names.some(({ name, isFolder }) => !isFolder && name === "package.json");
  if (isRoot) return described && sources;
  return described || sources || names.some(({ name, isFolder }) => !isFolder && startFile.test(name));
}

function projectFiles(root: string, folder: string, top: string): SourceFile[] {
  return list(join(root, folder)).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return projectFiles(root, path, top);
    const name = plainName(path);
    if (!projectText.test(name) || /(^|\/)package-lock\.json$|\.d\.ts$/.test(name)) return [];
    const text = readFileSync(join(root, path), "utf8");
    // What is too large for a preview is data, and the builder would refuse the whole project for it.
    if (Buffer.byteLength(text) > largestFile) return [];
    return [{ path: top === "" ? name : name.slice(top.length + 1), text }];
  });
}

/** Links are left out: they may lead in circles. */
const list = (folder: string): Dirent[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() || (entry.isDirectory() && !skippedFolders.has(entry.name)))
    .filter((entry) => !entry.name.startsWith("."))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

const plainName = (name: string): string => name.replace(/(\.[a-z]+)\.txt$/, "$1");
