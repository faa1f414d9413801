import { importsFor } from "./imports.ts";

export interface CodeFile {
  path: string;
  text: string;
}

const floating =
  "DialogContent|SheetContent|SelectContent|DropdownMenuContent|PopoverContent|AlertDialogContent|CommandDialog";

/** A whole module from its body: client mark, imports, tidy class names, and the dark class on floating layers. */
export function moduleFile(path: string, body: string, options: { dark: boolean }): CodeFile {
  const tidy = tidyClasses(options.dark ? darkLayers(body) : body);
  const client = /\buse(State|Effect|Reducer|Ref|Memo|Id|Callback|Transition)\b|\bon[A-Z]\w*=\{/.test(tidy);
  const own = [...tidy.matchAll(/^import .*$/gm)].map(([line]) => line);
  const rest = tidy.replace(/^import .*\n?/gm, "").trim();
  const imports = [...importsFor(tidy), ...own];
  const head = [
    client && path.endsWith(".tsx") ? '"use client";\n' : "",
    imports.join("\n"),
    imports.length > 0 ? "\n" : "",
  ];
  return { path, text: `${head.filter(Boolean).join("\n")}\n${rest}\n`.replace(/^\n+/, "") };
}

/** Removes what empty holes leave behind in class names. */
function tidyClasses(body: string): string {
  return body
    .replace(/className="([^"\n]*)"/g, (_, names: string) => {
      const clean = names.split(/\s+/).filter(Boolean).join(" ");
      return clean === "" ? "" : `className="${clean}"`;
    })
    .replace(/[ \t]+$/gm, "");
}

/** Dialogs and menus are mounted outside the root element, so they need the dark class, and its ink. */
function darkLayers(body: string): string {
  return body.replace(
    new RegExp(`<(${floating})\\b([^<>]*?)(/?>)`, "g"),
    (_, name: string, attributes: string, end: string) =>
      attributes.includes('className="')
        ? `<${name}${attributes.replace('className="', 'className="dark text-foreground ')}${end}`
        : `<${name} className="dark text-foreground"${attributes}${end}`,
  );
}
