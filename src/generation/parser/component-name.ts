/** The component that a line exports, or undefined; types, constants and helpers are none. */
export function exportedComponent(line: string): string | undefined {
  const text = line.trimStart();
  if (!text.startsWith("export")) return undefined;
  const named =
    /^export\s+(?:default\s+)?(?:async\s+)?(?:function\*?|class)\s+([A-Z]\w*)/.exec(text) ??
    /^export\s+(?:const|let|var)\s+([A-Z]\w*)\s*[:=]/.exec(text) ??
    /^export\s+default\s+(?:(?:React\.)?(?:memo|forwardRef)\s*(?:<[^>]*>)?\(\s*)?([A-Z]\w*)\b/.exec(text) ??
    /^export\s*\{\s*(?:default\s+as\s+)?([A-Z]\w*)/.exec(text);
  const name = named?.[1];
  if (name !== undefined) return /[a-z]/.test(name) || name.length === 1 ? name : undefined;
  return /^export\s+default\s+(?:async\s+)?(?:function\b|\(|\w+\s*=>|class\b)/.test(text) ? "Page" : undefined;
}

/** The first component that is defined without being exported. */
export function definedComponent(text: string): string | undefined {
  return /^(?:async\s+)?(?:function|class)\s+([A-Z]\w*[a-z]\w*)|^(?:const|let|var)\s+([A-Z]\w*[a-z]\w*)\s*[:=]/m
    .exec(text)
    ?.slice(1)
    .find((name) => name !== undefined);
}

export const hasJsx = (text: string): boolean => /<(?:[A-Za-z][\w.]*|>)[^=]*?>|<\/[A-Za-z>]/.test(text);

const kebab = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1-$2")
    .toLowerCase();

/**
 * Where a component goes whose block named no path: over the file that already has it, else `components/<name>.tsx`;
 * `Page`, `Home` and `App` are the page itself.
 * @param known paths of the project's files
 */
export function derivePath(component: string | undefined, known: Iterable<string>): string {
  if (component === undefined || /^(Page|Home|HomePage|App|Index)$/.test(component)) {
    return [...known].find((path) => /^(src\/)?(app\/page|App)\.[jt]sx$/.test(path)) ?? "app/page.tsx";
  }
  const names = new Set([kebab(component), component]);
  const existing = [...known].find((path) => names.has(/([^/]+)\.[jt]sx$/.exec(path)?.[1] ?? ""));
  return existing ?? `components/${kebab(component)}.tsx`;
}
