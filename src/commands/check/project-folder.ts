import { lstatSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { buildLimits, type SourceFile } from "../../preview/index.ts";
import { UsageError } from "../command.ts";

/** What a preview reads; everything else in a folder is passed by. */
const readable = /\.([cm]?[jt]sx?|css|scss|sass|less|pcss|json|svg|html?|mdx?|txt)$/i;
const passedBy = /^(\..+|node_modules|bower_components|dist|build|out|coverage|vendor|package-lock\.json)$/;

export interface ProjectFolder {
  /** Absolute; the paths of the files are relative to it. */
  root: string;
  files: SourceFile[];
  /** Paths that are too large for a preview. */
  leftOut: string[];
}

/**
 * Reads a folder, or some files, as one project. Links are not followed: they may lead anywhere.
 * @param names as they were given, relative to `here`
 * @throws UsageError for a name that is not there, and for a folder beside other names
 */
export function readProject(names: string[], here: string): ProjectFolder {
  const given = names.map((name) => ({ name, path: resolve(here, name), stat: statOf(resolve(here, name), name) }));
  const [first] = given;
  if (first?.stat.isDirectory()) {
    if (given.length > 1) throw new UsageError("Give one folder, or some files.");
    return readFiles(first.path, walk(first.path));
  }
  const folder = given.find(({ stat }) => stat.isDirectory());
  if (folder) throw new UsageError(`${folder.name} is a folder. Give one folder, or some files.`);
  const paths = given.map(({ path }) => path);
  return readFiles(commonRoot(paths, here), [...new Set(paths)]);
}

function statOf(path: string, name: string) {
  try {
    return statSync(path);
  } catch {
    throw new UsageError(`${name} is not there or cannot be read.`);
  }
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (passedBy.test(entry.name)) return [];
      if (entry.isDirectory()) return walk(path);
      return entry.isFile() && readable.test(entry.name) ? [path] : [];
    });
}

/** The folder one is in, where all files lie below it; else the deepest one that holds them all. */
function commonRoot(paths: string[], here: string): string {
  const holds = (root: string) => paths.every((path) => path.startsWith(root.endsWith(sep) ? root : root + sep));
  let root = holds(here) ? here : dirname(paths[0] ?? here);
  while (!holds(root)) root = dirname(root);
  return root;
}

function readFiles(root: string, paths: string[]): ProjectFolder {
  const files: SourceFile[] = [];
  const leftOut: string[] = [];
  for (const path of paths) {
    const name = relative(root, path).split(sep).join("/");
    if (lstatSync(path).size > buildLimits.fileBytes) leftOut.push(name);
    else files.push({ path: name, text: readFileSync(path, "utf8") });
  }
  return { root, files, leftOut };
}

/**
 * Writes a mended text in place of the one that was read: whole or not at all, with the file's permissions kept.
 * @returns false when somebody else has changed the file meanwhile; it is then left alone
 */
export function replaceFile(root: string, read: SourceFile, text: string): boolean {
  const path = join(root, read.path);
  if (readFileSync(path, "utf8") !== read.text) return false;
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.mended`);
  try {
    writeFileSync(beside, text, { mode: statSync(path).mode & 0o777, flag: "wx" });
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
  return true;
}
