import type { CodeFile } from "../build/project.ts";
import { mended, type Repair } from "./edit.ts";

/** A name that is imported twice, or imported and declared, would stop the bundle: the first one stays. */
export function repairDuplicateImports(file: CodeFile): Repair {
  const repair: Repair = { edits: [], diagnostics: [] };
  const seen = new Set<string>();
  const declared = new Set(file.shape.declared);
  for (const declaration of file.imports) {
    const names = [declaration.default, declaration.namespace, ...declaration.named].filter(
      (name) => name !== undefined,
    );
    const doubled = names.filter(({ local }) => {
      const again = seen.has(local) || (declared.has(local) && !declaration.typeOnly);
      seen.add(local);
      return again;
    });
    if (doubled.length === 0) continue;
    if (doubled.length === names.length) {
      const newline = file.text[declaration.end] === "\n" ? 1 : 0;
      repair.edits.push({ start: declaration.start, end: declaration.end + newline, text: "" });
    } else {
      for (const name of doubled) {
        // Together with the comma behind it.
        const comma = /^\s*,\s*/.exec(file.text.slice(name.end))?.[0].length ?? 0;
        repair.edits.push({ start: name.start, end: name.end + comma, text: "" });
      }
    }
    for (const { local, start } of doubled) {
      const why = declared.has(local) ? "imported although the file declares it" : "imported twice";
      repair.diagnostics.push(mended(file, start, `${local} is ${why}.`, "This import is left out."));
    }
  }
  return repair;
}
