import { Problem } from "../platform/problem.ts";
import { checkFiles, type VersionFile } from "../projects/index.ts";
import type { Answer } from "./parser/answer.ts";

export interface FinalFiles {
  /** All files of the version to be. */
  files: VersionFile[];
  /** Changes that cannot be stored beside the others, with the reason. */
  refused: { path: string; message: string }[];
}

/** The project after an answer, without those of its files that a version cannot hold: the rest must not be lost. */
export function finalFiles(answer: Answer): FinalFiles {
  const all = answer.files();
  if (problemWith(all) === undefined) return { files: all, refused: [] };
  const refused: FinalFiles["refused"] = [];
  let files = all.filter(({ path }) => !answer.changed.has(path));
  for (const file of all.filter(({ path }) => answer.changed.has(path))) {
    const message = problemWith([...files, file]);
    if (message === undefined) files = [...files, file];
    else refused.push({ path: file.path, message });
  }
  return { files, refused };
}

function problemWith(files: VersionFile[]): string | undefined {
  try {
    checkFiles(files);
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return error.message;
    throw error;
  }
}
