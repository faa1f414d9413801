import { exportsOfFile } from "../build/module-exports.ts";
import { type CodeFile, diagnosticAt, type Project } from "../build/project.ts";
import { fileOf } from "../build/references.ts";
import type { Resources } from "../build/resources.ts";
import { plainSpecifier } from "../build/specifiers.ts";
import { iconPackages } from "../modules/icon-source.ts";
import { type Edit, mended, type Repair } from "./edit.ts";
import { iconSynonyms } from "./icon-synonyms.ts";
import type { ImportDeclaration, ImportedName } from "./imports.ts";
import { homeOf } from "./missing-imports.ts";
import { nearest } from "./nearest.ts";

/** What a module really exports; undefined when that cannot be known. */
function exportsOf(
  resources: Resources,
  project: Project,
  file: CodeFile,
  from: string,
): ReadonlySet<string> | undefined {
  const path = fileOf(resources, project, from, file.path);
  if (path === undefined) return from === "next/font/google" ? undefined : resources.exports.get(plainSpecifier(from));
  const known = exportsOfFile(resources, project, path);
  return known && known.size > 0 ? known : undefined;
}

/** Unknown names become the nearest real one; default and named imports that were mixed up are exchanged. */
export function repairNames(resources: Resources, project: Project, file: CodeFile): Repair {
  const repair: Repair = { edits: [], diagnostics: [] };
  for (const declaration of file.imports) {
    if (declaration.typeOnly) continue;
    const known = exportsOf(resources, project, file, declaration.from);
    if (!known) continue;
    if (declaration.default && !known.has("default")) repairDefault(file, declaration, known, repair);
    for (const name of declaration.named) {
      if (name.typeOnly || known.has(name.imported) || !isAlive(file, name.local)) continue;
      if (movesHome(resources, project, file, declaration, name, repair)) continue;
      repairName(file, declaration, name, known, repair);
    }
  }
  return repair;
}

/** A name that another module has exactly: `CardHeader` from the button's file, `useRouter` from React. */
function movesHome(
  resources: Resources,
  project: Project,
  file: CodeFile,
  declaration: ImportDeclaration,
  name: ImportedName,
  repair: Repair,
): boolean {
  const home = homeOf(resources, project, file, name.imported, file.text.includes(`<${name.local}`));
  if (!home || home === declaration.from || home === "lucide-react") return false;
  const asDefault = home === "next/link" || home === "next/image";
  if (asDefault && (declaration.default !== undefined || declaration.named.length > 1)) return false;
  const only = declaration.named.length === 1 && !declaration.default;
  if (only) {
    repair.edits.push({ ...declaration.specifier, text: home });
    if (asDefault) repair.edits.push(wholeClause(declaration, name.local));
  } else {
    const comma = /^\s*,\s*/.exec(file.text.slice(name.end))?.[0].length ?? 0;
    // The last name takes the comma before it along.
    const before = comma > 0 ? 0 : (/,\s*$/.exec(file.text.slice(0, name.start))?.[0].length ?? 0);
    repair.edits.push({ start: name.start - before, end: name.end + comma, text: "" });
    const written = name.local === name.imported ? name.local : `${name.imported} as ${name.local}`;
    repair.edits.push({
      start: declaration.start,
      end: declaration.start,
      text: `import { ${written} } from "${home}";\n`,
    });
  }
  repair.diagnostics.push(
    mended(
      file,
      name.start,
      `"${declaration.from}" does not export ${name.imported}.`,
      `It is imported from "${home}".`,
    ),
  );
  return true;
}

function repairName(
  file: CodeFile,
  declaration: ImportDeclaration,
  name: ImportedName,
  known: ReadonlySet<string>,
  { edits, diagnostics }: Repair,
): void {
  const { from } = declaration;
  const set = iconPackages[plainSpecifier(from)];
  if (!set && declaration.named.length === 1 && !declaration.default && known.has("default") && known.size <= 4) {
    edits.push(wholeClause(declaration, name.local));
    diagnostics.push(
      mended(
        file,
        name.start,
        `"${from}" has no named export ${name.imported}.`,
        "Its default export is taken instead.",
      ),
    );
    return;
  }
  const synonym = set ? iconSynonyms[name.imported.replace(/Icon$/, "")] : undefined;
  const found = synonym && known.has(synonym) ? synonym : nearest(name.imported, known, set ? 0.5 : 0.72);
  if (found && found !== "default") {
    edits.push({ start: name.start, end: name.end, text: `${found} as ${name.local}` });
    const what = set ? "There is no icon called" : `"${from}" does not export`;
    diagnostics.push(mended(file, name.start, `${what} ${name.imported}.`, `${found} is shown instead.`));
    return;
  }
  // The bundle puts a placeholder in its place.
  diagnostics.push(
    diagnosticAt(file, name.start, {
      message: set ? `There is no icon called ${name.imported}.` : `"${from}" does not export ${name.imported}.`,
      severity: set ? "warning" : "error",
      fix: set ? "A dashed box is shown instead." : `It exports ${[...known].slice(0, 12).join(", ")}.`,
    }),
  );
}

function repairDefault(
  file: CodeFile,
  declaration: ImportDeclaration,
  known: ReadonlySet<string>,
  repair: Repair,
): void {
  const binding = declaration.default;
  if (!binding || !isAlive(file, binding.local)) return;
  const components = [...known].filter((name) => /^[A-Z]/.test(name));
  const found = known.has(binding.local)
    ? binding.local
    : components.length === 1
      ? components[0]
      : nearest(binding.local, known);
  if (!found || declaration.namespace) {
    repair.diagnostics.push(
      diagnosticAt(file, binding.start, {
        message: `"${declaration.from}" has no default export.`,
        severity: "error",
        fix: `It exports ${[...known].slice(0, 12).join(", ")}.`,
      }),
    );
    return;
  }
  const named = found === binding.local ? found : `${found} as ${binding.local}`;
  if (declaration.braces) {
    const end = file.text.indexOf("{", binding.end);
    repair.edits.push({ start: binding.start, end, text: "" });
    repair.edits.push({ start: declaration.braces.start, end: declaration.braces.start, text: ` ${named},` });
  } else repair.edits.push({ start: binding.start, end: binding.end, text: `{ ${named} }` });
  repair.diagnostics.push(
    mended(
      file,
      binding.start,
      `"${declaration.from}" has no default export.`,
      `Its named export ${found} is taken instead.`,
    ),
  );
}

/** `{ Name }` becomes `Name`. */
function wholeClause(declaration: ImportDeclaration, local: string): Edit {
  const braces = declaration.braces ?? { start: 1, end: 0 };
  return { start: braces.start - 1, end: braces.end + 1, text: local };
}

/** TypeScript drops imports that are only types; those cannot be missing. */
export function isAlive(file: CodeFile, local: string): boolean {
  try {
    const code = new Bun.Transpiler({ loader: "tsx", trimUnusedImports: true }).transformSync(file.text);
    return new RegExp(`import[^;]*\\b${local.replace("$", "\\$")}\\b[^;]*from`).test(code);
  } catch {
    return true;
  }
}
