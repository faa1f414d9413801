import type { CodeFile } from "./project.ts";
import { closingBracket, splitTop, withoutComments } from "./type-text.ts";

/** What `Name.propTypes` or `static propTypes` asks for, with types in TypeScript's words. */
export function propTypes(file: CodeFile, name: string): { name: string; optional: boolean; type: string }[] {
  const found = new RegExp(`(?:\\b${RegExp.escape(name)}\\.propTypes\\s*=|static\\s+propTypes\\s*=)\\s*\\{`).exec(
    file.text,
  );
  if (!found) return [];
  const open = found.index + found[0].length - 1;
  const body = withoutComments(file.text.slice(open + 1, closingBracket(file.text, open)));
  return splitTop(body, ",").flatMap((part) => {
    const [, key, value] = /^\s*["']?([\w$-]+)["']?\s*:\s*([\s\S]+)$/.exec(part) ?? [];
    if (key === undefined || value === undefined) return [];
    return [{ name: key, optional: !/\.isRequired\s*$/.test(value), type: typeOf(value) }];
  });
}

const simple: Record<string, string> = {
  string: "string",
  number: "number",
  bool: "boolean",
  func: "() => void",
  node: "React.ReactNode",
  element: "React.ReactElement",
  elementType: "React.ElementType",
  object: "{}",
  array: "string[]",
  any: "unknown",
};

/** `PropTypes.arrayOf(PropTypes.string).isRequired` → `string[]` */
function typeOf(source: string): string {
  const text = source
    .trim()
    .replace(/\.isRequired$/, "")
    .replace(/^(?:React\.)?PropTypes\./, "");
  const [, kind = "", rest = ""] = /^(\w+)\s*([\s\S]*)$/.exec(text) ?? [];
  const inner = rest.startsWith("(") ? rest.slice(1, closingBracket(rest, 0)).trim() : "";
  switch (kind) {
    case "arrayOf":
      return `(${typeOf(inner)})[]`;
    case "objectOf":
      return `Record<string, ${typeOf(inner)}>`;
    case "oneOf":
    case "oneOfType":
      return splitTop(inner.replace(/^\[|\]$/g, ""), ",")
        .map((one) => (kind === "oneOf" ? one.trim() : typeOf(one)))
        .join(" | ");
    case "shape":
    case "exact":
      return `{ ${splitTop(inner.replace(/^\{|\}$/g, ""), ",")
        .map((one) =>
          one.replace(/^(\s*["']?[\w$-]+["']?\s*:)([\s\S]+)$/, (_, key: string, value: string) => key + typeOf(value)),
        )
        .join("; ")} }`;
    default:
      return simple[kind] ?? "unknown";
  }
}
