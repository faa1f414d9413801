import { type CodeFile, createProject, isCode, type Project, readCode, withFile } from "../build/project.ts";
import type { Resources } from "../build/resources.ts";
import type { BuildInput, Diagnostic, SourceFile } from "../contract.ts";
import { repairAttributes } from "./attributes.ts";
import { repairByError } from "./by-error.ts";
import { closeSource } from "./close.ts";
import { withoutFence } from "./code-fence.ts";
import { repairDoubles } from "./doubles.ts";
import { repairDuplicateImports } from "./duplicate-imports.ts";
import { applyEdits, parses, type Repair } from "./edit.ts";
import { repairJsxText } from "./jsx-text.ts";
import { repairMissingImports } from "./missing-imports.ts";
import { repairModules } from "./modules.ts";
import { repairNames } from "./names.ts";
import { repairSiblings } from "./siblings.ts";
import { repairQuotes } from "./smart-quotes.ts";
import { repairUseClient } from "./use-client.ts";

export interface Repaired {
  /** What is to be built. */
  files: SourceFile[];
  /** Those that a repair changed; a file that was only closed because it is unfinished is not among them. */
  changed: SourceFile[];
  diagnostics: Diagnostic[];
}

/** Mends what can be mended without asking a model, and says what it did. Sound files come back as they are. */
export function repairFiles(
  resources: Resources,
  input: BuildInput,
  locked: ReadonlySet<string> = new Set(),
): Repaired {
  const partial = input.partial === true;
  const diagnostics: Diagnostic[] = [];
  const sources = new Map(input.files.map((file) => [file.path, file.text]));

  for (const { path } of input.files) {
    if (!isCode(path) || locked.has(path)) continue;
    const syntax = repairSyntax(path, sources.get(path) ?? "", partial);
    sources.set(path, syntax.text);
    diagnostics.push(...syntax.diagnostics);
  }

  let project = createProject([...sources].map(([path, text]) => ({ path, text })));
  for (const file of [...project.code.values()]) {
    if (locked.has(file.path)) continue;
    const mended = repairMeaning(resources, project, file, partial, diagnostics);
    if (mended === file.text) continue;
    sources.set(file.path, mended);
    project = withFile(project, readCode(file.path, mended));
  }

  const files = input.files.map(({ path, text }) => ({ path, text: sources.get(path) ?? text }));
  const changed = partial ? [] : files.filter((file, index) => file.text !== input.files[index]?.text);
  return { files, changed, diagnostics };
}

interface Syntax {
  text: string;
  closed: boolean;
  diagnostics: Diagnostic[];
}

/** First what stops a file from being read at all. */
function repairSyntax(path: string, source: string, partial: boolean): Syntax {
  const diagnostics: Diagnostic[] = [];
  let text = source;
  const unfenced = withoutFence(text);
  if (unfenced !== undefined) {
    text = unfenced;
    const fix = "The fence is taken off.";
    diagnostics.push({
      path,
      line: 1,
      column: 1,
      message: "The file stands in a Markdown code fence.",
      severity: "warning",
      fix,
      repaired: true,
    });
  }
  let file = readCode(path, text);
  if (parses(text) && !declaresTwice(file)) return { text, closed: false, diagnostics };
  for (const repair of partial ? [] : [repairQuotes, repairDoubles]) {
    const { edits, diagnostics: found } = repair(file);
    if (edits.length === 0) continue;
    const changed = applyEdits(text, edits);
    // Quotes may be only one of several mistakes; a declaration is taken away only when that is all.
    if (repair === repairDoubles && !parses(changed)) continue;
    text = changed;
    file = readCode(path, text);
    diagnostics.push(...found);
    if (parses(text)) return { text, closed: false, diagnostics };
  }
  const { open, cut } = file.scan;

  const mended = repairJsxText(file);
  const escaped = applyEdits(text, mended.edits);
  if (mended.edits.length > 0 && parses(escaped)) {
    return { text: escaped, closed: false, diagnostics: partial ? [] : [...diagnostics, ...mended.diagnostics] };
  }
  const slips = partial ? undefined : (repairSiblings(file) ?? repairSiblings(readCode(path, escaped)));
  if (slips) {
    const base = parses(applyEdits(text, slips.edits)) ? text : escaped;
    return { text: applyEdits(base, slips.edits), closed: false, diagnostics: [...diagnostics, ...slips.diagnostics] };
  }
  const stumbled =
    partial || endsEarly(file) ? undefined : (repairByError(file) ?? repairByError(readCode(path, escaped)));
  if (stumbled) return { text: stumbled.text, closed: false, diagnostics: [...diagnostics, ...stumbled.diagnostics] };
  // A file that ends in the middle; while it streams that is no fault.
  if (!partial && open.length === 0 && cut === undefined) return { text, closed: false, diagnostics };
  for (const [candidate, repairs] of [
    [text, []],
    [escaped, mended.diagnostics],
  ] as const) {
    const closed = closeSource(candidate);
    if (closed === undefined || (!partial && closed.length < candidate.length / 2)) continue;
    if (partial) return { text: closed, closed: true, diagnostics: [] };
    const message = "The file ends in the middle of the code.";
    const end = candidate.split("\n").length;
    diagnostics.push(...repairs, {
      path,
      line: end,
      column: 1,
      message,
      severity: "warning",
      fix: "What was open is closed.",
      repaired: true,
    });
    return { text: closed, closed: true, diagnostics };
  }
  return { text, closed: false, diagnostics };
}

/** Whether something stays open up to the end, rather than a slip in the middle. */
const endsEarly = ({ scan }: CodeFile): boolean => scan.cut !== undefined || scan.open.length > 0;

/** Two functions of one name are no mistake to the bundler, but to a browser. */
const declaresTwice = ({ shape }: CodeFile): boolean => new Set(shape.declared).size < shape.declared.length;

/** Then what can be read but would not run. */
function repairMeaning(
  resources: Resources,
  project: Project,
  file: CodeFile,
  partial: boolean,
  diagnostics: Diagnostic[],
): string {
  let current = file;
  const apply = (repair: Repair, appended = ""): void => {
    // What is wrong in an unfinished file may be right a moment later.
    diagnostics.push(...(partial ? [] : repair.diagnostics));
    if (repair.edits.length === 0 && appended === "") return;
    current = readCode(current.path, applyEdits(current.text, repair.edits) + appended);
  };
  apply(repairDuplicateImports(current));
  apply(repairModules(resources, project, current, partial));
  apply(repairNames(resources, project, current));
  if (/\.[jt]sx$|\.js$/.test(file.path) || file.scan.tokens.some((token) => token.kind === "tagName")) {
    apply(repairAttributes(current));
    const missing = repairMissingImports(resources, project, current, partial);
    apply(missing, missing.appended);
    if (!partial) apply(repairUseClient(current));
  }
  return current.text;
}
