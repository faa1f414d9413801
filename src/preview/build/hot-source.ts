import { applyEdits, type Edit } from "../repair/edit.ts";
import { text } from "../repair/imports.ts";
import { type CodeFile, readCode } from "./project.ts";

/**
 * Gives every context that a file makes at its top level a name, under which the frame keeps it over builds: a context
 * that is another object takes all components below its provider down with it.
 */
export function nameContexts(file: CodeFile): CodeFile {
  if (!file.text.includes("createContext")) return file;
  const { tokens } = file.scan;
  const edits: Edit[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== "word" || token.depth !== 0 || text(file.scan, token) !== "createContext") continue;
    const next = tokens[index + 1];
    if (!next || !/^[(<]/.test(text(file.scan, next))) continue;
    const member = index > 1 && text(file.scan, tokens[index - 1] ?? token) === ".";
    const first = member ? tokens[index - 2] : token;
    if (!first || (member && first.kind !== "word")) continue;
    const name = JSON.stringify(`${file.path}#${edits.length / 2}`);
    edits.push({ start: first.start, end: first.start, text: `$keptContext(${name}, ` });
    edits.push({ start: token.end, end: token.end, text: ")" });
  }
  return edits.length === 0 ? file : readCode(file.path, applyEdits(file.text, edits));
}

/**
 * Makes the default export a declaration of its own. The bundler's transform calls all that have no name
 * `default_export`, in every file, so that the last one of a bundle would stand for all; and of a function it makes a
 * variable, which code above it cannot use. Lines stay where they are.
 */
export function nameDefault(file: CodeFile): CodeFile {
  if (!/\bexport\s+default\b/.test(file.text)) return file;
  const { tokens } = file.scan;
  const word = (index: number): string => (tokens[index] ? text(file.scan, tokens[index]) : "");
  const at = tokens.findIndex(
    (token, index) => token.depth === 0 && word(index) === "export" && word(index + 1) === "default",
  );
  const [start, keyword] = [tokens[at], tokens[at + 1]];
  if (!start || !keyword) return file;
  const made = file.shape.declared.includes("Default") ? "Default$" : "Default";
  const declared = (name: string, edits: Edit[]) =>
    readCode(file.path, `${applyEdits(file.text, edits)}\nexport { ${name} as default }; ${registration(file, name)}`);
  const head = { start: start.start, end: keyword.end };
  const next = word(at + 2) === "async" ? at + 3 : at + 2;
  if (word(next) === "function") {
    const last = word(next + 1) === "*" ? next + 1 : next;
    const before = tokens[last];
    const gone = { ...head, text: file.text.slice(head.start, head.end).replace(/[^\n]/g, " ") };
    if (!before || !/^[(<]/.test(word(last + 1))) return declared(word(last + 1), [gone]);
    return declared(made, [gone, { start: before.end, end: before.end, text: ` ${made}` }]);
  }
  const called = tokens[next]?.kind === "word" && /^(=>|[(.<])/.test(word(next + 1)) && word(next) !== "class";
  if (!called && !/^[(<]/.test(word(next))) return file;
  return declared(made, [{ ...head, text: `const ${made} =` }]);
}

/**
 * Registers what the bundler's own transform leaves out, such as `const Row = memo(…)` and what a function of the
 * project made of a component. A name that turns out to be no component is passed over in the frame.
 */
export function registrations(file: CodeFile): string {
  const names = file.shape.declared.filter((name) => /^[A-Z]/.test(name));
  return [...new Set(names)].map((name) => `typeof ${name} === "undefined" || ${registration(file, name)}`).join(" ");
}

const registration = ({ path }: CodeFile, name: string): string =>
  `$register(${name}, ${JSON.stringify(`user:${path}:${name}`)});`;

/** Whether a module instance can be handed to a later bundle: of a binding that changes only a copy would be. */
export function canBeKept(file: CodeFile): boolean {
  const { tokens } = file.scan;
  return !tokens.some(
    (token, index) =>
      token.depth === 0 &&
      token.kind === "word" &&
      /^(let|var)$/.test(text(file.scan, token)) &&
      file.shape.exported.includes(text(file.scan, tokens[index + 1] ?? token)),
  );
}
