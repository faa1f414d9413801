import type { CodeFile } from "../build/project.ts";
import { type Edit, mended, type Repair } from "./edit.ts";
import { text } from "./imports.ts";

/**
 * A component that is written twice, and a second default export: models repeat themselves when they continue an
 * answer. The later one stays, as it is the complete one.
 */
export function repairDoubles(file: CodeFile): Repair {
  const repair: Repair = { edits: [], diagnostics: [] };
  const statements = topLevel(file);
  const last = new Map<string, Statement>();
  for (const one of statements) if (one.name !== undefined) last.set(one.name, one);
  const gone = new Set<Statement>();
  for (const one of statements) {
    if (one.name === undefined || last.get(one.name) === one) continue;
    // Overloads of a function have no body, and a type may share its name with a value.
    if (one.kind === "function" && !file.text.slice(one.start, one.end).includes("{")) continue;
    gone.add(one);
    repair.edits.push({ start: one.start, end: one.end, text: "" });
    repair.diagnostics.push(mended(file, one.start, `${one.name} is declared twice.`, "The later declaration stays."));
  }
  const defaults = statements.filter((one) => one.isDefault && !gone.has(one));
  const declared = defaults.filter((one) => !one.isReference);
  const kept = declared.at(-1) ?? defaults.at(-1);
  for (const one of defaults) {
    if (one === kept) continue;
    repair.edits.push(withoutDefault(file, one));
    repair.diagnostics.push(
      mended(file, one.start, "There is more than one default export.", "Only one of them stays."),
    );
  }
  return repair;
}

interface Statement {
  start: number;
  end: number;
  kind: string;
  name: string | undefined;
  isDefault: boolean;
  /** `export default Name;` */
  isReference: boolean;
}

const words = /^(export|function|class|const|let|var|async|import|type|interface|enum|declare|abstract|namespace)$/;

function topLevel(file: CodeFile): Statement[] {
  const { scan } = file;
  const top = scan.tokens.filter((token) => token.depth === 0);
  const starts = top.flatMap((token, index) => {
    const word = token.kind === "word" ? text(scan, token) : "";
    const before = top[index - 1];
    const previous = before ? text(scan, before) : "";
    return words.test(word) && !/^(export|default|async|abstract|declare|as|[.=(,:?&|<]|=>)$/.test(previous)
      ? [index]
      : [];
  });
  return starts.flatMap((first, order) => {
    const next = starts[order + 1];
    const end = next === undefined ? file.text.length : (top[next]?.start ?? file.text.length);
    const tokens = top.slice(first, next);
    const at = (index: number): string => {
      const token = tokens[index];
      return token ? text(scan, token) : "";
    };
    let index = 0;
    const isDefault = at(0) === "export" && at(1) === "default";
    if (at(0) === "export") index++;
    if (isDefault) index++;
    while (/^(async|abstract|declare)$/.test(at(index))) index++;
    const kind = at(index);
    const start = tokens[0]?.start ?? 0;
    const isReference =
      isDefault &&
      tokens[2]?.kind === "word" &&
      !/^(function|class|async|abstract)$/.test(at(2)) &&
      (tokens.length <= 3 || at(3) === ";");
    const named = /^(function|class|const|let|var)$/.test(kind) ? at(index + (at(index + 1) === "*" ? 2 : 1)) : "";
    return [{ start, end, kind, name: /^[A-Za-z_$][\w$]*$/.test(named) ? named : undefined, isDefault, isReference }];
  });
}

function withoutDefault(file: CodeFile, one: Statement): Edit {
  if (one.isReference) return { start: one.start, end: one.end, text: "" };
  const head = /^export\s+default\s+/.exec(file.text.slice(one.start))?.[0].length ?? 0;
  return { start: one.start, end: one.start + head, text: one.name === undefined ? "const $earlier = " : "" };
}
