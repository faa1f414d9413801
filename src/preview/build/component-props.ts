import { inferredType } from "./inferred-types.ts";
import type { CodeFile } from "./project.ts";
import { propTypes } from "./prop-types.ts";
import type { Member, TypeReader } from "./type-reader.ts";
import { closingBracket, splitTop, withoutComments } from "./type-text.ts";

export interface ComponentProps {
  members: Member[];
  /** Where the component is declared. */
  at: number;
}

/**
 * The props of a component: from its types, else from its PropTypes, else from the names that it takes and how it uses
 * them. Those with a default are optional.
 * @param name as it is declared, or `default` for one without a name
 */
export function componentProps(reader: TypeReader, file: CodeFile, name: string): ComponentProps {
  const head = headOf(file, name);
  if (!head) return { members: [], at: 0 };
  const { at, type, pattern, body } = head;
  reader.body = body;
  const typed = type === undefined ? [] : reader.members(reader.type(type, file));
  const declared =
    typed.length > 0 ? typed : propTypes(file, name).map((one) => ({ ...one, type: reader.type(one.type, file) }));
  const used = declared.length > 0 ? declared : inferred(reader, file, pattern, body);
  if (used.length === 0 && takesChildren(body)) {
    return {
      members: [
        {
          name: "children",
          optional: false,
          type: reader.type(JSON.stringify(name === "default" ? "Content" : name), file),
        },
      ],
      at,
    };
  }
  const defaulted = new Set([...defaults(pattern), ...defaultProps(file, name)]);
  return {
    members: used.map((one) => (defaulted.has(one.name) ? { ...one, optional: true } : one)),
    at,
  };
}

/** A component that only passes its props on shows nothing without something inside it. */
function takesChildren(body: string): boolean {
  const tag = /<([\w.]+)\b(?:(?!<\w)[\s\S])*?\{\.\.\.(?:props|rest|other)\}\s*(\/?)>/.exec(body);
  if (!tag || /children/.test(body) || tag[2] !== "/") return false;
  return !/^(area|br|col|embed|hr|img|input|link|meta|source|textarea|track|wbr|select)$|input|image|separator|progress|slider|switch|checkbox|calendar|indicator|provider|toaster|textarea|skeleton|thumb|\.root$/i.test(
    tag[1] ?? "",
  );
}

interface Head {
  at: number;
  type: string | undefined;
  /** The first parameter without its type. */
  pattern: string;
  body: string;
}

/** Finds the function behind a name, through `memo`, `forwardRef` and other wrappers. */
function headOf(file: CodeFile, name: string, depth = 0): Head | undefined {
  const source = file.text;
  const declared =
    name === "default"
      ? /\bexport\s+default\s+(?:async\s+)?/g
      : new RegExp(`(?<![\\w$.])(?:function\\s*\\*?|const|let|var|class)\\s+${RegExp.escape(name)}(?![\\w$])`, "g");
  const found = declared.exec(source);
  if (!found || depth > 5) return undefined;
  const at = found.index;
  let rest = source.slice(found.index + found[0].length);
  let type: string | undefined;
  if (/^(?:default\s+)?class\b/.test(found[0]) || /^class\b/.test(rest)) {
    const heritage = /^[^{]*?extends\s+(?:React\.)?(?:Pure)?Component\s*(<[\s\S]*)/.exec(rest.slice(0, 2000))?.[1];
    const props = heritage ? splitTop(heritage.slice(1, closingBracket(heritage, 0)), ",")[0] : undefined;
    return { at, type: props?.trim(), pattern: "this.props", body: rest };
  }
  const annotated = /^\s*:\s*((?:React\.)?(?:FC|FunctionComponent|VFC|NextPage|SFC)\s*<[\s\S]*)/.exec(rest)?.[1];
  if (annotated) {
    const open = annotated.indexOf("<");
    type = annotated.slice(open + 1, closingBracket(annotated, open)).trim();
    rest = annotated.slice(closingBracket(annotated, open) + 1);
  }
  for (;;) {
    const wrapper = /^\s*(?::[^=]*)?=?\s*(?:[A-Za-z_$][\w$.]*)\s*(<|\()/.exec(rest);
    const isFunction = /^\s*(?::[^=]*)?=?\s*(?:async\s+)?function\b/.test(rest);
    if (!wrapper || isFunction || /^\s*(?::[^=]*)?=?\s*async\b/.test(rest)) break;
    let open = wrapper[0].length - 1;
    if (wrapper[1] === "<") {
      const end = closingBracket(rest, open);
      type ??= splitTop(rest.slice(open + 1, end), ",")
        .at(-1)
        ?.trim();
      open = rest.indexOf("(", end);
    }
    if (open < 0) return { at, type, pattern: "", body: "" };
    rest = rest.slice(open + 1);
    const inner = /^\s*([A-Z][\w$]*)\s*[,)]/.exec(rest)?.[1];
    if (inner) return headOf(file, inner, depth + 1);
  }
  const single = /^\s*(?::[^=]*)?=?\s*(?:async\s+)?([a-z_$][\w$]*)\s*=>/.exec(rest);
  if (single) return { at, type, pattern: single[1] ?? "", body: rest };
  const generics = /^\s*(?::[^=]*)?=?\s*(?:async\s+)?(?:function\b\s*[\w$]*)?\s*</.exec(rest);
  const open = rest.indexOf("(", generics ? closingBracket(rest, generics[0].length - 1) : 0);
  if (open < 0) return undefined;
  const close = closingBracket(rest, open);
  const first = splitTop(withoutComments(rest.slice(open + 1, close)), ",")[0]?.trim() ?? "";
  const { pattern, annotation } = parameter(first);
  return { at, type: annotation ?? type, pattern, body: bodyOf(rest, close) };
}

/** `{ a, b = 1 }: Props = {}` → its pattern and its type. */
function parameter(source: string): { pattern: string; annotation: string | undefined } {
  const end = source.startsWith("{") ? closingBracket(source, 0) + 1 : (/^[\w$]+/.exec(source)?.[0].length ?? 0);
  const annotation = /^\s*\??\s*:\s*([\s\S]+)$/.exec(source.slice(end))?.[1];
  return {
    pattern: source.slice(0, end),
    annotation: annotation === undefined ? undefined : withoutDefault(annotation),
  };
}

const withoutDefault = (type: string): string => type.replace(/\s=(?!>)[\s\S]*$/, "").trim();

function bodyOf(source: string, from: number): string {
  const open = /^[^{(]*?(?:=>\s*)?[{(]/.exec(source.slice(from + 1));
  if (!open) return source.slice(from, from + 4000);
  // Comparisons and JSX make counting angle brackets hopeless, so the next thing in the first column ends it.
  const rest = source.slice(from + 1);
  const end = /\n(?:export|function|const|class|\}|\))/.exec(rest);
  return rest.slice(0, end?.index ?? rest.length);
}

/** Names that a pattern gives a default. */
const defaults = (pattern: string): string[] =>
  entries(pattern).flatMap((one) => (/^[^=]*=(?!>)/.test(one) ? (/^\s*["']?([\w$-]+)/.exec(one)?.[1] ?? []) : []));

const entries = (pattern: string): string[] => (pattern.startsWith("{") ? splitTop(pattern.slice(1, -1), ",") : []);

function defaultProps(file: CodeFile, name: string): string[] {
  const found = new RegExp(
    `(?:\\b${RegExp.escape(name)}\\.defaultProps\\s*=|static\\s+defaultProps[^={]*=)\\s*\\{`,
  ).exec(file.text);
  if (!found) return [];
  const open = found.index + found[0].length - 1;
  const body = file.text.slice(open + 1, closingBracket(file.text, open));
  return splitTop(body, ",").flatMap((one) => /^\s*["']?([\w$-]+)/.exec(one)?.[1] ?? []);
}

const ownNames = new Set(["className", "class", "style", "ref", "key", "id", "props", "rest", "asChild"]);

function inferred(reader: TypeReader, file: CodeFile, pattern: string, body: string): Member[] {
  const names = pattern.startsWith("{")
    ? entries(pattern).flatMap((one) => {
        const [, name, alias] = /^\s*([A-Za-z_$][\w$]*)\s*(?::\s*([A-Za-z_$][\w$]*))?/.exec(one) ?? [];
        return name === undefined || one.trim().startsWith("...") ? [] : [{ name, local: alias ?? name, source: body }];
      })
    : membersOf(body, pattern);
  return names
    .filter(({ name }) => !ownNames.has(name))
    .map(({ name, local, source }) => ({
      name,
      optional: false,
      type: reader.type(inferredType(local, source), file),
    }));
}

/** `props.title` → `title`, with `props.` taken out of the source; `const { a } = props` as well. */
function membersOf(body: string, pattern: string): { name: string; local: string; source: string }[] {
  if (pattern === "") return [];
  const own = pattern.replaceAll("$", "\\$").replace(".", "\\.");
  const source = body.replace(new RegExp(`(?<![\\w$.])${own}\\??\\.`, "g"), "");
  const taken = new RegExp(`\\{([^{}]*)\\}\\s*=\\s*${own}\\b`).exec(body)?.[1] ?? "";
  const names = new Set([
    ...[...body.matchAll(new RegExp(`(?<![\\w$.])${own}\\??\\.([A-Za-z_$][\\w$]*)`, "g"))].map(([, name = ""]) => name),
    ...splitTop(taken, ",").flatMap((one) =>
      /=/.test(one) || one.includes("...") ? [] : (/^\s*(\w+)/.exec(one)?.[1] ?? []),
    ),
  ]);
  return [...names].map((name) => ({ name, local: name, source }));
}
