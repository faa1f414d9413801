import type { Project } from "../project.ts";

export type TailwindVersion = 3 | 4;

/** Directives that only one of the two versions knows. */
const sheetOf4 = /@import\s+(url\()?["']tailwindcss|@(theme|utility|custom-variant|source|plugin|variant)\b/;
const sheetOf3 = /@tailwind\s+(base|components|utilities|variants)\b|@screen\s|@responsive\b|@variants\b/;
/** `--primary: 222 47% 11%`, as themes for version 3 wrote colours. */
const triple = /--[\w-]+\s*:\s*-?[\d.]+(deg)?\s+[\d.]+%\s+[\d.]+%\s*[;}]/;

/** Classes that do something in one version and nothing in the other, where they stand as words of their own. */
const classOf3 =
  /(?<=["'`\s:!])(?:(?:bg|text|border|ring|divide|placeholder)-opacity-(?:\d+|\[)|flex-(?:shrink|grow)(?:-0)?(?=["'`\s])|overflow-ellipsis(?=["'`\s])|[a-z-]+-\[--[\w-]+\])/;
const classOf4 =
  /(?<=["'`\s:])(?:bg-(?:linear|radial|conic)-|(?:shadow-2xs|shadow-xs|rounded-xs|blur-xs|drop-shadow-xs|outline-hidden|field-sizing-content)(?=["'`\s])|inset-(?:shadow|ring)-|text-shadow-|mask-(?:linear|radial|[trblxy])-|[a-z-]+-\(--[\w-]+\)|[a-z]+-[\w/.-]*\w!(?=["'`\s]))/;

/**
 * The version of Tailwind that a project is written for: what its package.json asks for, else what its style sheets
 * and configuration files speak, else which version its classes were made for. New projects are for 4.
 */
export function tailwindVersion(project: Project): TailwindVersion {
  return (
    byManifest(project) ??
    bySheets(project) ??
    byConfiguration(project) ??
    (hasOnlyOldClasses(project) ? 3 : undefined) ??
    4
  );
}

const named = (project: Project, pattern: RegExp): string[] =>
  [...project.files].filter(([path]) => pattern.test(path)).map(([, text]) => text);

function byManifest(project: Project): TailwindVersion | undefined {
  for (const text of named(project, /(^|\/)package\.json$/)) {
    if (/"@tailwindcss\/(postcss|vite|cli)"\s*:/.test(text)) return 4;
    const asked = /"tailwindcss"\s*:\s*"([^"]*)"/.exec(text)?.[1];
    if (asked === undefined) continue;
    const major = /(\d+)/.exec(asked)?.[1];
    if (/^(latest|next)$/.test(asked)) return 4;
    if (major !== undefined) return Number(major) >= 4 ? 4 : 3;
  }
  return undefined;
}

function bySheets(project: Project): TailwindVersion | undefined {
  const sheets = named(project, /\.(css|scss|sass|less|pcss)$/);
  if (sheets.some((text) => sheetOf4.test(text))) return 4;
  if (sheets.some((text) => sheetOf3.test(text))) return 3;
  return sheets.some((text) => triple.test(text) && /@layer\s+base|@apply\b/.test(text)) ? 3 : undefined;
}

function byConfiguration(project: Project): TailwindVersion | undefined {
  for (const text of named(project, /(^|\/)postcss\.config\.[cm]?[jt]s$|(^|\/)\.postcssrc/)) {
    if (text.includes("@tailwindcss/postcss")) return 4;
    if (/\btailwindcss\b/.test(text)) return 3;
  }
  for (const text of named(project, /(^|\/)components\.json$/)) {
    const config = /"tailwind"\s*:\s*\{[^}]*"config"\s*:\s*"([^"]*)"/.exec(text)?.[1];
    if (config !== undefined) return config === "" ? 4 : 3;
  }
  return [...project.files.keys()].some(isTailwindConfig) ? 3 : undefined;
}

export const isTailwindConfig = (path: string): boolean => /(^|\/)tailwind\.config\.[cm]?[jt]s$/.test(path);

function hasOnlyOldClasses(project: Project): boolean {
  const sources = [...project.code.values()].map((file) => file.text);
  return sources.some((text) => classOf3.test(text)) && !sources.some((text) => classOf4.test(text));
}
