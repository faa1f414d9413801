import type { PreviewComponent } from "../contract.ts";
import { isComponentName } from "../repair/exports.ts";
import { neverShown } from "./beside.ts";
import { componentProps } from "./component-props.ts";
import { type CodeFile, type Project, position } from "./project.ts";
import type { Resources } from "./resources.ts";
import { TypeReader } from "./type-reader.ts";
import { shortType } from "./type-text.ts";

/** Every exported component of a project, those of the kit's folder last. */
export function listComponents(resources: Resources, project: Project): PreviewComponent[] {
  const reader = new TypeReader(resources, project);
  const files = [...project.code.values()].filter((file) => !neverShown.test(file.path));
  const isKit = (path: string) => Number(/(^|\/)components\/ui\//.test(path));
  return files
    .sort((a, b) => isKit(a.path) - isKit(b.path))
    .flatMap((file) =>
      exportedComponents(file).map((name) => {
        const declared = name === "default" ? (file.shape.defaultName ?? "default") : name;
        const { members, at } = componentProps(reader, file, declared);
        const props = members.map((one) => ({
          name: one.name,
          type: shortType(one.type.text),
          optional: one.optional,
        }));
        return { path: file.path, name, line: position(file.text, at).line, props };
      }),
    );
}

/** What of a file's exports is a component, `default` first. */
export function exportedComponents(file: CodeFile): string[] {
  const { shape } = file;
  const named = shape.exported.filter((name) => isComponentName(name) && isComponent(file, name));
  const own =
    shape.hasDefault && (shape.defaultName === undefined ? hasElements(file) : isComponent(file, shape.defaultName));
  return own ? ["default", ...named.filter((name) => name !== shape.defaultName)] : named;
}

const hasElements = (file: CodeFile): boolean => file.scan.tokens.some((token) => token.kind === "tagName");

/** A context, a schema, a constant or an enum in pascal case is no component. */
export function isComponent(file: CodeFile, name: string): boolean {
  const escaped = RegExp.escape(name);
  const set = new RegExp(`\\b(?:const|let|var)\\s+${escaped}\\b[^=;]*=\\s*([\\s\\S]{0,60})`).exec(file.text)?.[1];
  if (set !== undefined)
    return !/^((React\.)?createContext\b|z\.|["'`\d[{]|new\b|create\w*(?:Store|Route|Router)|true\b|false\b|null\b)/.test(
      set,
    );
  return !new RegExp(`\\benum\\s+${escaped}\\b`).test(file.text);
}

/**
 * What a file without a default export wants shown: the component that it is named for, else the only one that no other
 * renders, else all of them.
 */
export function shownComponents(file: CodeFile): string[] {
  const names = exportedComponents(file);
  if (names.length < 2) return names;
  const stem = (file.path.split("/").at(-1) ?? "")
    .split(".")[0]
    ?.replace(/[^A-Za-z0-9]/g, "")
    .toLowerCase();
  const named =
    names.find((name) => name.toLowerCase() === stem) ??
    names.find((name) => /^(App|Page|Home|Main|Demo|Example|Component)$/.test(name));
  if (named) return [named];
  const roots = names.filter((name) => !new RegExp(`<${RegExp.escape(name)}[\\s/>.]`).test(file.text));
  return roots.length === 1 ? roots : names;
}
